import { uaaClientSecret } from '../../../lib/provider/uaa-client-secret';
import { requestToken } from '../../../lib/testing';
import { BIRTH, RotatedClient } from './client';

let client: RotatedClient;
beforeEach(async () => void (client = await RotatedClient.start()));
afterEach(() => client.close());

describe('a rotation', () => {
  test('adds the coming secret of the state, moves, recycles and retires', async () => {
    const first = await client.apply('a1');
    expect(first).toMatchObject({ secret_a: BIRTH, status_a: 'active', order: 'a' });
    const staged = await client.apply('a1 b2');
    expect(staged.secret_b).toBe(first.coming);
    expect(staged.coming).not.toBe(first.coming);
    const calls = client.uaa.calls.length;
    await client.apply('b2 a1');
    expect(client.uaa.calls.slice(calls).filter(({ path }) => path.endsWith('/secret'))).toEqual([]);
    const recycled = await client.apply('b2 a3');
    expect(client.secrets).toEqual([staged.secret_b, staged.coming]);
    expect(recycled).toMatchObject({ secret_a: staged.coming, order: 'ba' });
    await client.apply('a3 b2');
    await client.apply('a3');
    expect(client.secrets).toEqual([staged.coming]);
    expect(await client.desk.isDone(client.config('a3'))).toBe(true);
  });

  test('from outside leaves the secret from outside alone and publishes its own after the first promote', async () => {
    await client.apply('outside');
    const { secret_a } = await client.apply('outside a1');
    expect(client.secrets).toEqual([BIRTH, secret_a]);
    await client.apply('a1');
    expect(client.secrets).toEqual([BIRTH, secret_a]);
  });

  test('a create writes nothing at UAA', async () => {
    await client.apply('a1');
    expect(client.uaa.calls.filter(({ method }) => method === 'PUT')).toEqual([]);
  });
});

describe('refuses at plan', () => {
  const refused = (slots: string, more = {}): Promise<unknown> =>
    client.desk.plan(client.config(slots, more)).catch((error: unknown) => error);

  test('to take a staged secret back, with the ways out', async () => {
    await client.apply('a1');
    await client.apply('a1 b2');
    const error = await refused('a1');
    expect(error).toMatchObject({ path: ['generation_b'] });
    expect(String(error)).toMatch(/always removes the oldest.*promote it.*uaac secret set CLIENT.*UPDATE/s);
    expect(client.secrets).toHaveLength(2);
  });

  test.each([
    ['retire', 'a1'],
    ['stage', 'a1 b3'],
  ])('to %s after a rollback', async (_step, slots) => {
    await client.promoted();
    await client.apply('a1 b2');
    expect(String(await refused(slots))).toMatch(/slot b holds the newer one/);
  });

  test.each([
    ['another generation of the secret in use', 'a2', /the credential in use is never changed/],
    ['a promote that removes the other one', 'b2', /the credential in use is never changed/],
  ])('%s', async (_what, slots, message) => {
    await client.apply('a1');
    await client.apply('a1 b2');
    expect(String(await refused(slots))).toMatch(message);
  });

  test('a grace shorter than tokens live', async () => {
    expect(await refused('a1', { grace: 59 })).toBeInstanceOf(Object);
    await client.apply('a1');
    const error = await refused('a1', { grace: 59 });
    expect(error).toMatchObject({ path: ['grace'] });
    expect(String(error)).toMatch(/at least the access_token_validity of client "app" \(60 s\), got 59 s/);
  });

  test('a first apply of a later step', async () => {
    expect(String(await refused('a1 b2'))).toMatch(/the first apply of a UAA set is that of its start/);
  });

  test('a start without the secret that the client came with', async () => {
    expect(String(await refused('a1', { initial_secret: null }))).toMatch(
      /Give initialSecret, or start .* --from-outside/,
    );
  });
});

test('an initial secret that is not right is refused, and nothing is written', async () => {
  await expect(client.apply('a1', { initial_secret: 'wrong-secret' })).rejects.toThrow(
    /got one that UAA does not take/,
  );
  expect(client.secrets).toEqual([BIRTH]);
});

