import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { RotationProvider } from '../../lib';
import { pluginVersion } from '../../lib/constructs/plugin-files';

const SOURCE = 'cdktf-rotation.invalid/cdktf-rotation/rotation';

const folders: string[] = [];

afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'provider-'));
  folders.push(folder);
  return folder;
}

function stackIn(outdir = newFolder()): { app: App; stack: TerraformStack; folder: string } {
  const app = new App({ outdir });
  return { app, stack: new TerraformStack(app, 'prod'), folder: join(outdir, 'stacks', 'prod') };
}

const lockOf = (folder: string): string => readFileSync(join(folder, '.terraform.lock.hcl'), 'utf8');
const mirrorOf = (folder: string): string => join(folder, 'terraform.d/plugins', SOURCE);

test('is made once in a stack by the sets that need it', () => {
  const { stack } = stackIn();
  expect(RotationProvider.of(stack)).toBe(RotationProvider.of(stack));
});

test('is the one that was made before the first set', () => {
  const { stack } = stackIn();
  const mine = new RotationProvider(stack, 'mine', { okta: { orgUrl: 'https://example.okta.com' } });
  new RotationProvider(stack, 'other', { alias: 'other' });
  expect(RotationProvider.of(stack)).toBe(mine);
});

test('is refused a second time without an alias', () => {
  const { stack } = stackIn();
  RotationProvider.of(stack);
  expect(() => new RotationProvider(stack, 'mine')).toThrow(/got another one, "mine": make yours before the first set/);
});

test.each([
  { okta: { apiToken: 'x' } },
  { okta: { privateKey: 'x' } },
  { uaa: { clientSecret: 'x' } },
  { uaa: { token: 'x' } },
])('is refused with a secret in code: %j', (config) => {
  const { stack } = stackIn();
  expect(() => new RotationProvider(stack, 'mine', config)).toThrow(/is a secret and never stands in code/);
});

test('says its settings and its alias as Terraform spells them', () => {
  const { stack } = stackIn();
  const token = new TerraformVariable(stack, 'token', { sensitive: true });
  new RotationProvider(stack, 'mine', {
    alias: 'eu',
    uaa: { url: 'https://uaa.example.com', token: token.stringValue, requestTimeout: 5, helperClient: false },
  });
  const { provider, terraform } = JSON.parse(Testing.synth(stack)) as Record<string, Record<string, unknown>>;
  expect(provider?.rotation).toEqual([
    {
      alias: 'eu',
      uaa: { url: 'https://uaa.example.com', token: '${var.token}', request_timeout: 5, helper_client: false },
    },
  ]);
  expect(terraform?.required_providers).toEqual({ rotation: { source: SOURCE, version: pluginVersion() } });
});

describe('synth', () => {
  test('puts the plugin and its hash beside the stack', () => {
    const { app, stack, folder } = stackIn();
    RotationProvider.of(stack);
    app.synth();
    expect(readdirSync(mirrorOf(folder)).sort()).toEqual(
      ['darwin_amd64', 'darwin_arm64', 'linux_amd64', 'linux_arm64'].map(
        (platform) => `terraform-provider-rotation_${pluginVersion()}_${platform}.zip`,
      ),
    );
    expect(lockOf(folder)).toMatch(/^provider "cdktf-rotation\.invalid[^]*"h1:[\w+/]{43}=",\n {2}\]\n\}\n$/m);
  });

  test('leaves the entries of other providers as they are, and a lock file that is right untouched', () => {
    const { app, stack, folder } = stackIn();
    RotationProvider.of(stack);
    app.synth();
    const other = 'provider "registry.example/a/b" {\n  version = "1.0.0"\n}\n';
    const old = lockOf(folder).replace(/"h1:.*"/, '"h1:old"');
    writeFileSync(join(folder, '.terraform.lock.hcl'), `${old}\n${other}`);
    app.synth();
    const lock = lockOf(folder);
    expect(lock).toContain(other);
    expect(lock).not.toContain('h1:old');
    app.synth();
    expect(lockOf(folder)).toBe(lock);
  });

  test('removes the plugin of an older version', () => {
    const { app, stack, folder } = stackIn();
    RotationProvider.of(stack);
    app.synth();
    writeFileSync(join(mirrorOf(folder), 'terraform-provider-rotation_0.0.1_linux_amd64.zip'), '');
    app.synth();
    expect(readdirSync(mirrorOf(folder))).toHaveLength(4);
  });

  test('writes nothing for a stack without it, nor for a snapshot', () => {
    const { app, folder } = stackIn();
    app.synth();
    expect(existsSync(join(folder, 'terraform.d'))).toBe(false);
    const other = stackIn();
    RotationProvider.of(other.stack);
    Testing.synth(other.stack);
    expect(existsSync(other.folder)).toBe(false);
  });
});
