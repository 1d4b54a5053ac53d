import { type ClientRecord } from '../../admin/uaa/elevation';
import { PluginError, type Values } from '../../plugin';
import { currentOf, textOf } from '../slots';
import type { UaaAccess } from '../uaa-connection';

/** What UAA takes when a client does not say it: 43200 s (oauth-endpoints.xml of UAA). */
const DEFAULT_VALIDITY = 43_200;

/** @throws PluginError when UAA has no such client */
export async function requireClient(access: UaaAccess, client: string): Promise<ClientRecord> {
  const found = await access.calls.tryGetClient(client);
  if (found) return found;
  throw new PluginError(
    `UAA has no client "${client}"`,
    'It was deleted, or it is in another identity zone (uaa.zone_id). Secrets of a client that is gone sign in nowhere.',
    ['client_id'],
  );
}

/**
 * What a set that starts with the client's own secret needs. A value that is not known yet is not looked at.
 *
 * @throws PluginError when the secret is not right, or the grace is too short
 */
export async function checkStart(access: UaaAccess, found: ClientRecord, values: Values): Promise<void> {
  checkGrace(found, values);
  const { client_id: client } = found;
  const initial = textOf(values.initial_secret);
  if (currentOf(values) === 'outside' || initial === undefined || (await access.calls.probe(client, initial))) return;
  throw new PluginError(
    `initial_secret is a secret that client "${client}" has, got one that UAA does not take`,
    'Give the value that the client was made with, or start the set with --from-outside.',
    ['initial_secret'],
  );
}

/**
 * A token is bound to the secret with which it was got, and dies with it.
 *
 * @throws PluginError when the grace is shorter than tokens live
 */
export function checkGrace({ client_id: client, access_token_validity }: ClientRecord, { grace }: Values): void {
  const validity = access_token_validity ?? DEFAULT_VALIDITY;
  if (typeof grace !== 'number' || grace >= validity) return;
  throw new PluginError(
    `grace is at least the access_token_validity of client "${client}" (${validity} s), got ${grace} s`,
    'Tokens that were got with the previous secret die when it is removed. Raise grace in the policy of the set, or lower the validity of the client.',
    ['grace'],
  );
}
