import { type App, liveKeys, liveSecrets } from './app';

/**
 * A credential begins or ceases to be one that its app can sign in with: a secret that is deactivated is removed, one
 * that is activated is added.
 */
export interface CredentialChange {
  readonly kind: 'added' | 'removed';
  readonly credential: 'secret' | 'key';
  readonly appId: string;
  readonly clientId: string;
  readonly id: string;
  /** Of a key that has one. */
  readonly kid?: string;
  readonly at: Date;
}

export function credentialChanges(
  before: App | undefined,
  after: App | undefined,
  at: Date,
): readonly CredentialChange[] {
  const [old, now] = [liveCredentials(before), liveCredentials(after)];
  const { id: appId = '', clientId = '' } = after ?? before ?? {};
  const missing = (from: readonly LiveCredential[], to: readonly LiveCredential[]) =>
    from.filter(({ id }) => !to.some((one) => one.id === id));
  const change =
    (kind: CredentialChange['kind']) =>
    (live: LiveCredential): CredentialChange => ({ kind, ...live, appId, clientId, at });
  return [...missing(now, old).map(change('added')), ...missing(old, now).map(change('removed'))];
}

/** A credential that its app can sign in with. */
export interface LiveCredential {
  readonly credential: 'secret' | 'key';
  readonly id: string;
  readonly kid?: string;
}

export function liveCredentials(app: App | undefined): readonly LiveCredential[] {
  return [
    ...liveSecrets(app).map(({ id }) => ({ credential: 'secret' as const, id })),
    ...liveKeys(app).map(({ id, kid }) => ({ credential: 'key' as const, id, ...(kid !== null && { kid }) })),
  ];
}
