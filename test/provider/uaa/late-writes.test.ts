import { setTimeout as sleep } from 'node:timers/promises';
import { UaaCalls } from '../../../lib/admin/uaa/elevation';
import { RotatedClient } from './client';

/** Milliseconds after which the write of a killed run is committed; the settle time is 1.2 x 300 ms. */
const LATE = 200;

let client: RotatedClient;
beforeEach(async () => {
  client = await RotatedClient.start();
  client.settings = { request_timeout: 0.3 };
});
afterEach(() => client.close());

/** A run that was killed while its DELETE was on the way. */
async function killedWhileRemoving(): Promise<void> {
  const killed = new UaaCalls({ url: client.uaa.url }, client.uaa.admin);
  await killed.signIn();
  const stop = client.uaa.intercept(({ method }) =>
    method === 'PUT' ? { kind: 'commit-after-disconnect', delay: LATE } : undefined,
  );
  await expect(killed.secret('app', { changeMode: 'DELETE' })).rejects.toThrow('no answer');
  stop();
}

test.each([
  ['recycling stage', ['b2 a3']],
  ['retirement, with the next stage right after it,', ['b2', 'b2 a3']],
])('the late DELETE of a killed %s never takes the secret in use', async (_what, steps) => {
  await client.promoted();
  const { secret_b: current } = client.desk.state ?? {};
  await killedWhileRemoving();
  for (const slots of steps) await client.apply(slots);
  await sleep(LATE + 50);
  expect(client.secrets).toEqual([current, client.desk.state?.secret_a]);
});

test.each([
  ['ADD', ['a1'], 'a1 b2'],
  ['DELETE', ['a1', 'a1 b2', 'b2 a1'], 'b2'],
])('the late commit of an unanswered %s is waited for, in the same apply', async (_, before, step) => {
  for (const slots of before) await client.apply(slots);
  let late = 0;
  client.uaa.intercept(({ method }) =>
    method === 'PUT' && late++ === 0 ? { kind: 'commit-after-disconnect', delay: LATE } : undefined,
  );
  const { secret_a, secret_b } = await client.apply(step);
  expect(late).toBe(1);
  expect(client.secrets).toEqual([secret_a, secret_b].filter((secret) => secret !== null));
});

test('nothing is removed when somebody took the older secret away between plan and apply, and added one', async () => {
  await client.promoted();
  const { secret_b: current } = client.desk.state ?? {};
  let gets = 0;
  client.uaa.interceptAfter(({ method }) => {
    // The first one is the refresh, before its probes; the second one is the plan.
    if (method !== 'GET' || ++gets !== 2) return;
    client.uaa.deleteSecret('app');
    client.uaa.addForeignSecret('app', 'theirs');
  });
  await client.apply('b2');
  expect(gets).toBeGreaterThanOrEqual(2);
  expect(client.secrets).toEqual([current, 'theirs']);
});

test('a DELETE that took the secret in use, because the order was another, is made good at once', async () => {
  await client.promoted();
  const { secret_a: previous, secret_b: current } = client.desk.state ?? {};
  client.hold([String(current), String(previous)]);
  await expect(client.apply('b2')).rejects.toThrow(/its order is not the one in the state: .* was added again/);
  expect(client.secrets).toEqual([previous, current]);
  await client.apply('b2');
  expect(client.secrets).toEqual([current]);
});

test('an older secret of somebody else is never removed', async () => {
  await client.promoted();
  const { secret_b: current } = client.desk.state ?? {};
  client.hold(['theirs', String(current)]);
  await expect(client.apply('b2 a3')).rejects.toThrow(/a secret that this set did not make/);
  expect(client.secrets).toEqual(['theirs', current]);
  await client.apply('b2 a1');
  await client.apply('b2');
  expect(client.secrets).toEqual(['theirs', current]);
});

test('two secrets of somebody else are left alone, and the apply says that there is no place', async () => {
  await client.promoted();
  client.hold(['theirs', 'theirs too']);
  await expect(client.apply('b2 a1')).rejects.toThrow(/UAA takes two at most/);
  expect(client.secrets).toEqual(['theirs', 'theirs too']);
});

test('an admin client whose tokens live for a second lasts a whole run', async () => {
  client.uaa.addClient({ clientId: 'ops', secrets: ['ops'], authorities: ['clients.admin'], accessTokenValidity: 1 });
  client.access = { UAA_CLIENT_ID: 'ops', UAA_CLIENT_SECRET: 'ops' };
  await client.promoted();
  client.settings = { request_timeout: 1 };
  await client.apply('b2 a3');
  expect(client.secrets).toHaveLength(2);
});
