import { type CredentialBlock, credentialBlocks, hashedBlocks, ownIds } from './credential-block';
import type { ManagementClient } from './management-client';
import { credentialDiff, rotationSteps } from './rotation-steps';
import { attach, deleteIfThere } from './slot';
import type { Values } from '../../plugin/value';

/** Brings the keys of a client from the prior state to the planned one, a step at a time. */
export async function rotate(api: ManagementClient, clientId: string, prior: Values, planned: Values): Promise<void> {
  const diff = credentialDiff(hashedBlocks(prior), hashedBlocks(planned));
  if (diff.add.length > 0 || diff.remove.length > 0) {
    const pool = (await api.listCredentials(clientId)).map(({ id }) => id);
    // What is attached is taken from the state: a foreign key in the slot is not seen, and is lost at the next PATCH.
    let attached = ownIds(prior).filter((id) => pool.includes(id));
    for (const step of rotationSteps(diff, attached.length, pool.length)) {
      if (step.kind === 'remove') {
        attached = attached.filter((id) => id !== step.id);
        await attach(api, clientId, attached);
        await deleteIfThere(api, clientId, step.id);
      } else {
        attached = [...attached, await add(api, clientId, step.credential, attached)];
      }
    }
  }
  for (const { id, expiresAt } of diff.newExpiry) {
    await api.patchCredential(clientId, id, { expires_at: expiresAt });
  }
}

/** Stores the keys of a new resource and attaches them all at once; takes them back when that fails. */
export async function storeAll(api: ManagementClient, clientId: string, config: Values): Promise<void> {
  const created: string[] = [];
  try {
    for (const block of credentialBlocks(config)) {
      const { id } = await api.createCredential(clientId, newCredentialBody(block));
      created.push(id);
    }
    await attach(api, clientId, created);
  } catch (error) {
    throw await takeBack(api, clientId, created, error);
  }
}

async function add(
  api: ManagementClient,
  clientId: string,
  block: CredentialBlock,
  attached: readonly string[],
): Promise<string> {
  const body = { ...newCredentialBody(block), parse_expiry_from_cert: block.parsesExpiry };
  const { id } = await api.createCredential(clientId, body);
  try {
    await attach(api, clientId, [...attached, id]);
  } catch (error) {
    throw await takeBack(api, clientId, [id], error);
  }
  return id;
}

/** Deletes what was stored before a step failed, so that it does not fill the pool; gives the error to throw. */
async function takeBack(
  api: ManagementClient,
  clientId: string,
  created: readonly string[],
  cause: unknown,
): Promise<Error> {
  const messages = [cause instanceof Error ? cause.message : String(cause)];
  for (const id of created) {
    await deleteIfThere(api, clientId, id).catch((error: unknown) =>
      messages.push(`rollback of credential ${id} also failed: ${String(error)}`),
    );
  }
  return new Error(messages.join('; '), { cause });
}

function newCredentialBody({ name, credentialType, pem, algorithm, expiresAt, parsesExpiry }: CredentialBlock): object {
  return {
    ...(name !== '' && { name }),
    credential_type: credentialType,
    pem,
    alg: algorithm,
    ...(parsesExpiry && { parse_expiry_from_cert: true }),
    ...(expiresAt !== '' && { expires_at: expiresAt }),
  };
}
