import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, TerraformStack } from 'cdktf';
import { RotationProvider } from '../../lib';
import { Deployment } from '../../lib/testing';
import { UaaClientKeyPair } from '../../lib/uaa';
import { launchedBundle } from '../plugin/support/launched-bundle';

const BUNDLE = join(__dirname, '..', '..', 'dist', 'provider', 'terraform-provider-rotation.cjs');
const FILES = 'local.invalid/acme/files';
const SECRET = 'hush-hush-hush';

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'provider-launch-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const read = (name: string): string => readFileSync(join(directory, name), 'utf8');
const lock = (): string => read('.terraform.lock.hcl');

/** A stack with the provider, under a Terraform that has no other settings than these. */
function deployment(fill: (stack: TerraformStack) => void, environment: Readonly<Record<string, string>> = {}) {
  const stack = (app: App): TerraformStack => {
    const made = new TerraformStack(app, 'stack');
    RotationProvider.of(made);
    fill(made);
    return made;
  };
  const unset = { UAA_URL: '', UAA_TOKEN: '', UAA_CLIENT_ID: '', UAA_CLIENT_SECRET: '' };
  return new Deployment({ directory, environment: { ...unset, ...environment }, stack });
}

const keys =
  (current: string) =>
  (stack: TerraformStack): void =>
    void new UaaClientKeyPair(stack, 'keys', { clientId: 'billing', current, jwks: {} });

test('is found with nothing configured, and init has nothing to add to the lock file', async () => {
  const made = deployment(keys('outside'));
  made.synth();
  const written = lock();
  const { exitCode, output } = await made.terraform.run(['init', '-no-color', '-input=false']);
  expect(exitCode).toBe(0);
  expect(output).not.toMatch(/Warning|Incomplete lock file/);
  expect(output).toContain('Reusing previous version of cdktf-rotation.invalid/cdktf-rotation/rotation');
  expect(lock()).toBe(written);
  await made.terraform.validate();
});

test('an error in the configuration points at its place', async () => {
  const broken = deployment(keys('c'));
  await expect(broken.plan()).rejects.toThrow(
    /Error: current is "a", "b" or "outside"\s+with rotation_uaa_client_key\.keys,\s+on cdk\.tf\.json line \d+/,
  );
});

test('a stack that needs a connection is told which variable is missing', async () => {
  await expect(deployment(keys('outside')).plan()).rejects.toThrow(/needs uaa\.url, got none[^]*variable UAA_URL/);
});

test('shows the outcome of its calls under TF_LOG, and no secret', async () => {
  const log = join(directory, 'log');
  const settings = { UAA_URL: 'http://127.0.0.1:1', UAA_CLIENT_ID: 'admin', UAA_CLIENT_SECRET: SECRET };
  const tracing = deployment(keys('outside'), { ...settings, TF_LOG: 'TRACE', TF_LOG_PATH: log });
  await expect(tracing.plan()).rejects.toThrow(/127\.0\.0\.1/);
  expect(read('log')).toMatch(/PlanResourceChange of rotation_uaa_client_key: refused after \d+ ms/);
  expect(read('log')).not.toContain(SECRET);
});

test('leaves the lock entry of a provider that Terraform installed, from one deployment to the next', async () => {
  const platform = process.arch === 'x64' ? 'linux_amd64' : 'linux_arm64';
  const folder = join(directory, 'terraform.d/plugins', FILES, '1.0.0', platform);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'terraform-provider-files.cjs'), await launchedBundle(), { mode: 0o755 });
  const two = deployment((stack) => {
    stack.addOverride('terraform.required_providers.files', { source: FILES });
    stack.addOverride('resource.files_file.a', { path: join(directory, 'made') });
  });
  await two.deploy();
  const before = lock();
  expect(before).toContain(`provider "${FILES}"`);
  expect(await two.deploy()).toMatchObject({ changes: false });
  expect(lock()).toBe(before);
});

test('says what it is to somebody who starts it by hand', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BUNDLE], { encoding: 'utf8' });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toBe('this file is a Terraform provider: terraform starts it, there is nothing to do by hand\n');
});
