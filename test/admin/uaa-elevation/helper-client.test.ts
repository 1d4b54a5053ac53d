import { withHelperClient } from '../../../lib/admin/uaa/elevation';
import { UaaCalls } from '../../../lib/admin/uaa/elevation';
import type { UaaModel } from '../../../lib/testing/uaa';
import { modelGround } from './model-ground';

describe('a helper client', () => {
  let opened: UaaModel | undefined;
  afterEach(() => opened?.close());

  const start = async (clock: () => Date = () => new Date()) => {
    const ground = await modelGround('4.30.0', clock);
    opened = ground.model;
    const admin = new UaaCalls({ url: ground.url, timeout: 200 }, { token: await ground.token() });
    return { ...ground, admin, client: await ground.newClient('old') };
  };

  it('changes the secret that a user may not change, and is gone after it', async () => {
    const { admin, client, model, helpers } = await start();
    const change = { changeMode: 'ADD', secret: 'new' } as const;
    await expect(admin.secret(client, change)).rejects.toThrow(/Only a client can change client secret/);
    const result = await withHelperClient(admin, async (helper) => {
      expect(await helpers()).toHaveLength(1);
      await helper.secret(client, change);
      return 'done';
    });
    expect(result).toBe('done');
    expect(model.client(client)?.secrets).toEqual(['old', 'new']);
    expect(await helpers()).toEqual([]);
  });

  it('is gone after work that failed, whose error is the one that is seen', async () => {
    const { admin, helpers } = await start();
    await expect(withHelperClient(admin, () => Promise.reject(new Error('of the work')))).rejects.toThrow(
      'of the work',
    );
    expect(await helpers()).toEqual([]);
  });

  it('is gone although it was made after the answer was given up', async () => {
    const { admin, model, helpers } = await start();
    model.intercept(({ method, path }) =>
      method === 'POST' && path.endsWith('/oauth/clients')
        ? { kind: 'commit-after-disconnect', delay: 150 }
        : undefined,
    );
    await expect(withHelperClient(admin, () => Promise.resolve())).rejects.toThrow('no answer');
    expect(model.calls.filter(({ method }) => method === 'DELETE').length).toBeGreaterThan(1);
    expect(await helpers()).toEqual([]);
  });

  it('is named when it could not be removed', async () => {
    const { admin, model, helpers } = await start();
    model.intercept(({ method }) => (method === 'DELETE' ? { kind: 'refuse', status: 503 } : undefined));
    const failure = await withHelperClient(admin, () => Promise.resolve()).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'NotRestored', leftover: { kind: 'helper', client: (await helpers())[0] } });
  });

  it('of a run that was killed is removed by a later one, after ten minutes', async () => {
    let now = Date.now();
    const { admin, model, helpers } = await start(() => new Date(now));
    now -= 11 * 60_000;
    model.addClient({ clientId: 'rotator-old' });
    now += 11 * 60_000;
    model.addClient({ clientId: 'rotator-young' });
    await withHelperClient(admin, () => Promise.resolve());
    expect(await helpers()).toEqual(['rotator-young']);
  });
});
