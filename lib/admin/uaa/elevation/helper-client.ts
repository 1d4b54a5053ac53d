import { randomBytes, randomUUID } from 'node:crypto';
import type { UaaCalls } from './uaa-calls';
import { type Elevation, elevated } from './elevated';
import type { HelperLeftover } from './leftover';

/** What the names of helper clients begin with: leftovers are found by it. */
export const HELPER_PREFIX = 'rotator-';

/** Seconds that a helper client's token is valid; its client is gone long before. */
const VALIDITY = 60;

/** Milliseconds after which a helper client belongs to a run that was killed. */
const OLD = 600_000;

/**
 * A client of our own that changes the secret in the place of a user: before UAA 74 "only a client can change client
 * secret" (400 for a user, whatever the scopes). It needs `clients.admin`: `clients.secret` is for its own secret only.
 * The client whose secret changes is never touched, and the helper's token dies with the helper.
 */
export class HelperClient implements Elevation {
  readonly leftover: HelperLeftover = { kind: 'helper', client: `${HELPER_PREFIX}${randomUUID()}` };

  constructor(private readonly admin: UaaCalls) {}

  async raise(): Promise<UaaCalls> {
    const clientId = this.leftover.client;
    const clientSecret = `${randomBytes(32).toString('base64url')}Aa1_`;
    await this.admin.postClient({
      client_id: clientId,
      client_secret: clientSecret,
      authorities: ['clients.admin'],
      authorized_grant_types: ['client_credentials'],
      access_token_validity: VALIDITY,
    });
    return this.admin.as({ clientId, clientSecret });
  }
}

/**
 * Does some work as a short-lived helper client, for a user's token before UAA 74. Nothing but the helper's removal can
 * be left over when the process is killed; helpers of killed runs are removed by the next one.
 *
 * @throws NotRestored when the helper could not be removed
 */
export async function withHelperClient<Result>(
  admin: UaaCalls,
  work: (helper: UaaCalls) => Promise<Result>,
): Promise<Result> {
  await removeOldHelpers(admin);
  return elevated(admin, new HelperClient(admin), work);
}

/** Removes the helper clients that killed runs left; gives their names. */
export async function removeOldHelpers(admin: UaaCalls, now = Date.now()): Promise<readonly string[]> {
  const helpers = await admin.listClients(HELPER_PREFIX);
  const old = helpers.filter(({ lastModified }) => lastModified !== undefined && lastModified < now - OLD);
  for (const { client_id } of old) await admin.deleteClient(client_id);
  return old.map(({ client_id }) => client_id);
}
