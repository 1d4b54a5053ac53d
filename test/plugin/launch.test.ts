import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Terraform } from '../../lib/testing/terraform';
import { launchedBundle } from './support/launched-bundle';

const SOURCE = 'local.invalid/acme/files';
const SECRET = 'hush-hush-hush';

let bundle: string;
let directory: string;
let terraform: Terraform;

beforeAll(async () => {
  bundle = await launchedBundle();
});

beforeEach(() => start());
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function start(environment: Readonly<Record<string, string>> = {}): void {
  directory = mkdtempSync(join(tmpdir(), 'launch-'));
  const folder = join(
    directory,
    'terraform.d/plugins',
    SOURCE,
    '1.0.0',
    `linux_${process.arch === 'x64' ? 'amd64' : 'arm64'}`,
  );
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'terraform-provider-files.cjs'), bundle);
  chmodSync(join(folder, 'terraform-provider-files.cjs'), 0o755);
  terraform = new Terraform({ directory, environment });
}

const path = (name = 'made'): string => join(directory, name);

async function write(...bodies: readonly string[]): Promise<void> {
  const resources = bodies.map((body, index) => `resource "files_file" "${'ab'[index]}" {\n${body}\n}\n`);
  writeFileSync(
    join(directory, 'main.tf'),
    `terraform {\nrequired_providers {\nfiles = {\nsource = "${SOURCE}"\n}\n}\n}\n${resources.join('')}`,
  );
  await terraform.init();
}

/** Waits until something is so, for a minute at most. */
async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; !isSo(); tries++) {
    if (tries === 1_200) throw new Error('it never came true');
    await sleep(50);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('Terraform starts it, and validates, applies, plans nothing afterwards and destroys', async () => {
  await write(`path = "${path()}"`);
  await terraform.validate();
  await terraform.apply();
  expect(readFileSync(path(), 'utf8')).toBe('whole');
  expect(await terraform.plan()).toMatchObject({ changes: false });
  await terraform.destroy();
  expect(existsSync(path())).toBe(false);
});

test('an error points at its line', async () => {
  await write(`path = "${path('forbidden')}"`);
  const { exitCode, output } = await terraform.run(['apply', '-no-color', '-auto-approve']);
  expect(exitCode).toBe(1);
  expect(output).toMatch(/Error: the path is forbidden[^]*on main.tf line 9/);
});

test('shows its calls under TF_LOG, and no value', async () => {
  const log = join(mkdtempSync(join(tmpdir(), 'log-')), 'log');
  start({ TF_LOG: 'TRACE', TF_LOG_PATH: log });
  await write(`path = "${path()}"\nsecret = "${SECRET}"`);
  await terraform.apply();
  const text = readFileSync(log, 'utf8');
  expect(text).toMatch(
    /\[DEBUG\] files: ApplyResourceChange of files_file: done after \d+ ms|files.*ApplyResourceChange of files_file: done/,
  );
  expect(text).not.toContain(SECRET);
});

test('falls back to a port where the path of a socket would be too long', async () => {
  const deep = join(mkdtempSync(join(tmpdir(), 'deep-')), 'x'.repeat(120));
  mkdirSync(deep);
  start({ TMPDIR: deep });
  await write(`path = "${path()}"`);
  await terraform.apply();
  expect(readFileSync(path(), 'utf8')).toBe('whole');
});

test('an interrupted apply ends cleanly: the call is told to stop, and the state is saved', async () => {
  await write(`path = "${path()}"\nseconds = 60`);
  const apply = terraform.run(['apply', '-no-color', '-auto-approve']);
  await until(() => existsSync(path('made.pid')));
  terraform.kill('SIGINT');
  await apply;
  expect(readFileSync(path(), 'utf8')).toBe('cut short');
  expect(await terraform.stateList()).toEqual(['files_file.a']);
});

test('finishes what is under way and ends when Terraform is killed', async () => {
  await write(`path = "${path()}"\nseconds = 60`);
  const apply = terraform.run(['apply', '-no-color', '-auto-approve']);
  await until(() => existsSync(path('made.pid')));
  terraform.kill();
  await apply;
  await until(() => existsSync(path()));
  const pid = Number(readFileSync(path('made.pid'), 'utf8'));
  await until(() => !isAlive(pid));
});

test('a line of the log that nobody reads any more does not cut off what is under way', async () => {
  await write(`path = "${path()}"\nseconds = 60`, `path = "${path('late')}"\nseconds = 60\ncleanup = 1`);
  const apply = terraform.run(['apply', '-no-color', '-auto-approve']);
  await until(() => existsSync(path('made.pid')) && existsSync(path('late.pid')));
  terraform.kill();
  await apply;
  await until(() => existsSync(path('late')));
  const pid = Number(readFileSync(path('made.pid'), 'utf8'));
  await until(() => !isAlive(pid));
});
