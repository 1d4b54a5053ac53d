import type { Values } from '../../plugin';
import { defaultMethod } from './client-record';
import { declaresKeys } from './credential-block';
import type { ClientAnswer, ManagementClient } from './management-client';
import { ownedKeys, type Ownership } from './owned-keys';
import { known } from './known';

/** What the state of `auth0_client_credentials` holds after Auth0 was asked. */
export async function clientCredentialsState(
  api: ManagementClient,
  client: ClientAnswer,
  ownership: Ownership,
): Promise<Values> {
  const held = known(ownership.wanted);
  const { client_secret_wo_version: secretVersion = null } = held;
  return {
    ...held,
    id: client.client_id,
    client_id: client.client_id,
    client_secret: secretVersion === null ? (client.client_secret ?? '') : (held.client_secret ?? null),
    ...(await authenticationState(api, client, ownership, held)),
  };
}

async function authenticationState(
  api: ManagementClient,
  { client_id, app_type, client_authentication_methods: methods, token_endpoint_auth_method: method }: ClientAnswer,
  ownership: Ownership,
  held: Values,
): Promise<Values> {
  if (!methods) return { authentication_method: method ?? defaultMethod(app_type), private_key_jwt: [] };
  const isImport = (held.client_id ?? null) === null;
  const keys = methods.private_key_jwt?.credentials;
  // Keys in a slot that the configuration does not declare belong to somebody else.
  if (!keys || !(isImport || declaresKeys(held))) return { private_key_jwt: [] };
  const attached = keys.map(({ id }) => id);
  return {
    authentication_method: 'private_key_jwt',
    private_key_jwt: [{ credentials: await ownedKeys(api, client_id, attached, ownership) }],
  };
}
