import { ManagementError, type ManagementClient } from './management-client';

/** Replaces the list of attached keys. The provider looks at the client before each of these calls. */
export async function attach(api: ManagementClient, clientId: string, ids: readonly string[]): Promise<void> {
  await patchAuthentication(api, clientId, {
    client_authentication_methods: { private_key_jwt: { credentials: ids.map((id) => ({ id })) } },
    token_endpoint_auth_method: null,
  });
}

/** Takes every key off and lets the client sign in with a secret, or with nothing. */
export async function detachAll(api: ManagementClient, clientId: string, method: string): Promise<void> {
  await patchAuthentication(api, clientId, {
    client_authentication_methods: null,
    token_endpoint_auth_method: method,
  });
}

export async function deleteIfThere(api: ManagementClient, clientId: string, id: string): Promise<void> {
  await foundOrUndefined(api.deleteCredential(clientId, id));
}

/** What the API answers; undefined for a 404. */
export async function foundOrUndefined<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ManagementError && error.status === 404) return undefined;
    throw error;
  }
}

async function patchAuthentication(api: ManagementClient, clientId: string, body: object): Promise<void> {
  await api.getClient(clientId, 'client_id', 'app_type');
  await api.patchClient(clientId, body);
}
