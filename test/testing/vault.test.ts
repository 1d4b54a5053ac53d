import { SimulatedProviders } from '../../lib/testing/simulated-providers';
import { type SecretWrite, VaultModel } from '../../lib/testing/vault';
import { Workspace } from './support/workspace';

let vault: VaultModel;
let providers: SimulatedProviders;
let workspace: Workspace;

beforeEach(async () => {
  vault = await VaultModel.start();
  providers = await SimulatedProviders.start({ vault });
  workspace = new Workspace(providers.environment, { vault: 'hashicorp/vault' });
});

afterEach(async () => {
  workspace.close();
  await providers.close();
  await vault.close();
});

const ADDRESS = 'vault_kv_secret_v2.s';
const secret = (data: object, body = '', path = { mount: 'kv', name: 'apps/billing' }): string =>
  `resource "vault_kv_secret_v2" "s" {
  mount     = "${path.mount}"
  name      = "${path.name}"
  data_json = jsonencode(${JSON.stringify(data)})
  ${body}
}`;

describe('vault_kv_secret_v2', () => {
  test('writes a secret, whose state is what Vault has, and plans nothing afterwards', async () => {
    await workspace.apply(secret({ b: 'x<>&', a: 1 }));
    expect(vault.read('kv', 'apps/billing')).toEqual({ a: '1', b: 'x<>&' });
    expect(await workspace.terraform.values(ADDRESS)).toMatchObject({
      id: 'kv/data/apps/billing',
      path: 'kv/data/apps/billing',
      data: { a: '1', b: 'x<>&' },
      metadata: { version: '1', destroyed: 'false' },
      disable_read: false,
    });
    expect(await workspace.terraform.plan()).toMatchObject({ changes: false });
  });

  test('changes in place, as a new version', async () => {
    await workspace.apply(secret({ a: '1' }));
    workspace.write(secret({ a: '2' }));
    expect((await workspace.terraform.plan()).output).toContain('will be updated in-place');
    await workspace.terraform.apply();
    expect([vault.read('kv', 'apps/billing'), vault.version('kv', 'apps/billing')]).toEqual([{ a: '2' }, 2]);
    expect(await workspace.terraform.values(ADDRESS)).toMatchObject({ data: { a: '2' }, metadata: { version: '2' } });
    expect(await workspace.terraform.plan()).toMatchObject({ changes: false });
  });

  test('does not write when only the spelling of the json changes', async () => {
    await workspace.apply(secret({ a: '1', b: '2' }));
    workspace.write(secret({}).replace(/jsonencode\(.*\)/, `"{ \\"b\\": \\"2\\", \\"a\\": \\"1\\" }"`));
    expect(await workspace.terraform.plan()).toMatchObject({ changes: false });
  });

  test.each([
    ['mount', { mount: 'other', name: 'apps/billing' }],
    ['name', { mount: 'kv', name: 'apps/other' }],
  ])('a change of %s replaces it', async (attribute, path) => {
    await workspace.apply(secret({ a: '1' }));
    workspace.write(secret({ a: '1' }, '', path));
    expect((await workspace.terraform.plan()).output).toMatch(new RegExp(`~ ${attribute} .*# forces replacement`));
  });

  test('writes back what somebody else changed', async () => {
    await workspace.apply(secret({ a: '1' }));
    vault.write('kv', 'apps/billing', { a: 'changed' });
    expect(await workspace.terraform.plan()).toMatchObject({ changes: true });
    await workspace.terraform.apply();
    expect([vault.read('kv', 'apps/billing'), vault.version('kv', 'apps/billing')]).toEqual([{ a: '1' }, 3]);
  });

  test('does not see what somebody else changed when it does not read', async () => {
    await workspace.apply(secret({ a: '1' }, 'disable_read = true'));
    vault.write('kv', 'apps/billing', { a: 'changed' });
    expect(await workspace.terraform.plan()).toMatchObject({ changes: false });
  });

  test.each([
    ['the latest version', '', 2],
    ['all versions', 'delete_all_versions = true', 0],
  ])('a destroy deletes %s', async (_, body, left) => {
    await workspace.apply(secret({ a: '1' }, body));
    await workspace.apply(secret({ a: '2' }, body));
    await workspace.terraform.destroy();
    expect(vault.read('kv', 'apps/billing')).toBeUndefined();
    expect(vault.version('kv', 'apps/billing')).toBe(left);
  });

  test('is created again when it was deleted', async () => {
    await workspace.apply(secret({ a: '1' }));
    const headers = { 'x-vault-token': 'any' };
    await fetch(`${vault.url}/v1/kv/data/apps/billing`, { method: 'DELETE', headers });
    expect((await workspace.terraform.plan()).output).toContain('will be created');
  });

  test('is not written when check-and-set names another version', async () => {
    await expect(workspace.apply(secret({ a: '1' }, 'cas = 7'))).rejects.toThrow(/did\s+not\s+match/);
    await workspace.apply(secret({ a: '1' }, 'cas = 0'));
    expect(vault.version('kv', 'apps/billing')).toBe(1);
  });

  test('has metadata of its own', async () => {
    await workspace.apply(secret({ a: '1' }, 'custom_metadata {\nmax_versions = 3\ndata = { team = "x" }\n}'));
    const { custom_metadata } = (await workspace.terraform.values(ADDRESS))!;
    expect(custom_metadata).toEqual([
      { max_versions: 3, data: { team: 'x' }, cas_required: false, delete_version_after: 0 },
    ]);
    expect(await workspace.terraform.plan()).toMatchObject({ changes: false });
  });

  test('a write-only secret is in Vault and not in the state', async () => {
    const writeOnly = secret({ a: 'hush' }, 'data_json_wo_version = 1').replace('data_json ', 'data_json_wo');
    await workspace.apply(writeOnly);
    expect(vault.read('kv', 'apps/billing')).toEqual({ a: 'hush' });
    expect(JSON.stringify(await workspace.terraform.values(ADDRESS))).not.toContain('hush');
    expect(await workspace.terraform.plan()).toMatchObject({ changes: false });
    await workspace.apply(writeOnly.replace('hush', 'loud').replace('version = 1', 'version = 2'));
    expect(vault.read('kv', 'apps/billing')).toEqual({ a: 'loud' });
  });

  test('can be imported', async () => {
    vault.write('kv', 'apps/billing', { a: '1' });
    workspace.write(secret({ a: '1' }));
    await workspace.terraform.init();
    expect(await workspace.terraform.run(['import', ADDRESS, 'kv/data/apps/billing'])).toMatchObject({ exitCode: 0 });
    expect(await workspace.terraform.plan()).toMatchObject({ changes: false });
  });
});

