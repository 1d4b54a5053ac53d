import type { TestKey } from '../../support/keys';
import { fixtureKeys, TestTenant } from './tenant';

let old: TestKey;
let current: TestKey;
let fresh: TestKey;
let tenant: TestTenant;

beforeAll(async () => {
  [old, current, fresh] = (await fixtureKeys(3)) as [TestKey, TestKey, TestKey];
});

beforeEach(async () => {
  tenant = await TestTenant.start();
  both();
  await tenant.apply();
});

afterEach(() => tenant.close());

function both(): void {
  tenant.configure([
    { name: 'a', key: old },
    { name: 'b', key: current },
  ]);
}

/** The slot PATCH of a retire is refused once. */
async function failToRetire(): Promise<void> {
  const stop = tenant.model.intercept(({ method }) =>
    method === 'PATCH'
      ? { kind: 'refuse', status: 400, body: { error: 'Bad Request', message: 'injected' } }
      : undefined,
  );
  tenant.configure([{ name: 'b', key: current }]);
  expect(await tenant.failingApply()).toContain('400 Bad Request: injected');
  stop();
}

test('a retire that failed is forgotten: the plan is empty and the retired key works', async () => {
  await failToRetire();
  expect((await tenant.plan()).output).toContain('No changes.');
  expect(await tenant.accepts(old)).toBe(true);
});

test('a forgotten key is adopted by its name when it is written back, and can then be retired', async () => {
  await failToRetire();
  both();
  expect(await tenant.failingApply()).toContain('already exist in client');
  expect((await tenant.plan()).changes).toBe(false);
  tenant.configure([{ name: 'b', key: current }]);
  await tenant.apply();
  expect([await tenant.accepts(old), await tenant.accepts(current)]).toEqual([false, true]);
});

test('a forgotten key is adopted by a new import, and can then be retired', async () => {
  await failToRetire();
  await tenant.terraform.run(['state', 'rm', 'auth0_client_credentials.billing']);
  await tenant.terraform.run(['import', 'auth0_client_credentials.billing', tenant.clientId]);
  await tenant.apply();
  expect([await tenant.accepts(old), await tenant.accepts(current)]).toEqual([false, true]);
  expect((await tenant.plan()).changes).toBe(false);
});

test('a replacement under the same name that failed shows up again and heals', async () => {
  const stop = tenant.model.intercept(({ method }) =>
    method === 'PATCH' ? { kind: 'refuse', status: 400 } : undefined,
  );
  tenant.configure([
    { name: 'a', key: fresh },
    { name: 'b', key: current },
  ]);
  await tenant.failingApply();
  stop();
  expect((await tenant.plan()).changes).toBe(true);
  await tenant.apply();
  expect([await tenant.accepts(old), await tenant.accepts(fresh)]).toEqual([false, true]);
});

test('an addition whose slot PATCH was refused is taken back, and heals', async () => {
  tenant.configure([{ name: 'b', key: current }]);
  await tenant.apply();
  const stop = tenant.model.intercept(({ method }) =>
    method === 'PATCH' ? { kind: 'refuse', status: 400 } : undefined,
  );
  both();
  await tenant.failingApply();
  expect(tenant.calls.slice(-3)).toEqual(['GET client', 'PATCH client', 'DELETE a']);
  expect(tenant.strays).toEqual([]);
  stop();
  await tenant.apply();
  expect(tenant.attached).toEqual(['b', 'a']);
});
