import type { Values } from '../../plugin';
import { SECRET_METHODS } from './client-record';
import { ownIds } from './credential-block';
import { ManagementError, type ManagementClient } from './management-client';
import { deleteIfThere, detachAll } from './slot';

export interface MethodChange {
  /** Absent when the resource is created. */
  readonly prior?: Values;
  readonly planned: Values;
  readonly config: Values;
}

/** Sets a method with a secret, or none, and the secret. Does nothing where no method is known, as on a create without one. */
export async function changeMethod(
  api: ManagementClient,
  clientId: string,
  { prior, planned, config }: MethodChange,
): Promise<void> {
  const { authentication_method: method = null, client_secret: secret = null } = planned;
  if (typeof method !== 'string' || !SECRET_METHODS.includes(method)) return;
  if (method !== prior?.authentication_method) await api.patchClient(clientId, { token_endpoint_auth_method: method });
  if (method === 'none') return;
  const isNewVersion = planned.client_secret_wo_version !== prior?.client_secret_wo_version;
  if (typeof config.client_secret_wo === 'string' && isNewVersion) {
    await api.patchClient(clientId, { client_secret: config.client_secret_wo });
  } else if (typeof secret === 'string' && secret !== (prior?.client_secret ?? '')) {
    await api.patchClient(clientId, { client_secret: secret });
  }
}

/**
 * Detaches every key and deletes those that the state owns; answers whether the pool held any key at all.
 * A key that another feature still uses is left where it is.
 */
export async function removeKeys(
  api: ManagementClient,
  clientId: string,
  state: Values,
  method: string,
): Promise<boolean> {
  const pool = await api.listCredentials(clientId);
  if (pool.length === 0) return false;
  await detachAll(api, clientId, method);
  const owned = ownIds(state);
  for (const { id } of pool.filter((credential) => owned.includes(credential.id))) {
    try {
      await deleteIfThere(api, clientId, id);
    } catch (error) {
      if (!(error instanceof ManagementError && error.message.includes('still associated with a client'))) throw error;
    }
  }
  return true;
}