test('a mount is made, changed in place, used and removed', async () => {
  const mount = (description: string): string =>
    `resource "vault_mount" "m" {\npath = "team"\ntype = "kv"\noptions = { version = "2" }\ndescription = "${description}"\n}\n`;
  const used = secret({ a: '1' }).replace('"kv"', 'vault_mount.m.path');
  await workspace.apply(mount('one') + used);
  expect(vault.read('team', 'apps/billing')).toEqual({ a: '1' });
  expect(await workspace.terraform.plan()).toMatchObject({ changes: false });
  workspace.write(mount('two') + used);
  expect((await workspace.terraform.plan()).output).toContain('1 to change, 0 to destroy');
  await workspace.terraform.apply();
  expect(await workspace.terraform.values('vault_mount.m')).toMatchObject({ description: 'two', path: 'team' });
  await workspace.terraform.destroy();
  expect(vault.calls.filter(({ method }) => method === 'DELETE').map(({ path }) => path)).toEqual([
    '/v1/team/data/apps/billing',
    '/v1/sys/mounts/team',
  ]);
});

test('with mounts named, another path takes no secrets', async () => {
  const strict = await VaultModel.start({ mounts: ['kv'] });
  const write = (mount: string): Promise<Response> =>
    fetch(`${strict.url}/v1/${mount}/data/x`, { method: 'POST', body: '{"data":{}}', headers: JSON_AND_TOKEN });
  expect((await write('kv')).status).toBe(200);
  expect((await write('other')).status).toBe(404);
  await strict.close();
});

const JSON_AND_TOKEN = { 'content-type': 'application/json', 'x-vault-token': 'any' };

test('a call without a token is refused', async () => {
  expect((await fetch(`${vault.url}/v1/kv/data/x`)).status).toBe(403);
});

test('a listener hears of each version, until it stops', async () => {
  const writes: SecretWrite[] = [];
  const stop = vault.onWrite((write) => writes.push(write));
  vault.write('kv', 'x', { a: 'b', n: 1 });
  stop();
  vault.write('kv', 'x', { a: 'c' });
  expect(writes).toEqual([{ mount: 'kv', path: 'x', version: 1, data: { a: 'b', n: '1' }, at: expect.any(Date) }]);
});
