import type { TestKey } from '../../support/keys';
import { fixtureKeys, TestTenant } from './tenant';

const EXPIRES = '2096-05-13T09:33:13.000Z';

let keys: readonly TestKey[];
let tenant: TestTenant;

beforeAll(async () => {
  keys = await fixtureKeys(3);
});

beforeEach(async () => {
  tenant = await TestTenant.start();
});

afterEach(() => tenant.close());

function slots(a: number | undefined, b: number | undefined): void {
  tenant.configure([
    ...(a === undefined ? [] : [{ name: 'a', key: keys[a]!, expiresAt: EXPIRES }]),
    ...(b === undefined ? [] : [{ name: 'b', key: keys[b]!, expiresAt: EXPIRES }]),
  ]);
}

async function expectNoChanges(): Promise<void> {
  expect((await tenant.plan()).output).toContain('No changes.');
}

describe('two slots with fixed names', () => {
  test('the first apply stores and attaches one key', async () => {
    slots(0, undefined);
    expect(await tenant.apply()).toEqual(['GET client', 'POST a', 'GET client', 'PATCH [a]', 'GET client', 'GET a']);
    await expectNoChanges();
    expect(await tenant.accepts(keys[0]!)).toBe(true);
  });

  test('stage adds the second key and leaves the first alone', async () => {
    slots(0, undefined);
    await tenant.apply();
    const refused = tenant.watch(keys[0]!);
    slots(0, 1);
    expect(await tenant.apply()).toEqual([
      'GET client',
      'GET credentials',
      'POST b',
      'GET client',
      'PATCH [a b]',
      'GET client',
      'GET a',
      'GET b',
    ]);
    await expectNoChanges();
    expect(refused).toEqual([]);
    expect(await tenant.accepts(keys[1]!)).toBe(true);
  });

  test('stage in place removes the idle key before it adds the new one', async () => {
    slots(0, 1);
    await tenant.apply();
    const refused = tenant.watch(keys[1]!);
    slots(2, 1);
    expect(await tenant.apply()).toEqual([
      'GET client',
      'GET credentials',
      'GET client',
      'PATCH [b]',
      'DELETE a',
      'POST a',
      'GET client',
      'PATCH [b a]',
      'GET client',
      'GET b',
      'GET a',
    ]);
    await expectNoChanges();
    expect(refused).toEqual([]);
    expect([await tenant.accepts(keys[0]!), await tenant.accepts(keys[2]!)]).toEqual([false, true]);
  });

  test('retire takes the old key off and deletes it', async () => {
    slots(0, 1);
    await tenant.apply();
    const refused = tenant.watch(keys[1]!);
    slots(undefined, 1);
    expect(await tenant.apply()).toEqual([
      'GET client',
      'GET credentials',
      'GET client',
      'PATCH [b]',
      'DELETE a',
      'GET client',
      'GET b',
    ]);
    await expectNoChanges();
    expect(refused).toEqual([]);
    expect(await tenant.accepts(keys[0]!)).toBe(false);
  });

  test('the order in which the keys are written does not matter', async () => {
    slots(0, 1);
    await tenant.apply();
    tenant.configure([
      { name: 'b', key: keys[1]!, expiresAt: EXPIRES },
      { name: 'a', key: keys[0]!, expiresAt: EXPIRES },
    ]);
    await expectNoChanges();
  });

  test('replacing both keys in one apply kills each in turn', async () => {
    slots(0, undefined);
    await tenant.apply();
    const fresh = await fixtureKeys(2);
    slots(0, 1);
    await tenant.apply();
    const refused = [tenant.watch(keys[0]!), tenant.watch(keys[1]!)];
    tenant.configure([
      { name: 'c', key: fresh[0]!, expiresAt: EXPIRES },
      { name: 'd', key: fresh[1]!, expiresAt: EXPIRES },
    ]);
    const calls = await tenant.apply();
    expect(calls.filter((call) => !call.startsWith('GET'))).toHaveLength(8);
    expect(calls.filter((call) => call === 'PATCH []')).toEqual([]);
    expect(refused.map(({ length }) => length > 0)).toEqual([true, true]);
    expect([...tenant.attached].sort()).toEqual(['c', 'd']);
    await expectNoChanges();
  });

  test('the key id of the untouched slot is known at plan, the one of the new key is not', async () => {
    const kidOf = (name: string): string =>
      `\${one([for c in auth0_client_credentials.billing.private_key_jwt[0].credentials : c.key_id if c.name == "${name}"])}`;
    const output = { a: { value: kidOf('a') }, b: { value: kidOf('b') } };
    tenant.configure([{ name: 'a', key: keys[0]!, expiresAt: EXPIRES }], { output });
    await tenant.apply();
    tenant.configure(
      [
        { name: 'a', key: keys[0]!, expiresAt: EXPIRES },
        { name: 'b', key: keys[1]!, expiresAt: EXPIRES },
      ],
      { output },
    );
    await tenant.terraform.plan({ out: 'plan' });
    const { output_changes: changes } = (await tenant.terraform.show('plan')) as {
      readonly output_changes: Readonly<
        Record<string, { readonly actions: readonly string[]; readonly after_unknown: boolean }>
      >;
    };
    expect(changes.a).toMatchObject({ actions: ['no-op'], after_unknown: false });
    expect(changes.b).toMatchObject({ after_unknown: true });
  });

  test('destroy gives the client its secret back and deletes its keys', async () => {
    slots(0, 1);
    await tenant.apply();
    tenant.write({});
    const calls = await tenant.apply();
    expect(calls.slice(0, 4)).toEqual(['GET client', 'GET credentials', 'GET client', 'PATCH []']);
    expect([...calls.slice(4)].sort()).toEqual(['DELETE a', 'DELETE b']);
    expect(tenant.model.pool(tenant.clientId)).toEqual([]);
  });
});
