import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Terraform, TerraformError } from '../../lib/testing/terraform';

let directory: string;
let terraform: Terraform;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'terraform-'));
  terraform = new Terraform({ directory });
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

const write = (text: string): void => writeFileSync(join(directory, 'main.tf'), text);
const data = (name: string, input = 'x'): string => `resource "terraform_data" "${name}" {\ninput = "${input}"\n}\n`;

async function init(text: string): Promise<void> {
  write(text);
  await terraform.init();
}

test('plan says whether an apply would change something', async () => {
  await init(data('a'));
  expect(await terraform.plan()).toMatchObject({ changes: true, output: expect.stringContaining('1 to add') });
  await terraform.apply();
  expect(await terraform.plan()).toMatchObject({ changes: false });
});

test('apply of a plan applies exactly that plan', async () => {
  await init(data('a'));
  await terraform.plan({ out: 'p.tfplan' });
  write(data('a', 'other'));
  expect(await terraform.apply('p.tfplan')).toContain('1 added');
  expect(await terraform.values('terraform_data.a')).toMatchObject({ input: 'x' });
});

test('plan takes targets, replacements, destroy and refresh only', async () => {
  await init(data('a') + data('b'));
  expect((await terraform.plan({ target: ['terraform_data.a'] })).output).toContain('1 to add');
  await terraform.apply();
  expect((await terraform.plan({ replace: ['terraform_data.a'] })).output).toContain(
    '1 to add, 0 to change, 1 to destroy',
  );
  expect((await terraform.plan({ destroy: true })).output).toContain('2 to destroy');
  write(data('a', 'y'));
  expect(await terraform.plan({ refreshOnly: true })).toMatchObject({ changes: false });
});

test('show reads a plan and the state', async () => {
  await init(data('a'));
  await terraform.plan({ out: 'p.tfplan' });
  expect(await terraform.show('p.tfplan')).toMatchObject({ resource_changes: [{ address: 'terraform_data.a' }] });
  await terraform.apply();
  expect(await terraform.show()).toMatchObject({
    values: { root_module: { resources: [{ address: 'terraform_data.a' }] } },
  });
  expect(await terraform.stateList()).toEqual(['terraform_data.a']);
  expect(await terraform.values('terraform_data.b')).toBeUndefined();
});

test('a failure carries the command, its exit code and what was printed', async () => {
  await init(
    `${data('a')}output "o" {\nvalue = "x"\nprecondition {\ncondition = terraform_data.a.input != "x"\nerror_message = "not today"\n}\n}`,
  );
  const failure = await terraform.plan().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(TerraformError);
  expect(failure).toMatchObject({ command: 'plan', exitCode: 1, message: expect.stringContaining('not today') });
});

test('run answers any exit code', async () => {
  expect(await terraform.run(['no-such-command'])).toMatchObject({ exitCode: 1 });
  expect(await terraform.run(['version'])).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^Terraform v1/),
  });
});

test("the user's own settings have no influence", async () => {
  const script = join(directory, 'print-environment');
  writeFileSync(script, '#!/bin/sh\nenv | grep ^TF_ | sort\n');
  chmodSync(script, 0o755);
  const before = { ...process.env };
  Object.assign(process.env, { TF_CLI_ARGS_plan: '-destroy', TF_PLUGIN_CACHE_DIR: '/tmp', TF_LOG: 'TRACE' });
  try {
    const printing = new Terraform({ directory, binary: script, environment: { TF_VAR_x: '1' } });
    expect((await printing.run([])).stdout.split('\n').filter(Boolean)).toEqual([
      `TF_CLI_CONFIG_FILE=${join(directory, '.terraformrc')}`,
      'TF_IN_AUTOMATION=1',
      'TF_VAR_x=1',
    ]);
  } finally {
    process.env = before;
  }
});

test('a binary that is not there is an error', async () => {
  const missing = new Terraform({ directory, binary: join(directory, 'nothing') });
  await expect(missing.init()).rejects.toThrow('ENOENT');
});

test('kill ends what is running', async () => {
  const script = join(directory, 'sleep-long');
  writeFileSync(script, '#!/bin/sh\nexec sleep 60\n');
  chmodSync(script, 0o755);
  const sleeping = new Terraform({ directory, binary: script });
  const run = sleeping.run([]);
  await sleep(50);
  sleeping.kill();
  expect(await run).toMatchObject({ exitCode: 137 });
});
