import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { runIn } from '../pipeline/texts';
import { complaint, type Result, Workshop } from '../workshop';

const STACK = ['--stack', 'cdktf.out/stacks/prod'];
const FILES = [
  ['github', '.github/workflows/rotation.yml'],
  ['gitlab', '.gitlab-ci.rotation.yml'],
  ['azure-devops', 'azure-pipelines.rotation.yml'],
] as const;

describe('pipeline', () => {
  let shop: Workshop;
  const pipeline = (...argv: readonly string[]): Promise<Result> => runIn(shop, ['pipeline', ...argv]);
  beforeEach(async () => {
    shop = new Workshop();
    await shop.steps('init --id test', 'add billing --kind entra-client-secret');
  });
  afterEach(() => shop.remove());

  it.each(FILES)('%s writes %s, and again over it as long as nobody changed it', async (platform, file) => {
    const { exitCode, stdout } = await pipeline(platform, ...STACK);
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(`^${file}: made .*"7 2,4 \\* \\* \\*" UTC`)]);
    const first = readFileSync(shop.path(file), 'utf8');
    expect(await pipeline(platform, ...STACK, '--cron', '5 5 * * 1-5')).toMatchObject({ exitCode: 0 });
    const second = readFileSync(shop.path(file), 'utf8');
    expect([first.includes('5 5 * * 1-5'), second.includes('5 5 * * 1-5')]).toEqual([false, true]);
  });

  it.each(FILES)('%s leaves %s alone once a person changed it, or made it', async (platform, file) => {
    await pipeline(platform, ...STACK);
    const written = readFileSync(shop.path(file), 'utf8');
    for (const other of [`${written}# mine\n`, written.replace('nightly', 'weekly'), 'mine: true\n', '']) {
      writeFileSync(shop.path(file), other);
      const [code, message] = complaint(await pipeline(platform, ...STACK));
      expect([code, message]).toEqual([3, expect.stringContaining(`got ${file}, which is not`)]);
      expect(readFileSync(shop.path(file), 'utf8')).toBe(other);
    }
    expect(await pipeline(platform, ...STACK, '--out', 'ci/other.yml')).toMatchObject({ exitCode: 0 });
    expect(readFileSync(shop.path('ci/other.yml'), 'utf8')).toBe(written);
  });

  it('prints the file in a dry run and writes nothing', async () => {
    const { stdout } = await pipeline('github', ...STACK, '--dry-run');
    expect(parse(stdout)).toMatchObject({ name: 'rotation', jobs: { nightly: {}, review: {}, apply: {} } });
    expect(shop.list()).toEqual(['rotation.json']);
    const { json } = await pipeline('github', ...STACK, '--dry-run', '--json');
    expect(json).toMatchObject({ pipeline: '.github/workflows/rotation.yml', dryRun: true, text: stdout });
  });

  it('takes a path as people write it', async () => {
    const paths = ['--file', './rotation.json', '--stack', './cdktf.out//stacks/prod/'];
    const { stdout } = await pipeline('github', ...paths, '--dry-run');
    expect(stdout).toBe((await pipeline('github', ...STACK, '--dry-run')).stdout);
  });

  it('names everything after the manifest, so that several deployments share a repository', async () => {
    shop.write('rotation.prod.json', shop.text);
    const { stdout } = await pipeline('github', ...STACK, '--file', 'rotation.prod.json');
    expect(stdout).toContain('.github/workflows/rotation.prod.yml: ');
    const text = readFileSync(shop.path('.github/workflows/rotation.prod.yml'), 'utf8');
    expect(text).not.toMatch(/rotation\.json|rotation\/nightly/);
    expect(text).toContain("'HEAD:refs/heads/rotation.prod/nightly'");
  });

  it('asks for the variables of the kinds in the manifest only', async () => {
    await shop.steps('add uaa --kind uaa-client-secret', 'add okta --kind okta-client-secret');
    const { stdout } = await pipeline('github', ...STACK, '--dry-run');
    const { env, permissions } = parse(stdout) as { env: object; permissions: object };
    expect(Object.keys(env)).toEqual([
      'TF_IN_AUTOMATION',
      'ARM_TENANT_ID',
      'ARM_CLIENT_ID',
      'UAA_URL',
      'UAA_CLIENT_ID',
      'OKTA_ORG_NAME',
      'OKTA_BASE_URL',
      'OKTA_ORG_URL',
      'UAA_CLIENT_SECRET',
      'OKTA_API_TOKEN',
      'ARM_USE_OIDC',
    ]);
    expect(permissions).toEqual({ contents: 'read', 'id-token': 'write' });
  });

  it('starts after the latest time of day, in winter and in summer', async () => {
    const cron = async (...options: readonly string[]): Promise<unknown> => {
      await shop.run([
        'add',
        `x${options.join('').replace(/\W/g, '').toLowerCase()}`,
        '--kind',
        'entra-client-secret',
        ...options,
      ]);
      return (await pipeline('github', ...STACK, '--dry-run', '--json')).json.cron;
    };
    expect(await cron('--at', '01:00Z')).toBe('7 2,4 * * *');
    expect(await cron('--at', '05:30 Europe/Berlin')).toBe('37 4,6 * * *');
    expect(await cron('--at', '23:58Z', '--no-automatic')).toBe('37 4,6 * * *');
    expect(await cron('--at', '22:55Z')).toBe('2 1,23 * * *');
  });

  it('needs a way for the keys of key kinds, and hands a command on as it is', async () => {
    shop.write('key.pem', '');
    await shop.run(['add', 'orders', '--kind', 'auth0-private-key-jwt', '--private-key-out', shop.path('{kid}.pem')]);
    expect(complaint(await pipeline('github', ...STACK))).toEqual([
      2,
      'error: a manifest with a key kind needs --private-key-to, for a runner keeps no files, got none for "orders" (auth0-private-key-jwt)',
    ]);
    const command = `vault kv put "kv/$ROTATION_KID" it='s'`;
    const { stdout } = await pipeline('github', ...STACK, '--dry-run', '--private-key-to', command);
    expect(stdout).toContain(String.raw`--private-key-to 'vault kv put "kv/$ROTATION_KID" it='\''s'\'''`);
  });

  it.each([
    ['--file', '/abs/rotation.json', 'there is no manifest'],
    ['--stack', '../stack', '--stack is a path from the root of the repository'],
    ['--stack', 'a b', '--stack is a path from the root of the repository'],
    ['--stack', '$(id)', '--stack is a path from the root of the repository'],
    ['--main', 'main; id', '--main is the name of a branch'],
    ['--main', '-x', '--main is the name of a branch'],
    ['--cron', 'hourly', '--cron is five fields'],
    ['--cron', "* * * * *'", '--cron is five fields'],
    ['--synth', 'a\nb', '--synth is one line'],
    ['--synth', '', '--synth is one line'],
    ['--webhook', 'https://hooks.example.com/secret', '--webhook is the name of a secret'],
    ['--out', 'rotation.json', '--out must name another file'],
  ])('refuses %s %j', async (option, value, message) => {
    const [code, text] = complaint(await pipeline('github', ...STACK, option, value));
    expect([code, text]).toEqual([2, expect.stringContaining(message)]);
    expect(text).not.toContain('example.com/secret');
    expect(shop.list()).toEqual(['rotation.json']);
  });

  it('says what is missing', async () => {
    expect(complaint(await pipeline('github'))).toEqual([
      2,
      expect.stringContaining("required option '--stack <folder>'"),
    ]);
    expect((await pipeline('jenkins', ...STACK)).exitCode).toBe(2);
  });
});
