import type { Client } from './client';
import { uaaSecretId } from './secret';

/** A credential begins or ceases to be one that its client can sign in with. */
export interface CredentialChange {
  readonly kind: 'added' | 'removed';
  readonly credential: 'secret' | 'key';
  /** Zone of the client: `uaa` is the default one. */
  readonly zone: string;
  readonly clientId: string;
  /** The kid of a key; of a secret what `uaaSecretId` says of its value. */
  readonly id: string;
  readonly at: Date;
}

export function credentialChanges(
  before: Client | undefined,
  after: Client | undefined,
  at: Date,
): readonly CredentialChange[] {
  const { zone = '', clientId = '' } = after ?? before ?? {};
  const [old, now] = [credentials(before), credentials(after)];
  const missing = (from: readonly Credential[], to: readonly Credential[]): readonly Credential[] =>
    from.filter(({ id }) => !to.some((one) => one.id === id));
  const change =
    (kind: CredentialChange['kind']) =>
    (one: Credential): CredentialChange => ({ kind, ...one, zone, clientId, at });
  return [...missing(now, old).map(change('added')), ...missing(old, now).map(change('removed'))];
}

interface Credential {
  readonly credential: 'secret' | 'key';
  readonly id: string;
}

function credentials(client: Client | undefined): readonly Credential[] {
  return [
    ...(client?.secrets ?? []).map(({ value }) => ({ credential: 'secret' as const, id: uaaSecretId(value) })),
    ...(client?.keys ?? []).map(({ kid }) => ({ credential: 'key' as const, id: kid })),
  ];
}