describe('drift', () => {
  test('a secret in use that is gone is put back', async () => {
    await client.promoted();
    client.uaa.updateSecret('app', 'somebody-elses');
    await client.desk.refresh();
    expect(client.desk.state).toMatchObject({ status_a: 'vanished', status_b: 'vanished' });
    const { secret_b } = await client.apply('b2 a1');
    expect(client.secrets).toEqual(['somebody-elses', secret_b]);
    expect(await client.desk.isDone(client.config('b2 a1'))).toBe(true);
  });

  test('a previous secret that is gone is left alone', async () => {
    await client.promoted();
    client.uaa.deleteSecret('app');
    expect(await client.desk.isDone(client.config('b2 a1'))).toBe(true);
    await client.apply('b2 a3');
    expect(client.secrets).toHaveLength(2);
  });

  test('a staged secret that is gone is put back before it is promoted', async () => {
    await client.apply('a1');
    await client.apply('a1 b2');
    client.uaa.updateSecret('app', BIRTH);
    const { secret_b } = await client.apply('a1 b2');
    expect(client.secrets).toEqual([BIRTH, secret_b]);
  });

  test('a step at the same moment is refused, with the way back', async () => {
    await client.promoted();
    client.uaa.updateSecret('app', 'somebody-elses');
    await expect(client.apply('b2 a3')).rejects.toThrow(/the secret in use \(slot b\) is gone at UAA.*undo/s);
  });

  test('a client that is gone leaves the state, and its next apply says so', async () => {
    await client.apply('a1');
    client.uaa.removeClient('app');
    await expect(client.apply('a1')).rejects.toThrow(/UAA has no client "app"/);
    expect(client.desk.warnings.join()).toMatch(/UAA has no client "app" any more/);
  });
});

describe('a message says what was found and what to do', () => {
  test('a secret that was added by hand meanwhile', async () => {
    await client.apply('a1');
    client.uaa.addForeignSecret('app', 'by-hand');
    await expect(client.apply('a1 b2')).rejects.toThrow(/a secret that this set did not make.*changeMode":"DELETE/s);
    expect(client.secrets).toEqual([BIRTH, 'by-hand']);
  });

  test('two pipelines that apply at once: one is told, and no secret is lost', async () => {
    await client.apply('a1');
    const other = new RotatedClient(client.uaa);
    client.settings = other.settings = { request_timeout: 5 };
    await other.apply('a1');
    const results = await Promise.allSettled([client.apply('a1 b2'), other.apply('a1 b2')]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(client.secrets).toHaveLength(2);
    expect(client.secrets[0]).toBe(BIRTH);
  });

  test('an administrator without the right', async () => {
    client.uaa.addClient({ clientId: 'weak', secrets: ['weak-secret'], authorities: ['clients.read'] });
    await client.apply('a1');
    client.access = { UAA_CLIENT_ID: 'weak', UAA_CLIENT_SECRET: 'weak-secret' };
    await expect(client.apply('a1 b2')).rejects.toThrow(/403.*Insufficient scope/);
    expect(client.secrets).toEqual([BIRTH]);
  });

  test('a wrong zone', async () => {
    client.settings = { ...client.settings, zone_id: 'nowhere', zone_url: client.uaa.url };
    await expect(client.apply('a1')).rejects.toThrow(/the zone must exist, got "nowhere"/);
  });

  test('a zone without its address', async () => {
    client.settings = { ...client.settings, zone_id: 'nowhere' };
    await expect(client.apply('a1')).rejects.toThrow(/a zone is given by its id and its own address/);
  });

  test.each([
    ['no settings at all', {}, /needs uaa.client_id, got none.*UAA_CLIENT_ID/s],
    ['a token that is none', { UAA_TOKEN: 'nonsense' }, /access token/],
  ])('%s', async (_what, access, message) => {
    client.access = access;
    await expect(client.apply('a1')).rejects.toThrow(message);
  });
});

describe('a teardown', () => {
  test('removes the older secret, leaves the last one, and says so', async () => {
    await client.promoted();
    const [, current] = client.secrets;
    await client.desk.destroy();
    expect(client.secrets).toEqual([current]);
    expect(client.desk.warnings.join()).toMatch(/the last secret of client "app" stays at UAA/);
  });

  test('never removes the secret in use, where it is the older one', async () => {
    await client.apply('a1');
    await client.apply('a1 b2');
    await client.desk.destroy();
    expect(client.secrets).toHaveLength(2);
  });
});

test('cannot be imported, and says why', async () => {
  await expect(uaaClientSecret.import?.({} as never, 'app')).rejects.toThrow(/UAA never shows them.*initialSecret/s);
});

test('the client signs in with each secret of the state', async () => {
  await client.promoted();
  for (const name of ['secret_a', 'secret_b']) {
    const form = { client_id: 'app', client_secret: String(client.desk.state?.[name]) };
    expect(await requestToken(client.uaa.tokenUrl, form)).toBeUndefined();
  }
});
