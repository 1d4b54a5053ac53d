import { setTimeout as sleep } from 'node:timers/promises';
import { NoAnswer } from '../../admin/no-answer';
import { type UaaCalls, UaaError } from '../../admin/uaa/elevation';
import { PluginError } from '../../plugin';
import type { UaaAccess } from '../uaa-connection';

/** Whether UAA takes each of these secrets, by a probe that gives no token. */
export async function probeAll(
  calls: UaaCalls,
  client: string,
  secrets: readonly (string | undefined)[],
): Promise<readonly boolean[]> {
  return Promise.all(secrets.map(async (secret) => secret !== undefined && calls.probe(client, secret)));
}

/**
 * Adds a secret beside the one in use. Looks, writes once, and looks again: the answer decides nothing, because of four
 * ADDs at once all are answered with 200 and one survives.
 *
 * @param current the secret in use, or undefined while nobody here knows it
 * @throws PluginError when another secret holds the place
 */
export async function ensureSecret(
  access: UaaAccess,
  client: string,
  { secret, current }: { readonly secret: string; readonly current?: string },
): Promise<void> {
  const { calls } = access;
  if (current !== undefined && !(await calls.probe(client, current))) throw currentIsGone(client);
  if (await calls.probe(client, secret)) return;
  const answer = await write(access, client, (writer) => writer.secret(client, { changeMode: 'ADD', secret }));
  if (await calls.probe(client, secret)) return;
  if (answer instanceof UaaError && answer.status === 400 && answer.message.includes('two secrets')) {
    throw placeIsTaken(client);
  }
  throw answer ?? new PluginError(`UAA said that it added a secret to client "${client}", and does not take it`, AGAIN);
}

/**
 * Removes the oldest of two secrets, which is the only one UAA ever removes. It is never asked twice without a look: a
 * second DELETE after a first one whose answer was lost would take the one in use.
 *
 * @throws PluginError when the secret that is to stay is not taken, before anything is removed
 */
export async function ensureOldestGone(
  access: UaaAccess,
  client: string,
  { gone, stays }: { readonly gone: string; readonly stays: string },
): Promise<void> {
  const { calls } = access;
  const look = (): Promise<readonly boolean[]> => probeAll(calls, client, [stays, gone]);
  const [isThere, isLeft] = await look();
  if (!isThere) throw currentIsGone(client);
  if (!isLeft) return;
  const answer = await write(access, client, (writer) => writer.secret(client, { changeMode: 'DELETE' }));
  const [stillThere, stillLeft] = await look();
  if (stillThere && !stillLeft) return;
  if (!stillThere && stillLeft) {
    // The order was not ours. A place is free, so the one in use goes back first.
    await ensureSecret(access, client, { secret: stays });
    throw new PluginError(
      `UAA removed the newer secret of client "${client}", so its order is not the one in the state: the secret in use was added again`,
      'Somebody else changed the secrets of this client. Plan and apply again: the older one is removed now.',
    );
  }
  if (!stillThere) throw allAreGone(client);
  throw answer ?? new PluginError(`UAA said that it removed a secret of client "${client}", and did not`, AGAIN);
}

const AGAIN = 'Somebody else may be changing the secrets of this client at the same moment. Plan and apply again.';

/** One write. Without a clear answer it may still be committed, so nobody looks before that time is over. */
async function write(
  access: UaaAccess,
  client: string,
  call: (writer: UaaCalls) => Promise<void>,
): Promise<Error | undefined> {
  try {
    await access.writing(client, call);
    return undefined;
  } catch (error) {
    const isLate =
      error instanceof NoAnswer ? error.reason !== 'refused' : error instanceof UaaError && error.status >= 500;
    if (!(error instanceof NoAnswer) && !(error instanceof UaaError)) throw error;
    if (isLate) await sleep(access.settle);
    return error;
  }
}

function currentIsGone(client: string): PluginError {
  return new PluginError(
    `UAA does not take the secret in use of client "${client}", so nothing was changed`,
    'Somebody else replaced or removed it. Plan again: the plan puts a new one in its place and publishes it.',
  );
}

function allAreGone(client: string): PluginError {
  return new PluginError(
    `UAA takes neither secret of client "${client}" any more`,
    'Somebody else replaced them while one was removed. Plan again: the plan puts a new one in place of the one in use and publishes it.',
  );
}

function placeIsTaken(client: string): PluginError {
  return new PluginError(
    `client "${client}" holds a secret that this set did not make: UAA takes two at most, and this step needs the second place`,
    `Nothing was removed. If the other secret is the oldest and nobody uses it any more, remove the oldest one: uaac curl -X PUT -H "Content-Type: application/json" -d '{"changeMode":"DELETE"}' /oauth/clients/${client}/secret ; if it was added after the one in use, that command would remove the one in use: let its owner finish or give it up first.`,
  );
}
