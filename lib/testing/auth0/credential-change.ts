import type { ClientRecord } from './client-record';
import type { Credential } from './credential';

/** A key begins or ceases to be one that its client can sign in with. */
export interface CredentialChange {
  readonly kind: 'attached' | 'detached';
  readonly clientId: string;
  readonly id: string;
  readonly kid: string;
  readonly name?: string;
  readonly at: Date;
}

export function credentialChanges(
  before: ClientRecord | undefined,
  after: ClientRecord | undefined,
  at: Date,
): readonly CredentialChange[] {
  const [old, now] = [attached(before), attached(after)];
  const clientId = (after ?? before)?.clientId ?? '';
  const change =
    (kind: CredentialChange['kind']) =>
    ({ id, kid, name }: Credential): CredentialChange => ({
      kind,
      clientId,
      id,
      kid,
      name,
      at,
    });
  return [
    ...old.filter(({ id }) => !now.some((credential) => credential.id === id)).map(change('detached')),
    ...now.filter(({ id }) => !old.some((credential) => credential.id === id)).map(change('attached')),
  ];
}

function attached(client: ClientRecord | undefined): readonly Credential[] {
  return client?.pool.filter(({ id }) => client.slot?.includes(id)) ?? [];
}
