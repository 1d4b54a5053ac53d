import type { OktaJwk, OktaModelOptions } from '../../../lib/testing';
import { rsaKey } from '../../support/keys';
import { call, ecKey, jwk } from './organization';
import { Workbench } from './workbench';

let jwks: readonly OktaJwk[];
let bench: Workbench;

beforeAll(async () => {
  const keys = await Promise.all([rsaKey(), ecKey(), rsaKey()]);
  jwks = keys.map((key, index) => jwk(key, `k000${index + 1}`));
});

afterEach(() => bench.close());

const withKeys = (...numbers: readonly number[]): object => ({
  token_endpoint_auth_method: 'private_key_jwt',
  jwks: numbers.map((number) => jwks[number - 1]),
});

/** The only app's id. */
const appId = async (): Promise<string> => {
  const { body } = await call(bench.model, 'GET', '/api/v1/apps');
  return (body as unknown as readonly { readonly id: string }[])[0]!.id;
};

const live = async (): Promise<readonly (string | undefined)[]> =>
  bench.model.liveCredentials(await appId()).map(({ kid }) => kid);

const PUT = ['PUT apps/app', 'PUT apps/app/policies/rst0model0access0pol'];

test.each<NonNullable<OktaModelOptions['order']>>(['as sent', 'by creation', 'by kid'])(
  'keys listed by age: each step is one PUT and the next plan is empty, with answers %s',
  async (order) => {
    bench = await Workbench.start({ order });
    const calls: unknown[] = [];
    for (const numbers of [[1], [1, 2], [2, 3], [3]]) {
      bench.configure(withKeys(...numbers));
      calls.push((await bench.apply()).filter((one) => !one.includes('internal')));
      expect((await bench.plan()).changes).toBe(false);
      expect(await live()).toEqual(numbers.map((number) => `k000${number}`));
    }
    expect(calls).toEqual([['POST apps'], PUT, PUT, PUT]);
  },
  30_000,
);

test('keys listed by slot: the plan is never empty when answers come by creation', async () => {
  bench = await Workbench.start({ order: 'by creation' });
  for (const numbers of [
    [1, 2],
    [3, 2],
  ]) {
    bench.configure(withKeys(...numbers));
    await bench.apply();
  }
  expect((await bench.plan()).changes).toBe(true);
});

test('a key that somebody else added shows in the plan and is dropped by the next PUT', async () => {
  bench = await Workbench.start();
  bench.configure(withKeys(1));
  await bench.apply();
  bench.model.addForeignKey(await appId(), { ...jwks[1]!, kid: 'foreign' });
  const { output } = await bench.plan();
  expect(output).toMatch(/- jwks \{[^}]*kid = "foreign"/s);
  expect(await bench.apply()).toEqual(PUT);
  expect(await live()).toEqual(['k0001']);
});

test('a key for encryption makes every plan fail', async () => {
  bench = await Workbench.start();
  bench.configure(withKeys(1));
  await bench.apply();
  bench.model.addForeignKey(await appId(), { ...jwks[1]!, kid: 'foreign', use: 'enc' });
  await expect(bench.plan()).rejects.toThrow(/Invalid address to set: \[\]string\{"jwks", "1", "use"\}/);
});

test('a failed PUT converges with the next apply, whether or not it was committed', async () => {
  bench = await Workbench.start();
  bench.configure(withKeys(1));
  await bench.apply();
  for (const [kind, numbers] of [
    ['refuse', [1, 2]],
    ['fail-after-commit', [2]],
  ] as const) {
    bench.configure(withKeys(...numbers));
    const stop = bench.model.intercept(({ method }) => (method === 'PUT' ? { kind, status: 500 } : undefined));
    await expect(bench.apply()).rejects.toThrow(/failed to update OAuth application/);
    stop();
    await bench.apply();
    expect((await bench.plan()).changes).toBe(false);
    expect(await live()).toEqual(numbers.map((number) => `k000${number}`));
  }
});

describe('an app that is gone', () => {
  test('is an error since 6.0', async () => {
    bench = await Workbench.start();
    bench.configure(withKeys(1));
    await bench.apply();
    bench.model.removeApp(await appId());
    await expect(bench.plan()).rejects.toThrow(/failed to get OAuth application/);
  });

  test('is made again by 4.20.0', async () => {
    bench = await Workbench.start({}, { release: '4.20.0' });
    bench.configure(withKeys(1));
    await bench.apply();
    bench.model.removeApp(await appId());
    expect((await bench.plan()).output).toContain('okta_app_oauth.billing will be created');
  });
});

describe('an app with a secret', () => {
  const birth = 'first-secret-of-the-app';

  test('keeps both secrets at a PUT with omit_secret, and loses the newer one without', async () => {
    bench = await Workbench.start();
    for (const [omit, stillThere] of [
      [true, 2],
      [false, 1],
    ] as const) {
      bench.configure({ client_basic_secret: birth, omit_secret: omit });
      await bench.apply();
      const id = await appId();
      bench.model.addForeignSecret(id);
      bench.configure({ client_basic_secret: birth, omit_secret: omit, admin_note: 'changed' });
      await bench.apply();
      expect(bench.model.liveCredentials(id)).toHaveLength(stillThere);
      await bench.terraform.destroy();
      expect(bench.model.liveCredentials(id)).toEqual([]);
    }
  });

  test('is replaced when omit_secret goes from true to false', async () => {
    bench = await Workbench.start();
    bench.configure({ omit_secret: true });
    await bench.apply();
    bench.configure({ omit_secret: false });
    expect((await bench.plan()).output).toMatch(/omit_secret +.*forces replacement/);
  });

  test('is imported by its id, and read by the data source with its newest active secret', async () => {
    let now = Date.parse('2026-03-01T00:00:00Z');
    bench = await Workbench.start({ clock: () => new Date(now) });
    const { appId: id, clientId } = bench.model.addApp({ label: 'billing', clientSecret: birth });
    now += 1000;
    const newest = bench.model.addForeignSecret(id);
    bench.configure(
      { omit_secret: true },
      {
        data: { okta_app_oauth: { same: { label: 'billing' } } },
        output: { secret: { value: '${data.okta_app_oauth.same.client_secret}', sensitive: true } },
        import: [{ to: 'okta_app_oauth.billing', id }],
      },
    );
    await bench.apply();
    expect(await bench.terraform.values('okta_app_oauth.billing')).toMatchObject({ id, client_id: clientId });
    const secret = async (): Promise<string> => (await bench.terraform.run(['output', '-raw', 'secret'])).stdout;
    expect(await secret()).toBe(newest.value);
    bench.model.setSecretStatus(id, newest.id, 'INACTIVE');
    await bench.apply();
    expect(await secret()).toBe(birth);
  });
});

test('an argument that is not simulated is refused by name', async () => {
  bench = await Workbench.start();
  bench.configure({ profile: '{}' });
  await expect(bench.plan()).rejects.toThrow('profile is not simulated');
});
