import { UaaCalls } from '../../../lib/admin/uaa/elevation';
import { type Fault, UaaModel } from '../../../lib/testing';

describe.each(['77.18.0', '4.30.0'])('calls of UAA %s', (version) => {
  let uaa: UaaModel;
  let now: number;
  beforeEach(async () => {
    now = Date.now();
    uaa = await UaaModel.start({ version, clock: () => new Date(now) });
    uaa.addClient({ clientId: 'app', secrets: ['old', 'new'] });
  });
  afterEach(() => {
    jest.restoreAllMocks();
    return uaa.close();
  });

  const calls = (identity: { clientId: string; clientSecret: string } = uaa.admin): UaaCalls =>
    new UaaCalls({ url: uaa.url, timeout: 1_000 }, identity);
  const answerSignIns = (fault: Fault): (() => void) =>
    uaa.intercept(({ path }) => (path.endsWith('/oauth/token') ? fault : undefined));
  const signIns = (): number => uaa.calls.filter(({ path }) => path.endsWith('/oauth/token')).length;

  test('a probe knows either of two secrets, a wrong one, and a client that is not there', async () => {
    const answers = ['old', 'new', 'wrong'].map((secret) => calls().probe('app', secret));
    expect(await Promise.all(answers)).toEqual([true, true, false]);
    expect(await calls().probe('nobody', 'old')).toBe(false);
  });

  test.each([
    [400, { error: 'blocked by the gateway' }],
    [400, undefined],
    [401, { error: 'proxy' }],
    [200, {}],
  ])('a probe answered with %s by something else is no answer about the secret', async (status, body) => {
    answerSignIns({ kind: 'refuse', status, body });
    await expect(calls().probe('app', 'old')).rejects.toThrow('UAA failed at signing in as "app"');
  });

  test('refuses to send a blank secret, which some versions would store', async () => {
    const admin = calls();
    for (const secret of [undefined, '', ' ']) {
      await expect(admin.secret('app', { changeMode: 'UPDATE', secret })).rejects.toThrow('must not be blank');
    }
    expect(uaa.client('app')?.secrets).toEqual(['old', 'new']);
  });

  test('a token that ended sooner than its life is fetched again, once', async () => {
    uaa.addClient({ clientId: 'ops', secrets: ['ops'], authorities: ['clients.admin'], accessTokenValidity: 60 });
    const ops = calls({ clientId: 'ops', clientSecret: 'ops' });
    await ops.tryGetClient('app');
    now += 61_000;
    expect(await ops.tryGetClient('app')).toBeDefined();
    expect(signIns()).toBe(2);
    const body = { error: 'invalid_token', error_description: 'revoked' };
    uaa.intercept(({ path }) => (path.endsWith('/oauth/token') ? undefined : { kind: 'refuse', status: 401, body }));
    await expect(ops.tryGetClient('app')).rejects.toThrow('UAA refused GET /oauth/clients/app (401, revoked)');
    expect(signIns()).toBe(3);
  });

  test('one token serves calls at the same time, and is renewed before it expires', async () => {
    uaa.addClient({ clientId: 'ops', secrets: ['ops'], authorities: ['clients.admin'], accessTokenValidity: 60 });
    const ops = calls({ clientId: 'ops', clientSecret: 'ops' });
    await Promise.all([ops.tryGetClient('app'), ops.tryGetClient('app'), ops.tryGetClient('app')]);
    expect(signIns()).toBe(1);
    const start = performance.now();
    const clock = jest.spyOn(performance, 'now');
    for (const [seconds, tokens] of [
      [25, 1],
      [61, 2],
    ] as const) {
      clock.mockReturnValue(start + seconds * 1_000);
      now += seconds * 1_000;
      expect(await ops.tryGetClient('app')).toBeDefined();
      expect(signIns()).toBe(tokens);
    }
  });

  test('a sign-in that failed is tried again by the next call', async () => {
    const admin = calls();
    const stop = answerSignIns({ kind: 'refuse', status: 500, body: {} });
    await expect(admin.tryGetClient('app')).rejects.toThrow('UAA gave no token to "admin" (status 500)');
    stop();
    expect(await admin.tryGetClient('app')).toBeDefined();
  });

  test('a client without the right is told which one it needs', async () => {
    uaa.addClient({ clientId: 'weak', secrets: ['weak'], authorities: ['clients.read'] });
    const weak = calls({ clientId: 'weak', clientSecret: 'weak' });
    await expect(weak.secret('app', { changeMode: 'DELETE' })).rejects.toThrow(
      /403, Insufficient scope.*: give client "weak" the authority clients.admin/,
    );
  });

  test('no error has a secret in it', async () => {
    const said: unknown[] = [];
    const catching = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => said.push(error));
    uaa.addClient({ clientId: 'weak', secrets: ['hidden-1'], authorities: ['clients.read'] });
    await catching(
      calls({ clientId: 'weak', clientSecret: 'hidden-1' }).secret('app', { changeMode: 'ADD', secret: 'hidden-2' }),
    );
    await catching(calls({ clientId: 'weak', clientSecret: 'hidden-3' }).tryGetClient('app'));
    await catching(calls().secret('app', { changeMode: 'ADD', secret: 'hidden-4' }));
    answerSignIns({ kind: 'refuse', status: 500, body: { error: 'hidden-5' } });
    await catching(calls().probe('app', 'hidden-6'));
    expect(said).toHaveLength(4);
    expect(said.map((error) => (error as Error).stack).join()).not.toMatch(/hidden-/);
  });
});
