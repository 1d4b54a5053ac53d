import { setTimeout as sleep } from 'node:timers/promises';
import type { TestKey } from '../../support/keys';
import { fixtureKeys, TestTenant } from './tenant';

let own: TestKey;
let fresh: TestKey;
let tenant: TestTenant;

beforeAll(async () => {
  [own, fresh] = (await fixtureKeys(2)) as [TestKey, TestKey];
});

afterEach(() => tenant.close());

test('when Terraform is killed between two calls, the provider makes no further one', async () => {
  tenant = await TestTenant.start({ latency: 40 });
  tenant.configure([{ name: 'a', key: own }]);
  await tenant.apply();
  tenant.configure([
    { name: 'a', key: own },
    { name: 'b', key: fresh },
  ]);
  tenant.model.interceptAfter(({ method }) => {
    if (method === 'POST') tenant.terraform.kill();
  });
  expect(await tenant.failingApply()).toContain('exit code 137');
  await sleep(300);
  expect(tenant.calls.at(-1)).toMatch(/^(POST b|GET client)$/);
  expect(tenant.calls).not.toContain('DELETE b');
  expect(tenant.attached).toEqual(['a']);
  expect(tenant.strays).toEqual(['b']);
});
