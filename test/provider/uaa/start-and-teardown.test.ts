import { Unknown, type Values } from '../../../lib/plugin';
import { BIRTH, RotatedClient } from './client';

let client: RotatedClient;
beforeEach(async () => {
  client = await RotatedClient.start();
  // Nothing here waits for an answer that does not come, so a busy machine may take its time.
  client.settings = { request_timeout: 10 };
});
afterEach(() => client.close());

const writes = (): number => client.uaa.calls.filter(({ method }) => method === 'PUT').length;

describe('the plan of a start', () => {
  const plan = (more: Values): Promise<Values> => client.desk.plan(client.config('a1', more));

  test('refuses an initial secret that is not right, without repeating it', async () => {
    const error = await plan({ initial_secret: 'hunter2-hunter2' }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ path: ['initial_secret'] });
    expect(String(error)).toMatch(/is a secret that client "app" has, got one that UAA does not take.*--from-outside/s);
    expect(String(error)).not.toContain('hunter2');
  });

  test('refuses a grace that is shorter than tokens live', async () => {
    await expect(plan({ grace: 59 })).rejects.toMatchObject({ path: ['grace'] });
    await expect(plan({ grace: 60 })).resolves.toBeDefined();
  });

  test('goes on where the client is made in the same apply, which refuses one that is not there', async () => {
    await expect(plan({ client_id: 'not-yet' })).resolves.toMatchObject({ status_a: 'active' });
    await expect(client.apply('a1', { client_id: 'not-yet' })).rejects.toThrow(/UAA has no client "not-yet"/);
  });

  test.each(['client_id', 'initial_secret', 'grace'])('goes on while %s is not known', async (name) => {
    await expect(plan({ [name]: Unknown.VALUE })).resolves.toMatchObject({ status_a: 'active' });
  });

  test('from outside asks for no secret', async () => {
    const config = client.config('outside', { initial_secret: null });
    await expect(client.desk.plan(config)).resolves.toMatchObject({ secret_a: null, secret_b: null });
  });
});

describe('a teardown', () => {
  test('goes through when somebody replaced all secrets, and writes nothing', async () => {
    await client.promoted();
    client.uaa.updateSecret('app', 'somebody-elses');
    const before = writes();
    await client.desk.destroy();
    expect(client.secrets).toEqual(['somebody-elses']);
    expect(writes()).toBe(before);
  });

  test('goes through when the older secret is gone', async () => {
    await client.promoted();
    const [, current] = client.secrets;
    client.uaa.deleteSecret('app');
    await client.desk.destroy();
    expect(client.secrets).toEqual([current]);
    expect(client.desk.warnings.join()).toMatch(/the last secret of client "app" stays at UAA/);
  });

  test('says that both stay, where the newer one is staged', async () => {
    await client.apply('a1');
    const { secret_b } = await client.apply('a1 b2');
    await client.desk.destroy();
    expect(client.secrets).toEqual([BIRTH, secret_b]);
    expect(client.desk.warnings.join()).toMatch(/both secrets of client "app" stay at UAA/);
  });
});

test('an emergency exit heals, and its secret stands in the way of the next stage until it is removed', async () => {
  await client.promoted();
  client.uaa.updateSecret('app', 'emergency');
  // A recycling stage waits 1.2 times this long.
  client.settings = { request_timeout: 1 };
  const { secret_b } = await client.apply('b2 a1');
  expect(client.secrets).toEqual(['emergency', secret_b]);
  await expect(client.apply('b2 a3')).rejects.toThrow(/a secret that this set did not make/);
  client.uaa.deleteSecret('app');
  const { secret_a } = await client.apply('b2 a3');
  expect(client.secrets).toEqual([secret_b, secret_a]);
});
