import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Manifest } from '../../lib/rotation';
import { complaint, type Result, Workshop } from './workshop';

const ROOT = resolve(__dirname, '../..');
const TSX = pathToFileURL(join(ROOT, 'node_modules/tsx/dist/loader.mjs')).href;
const MAIN = join(ROOT, 'lib/cli/main.ts');
const NOBODY = 65534;

interface Launch {
  readonly uid?: number;
  /** Shell text before the command, such as `umask 0;`. */
  readonly before?: string;
  readonly node?: readonly string[];
}

/** The command line as a process of its own: what only the operating system can show. */
describe('the process', () => {
  let shop: Workshop;
  const running: ChildProcess[] = [];
  beforeEach(() => {
    shop = new Workshop();
    mkdirSync(shop.path('keys'));
  });
  afterEach(() => {
    for (const child of running.splice(0)) child.kill('SIGKILL');
    chmodSync(shop.folder, 0o700);
    shop.remove();
  });

  function launch(argv: readonly string[], { uid, before = '', node = [] }: Launch = {}): Promise<Result> {
    const shell = ['-c', `${before} exec "$@"`, 'sh', process.execPath, ...node, '--import', TSX, MAIN, ...argv];
    const child = spawn('sh', shell, {
      cwd: shop.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(uid === undefined ? {} : { uid, gid: uid, env: { ...process.env, HOME: '/nonexistent' } }),
    });
    running.push(child);
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (data: Buffer) => (output.stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => (output.stderr += data.toString()));
    return new Promise((done) => {
      child.on('close', (code) => done({ exitCode: code ?? -1, ...output, json: {} }));
    });
  }

  const addWeb = ['add', 'web', '--kind', 'auth0-private-key-jwt', '--private-key-out', 'keys/{kid}.pem'];

  it('says in one line that its output cannot be written', async () => {
    await shop.steps('add billing --kind entra-client-secret');
    expect(complaint(await launch(['status'], { before: 'exec >/dev/full;' }))).toEqual([
      4,
      'needs a person: what the command did cannot be printed: no space is left (ENOSPC)',
    ]);
  });

  it('goes on to its end when nobody reads what it says on standard error', async () => {
    const before = '{ "$@"; echo $? >code; } 2>&1 >/dev/null | true; exit $(cat code);';
    expect(await launch(['status'], { before })).toMatchObject({ exitCode: 2, stdout: '', stderr: '' });
  });

  it('ends with each of its exit codes', async () => {
    await shop.steps(
      'add billing --kind entra-client-secret',
      `add web ${addWeb.slice(2, 4).join(' ')} --private-key-out ${shop.path('keys/{kid}.pem')}`,
    );
    const touch = "cat >/dev/null; printf ' ' >> rotation.json";
    expect((await launch(['status'])).exitCode).toBe(0);
    expect(complaint(await launch(['status', 'nobody']))[0]).toBe(2);
    expect(complaint(await launch(['promote', 'billing']))[0]).toBe(3);
    expect(complaint(await launch(['stage', 'web', '--private-key-to', touch]))).toEqual([
      4,
      expect.stringMatching(/^needs a person: .*it changed since.*was given the private key/),
    ]);
  });

  it('loads neither the certificate library, nor the questions, nor cdktf for the help', async () => {
    const hook = "process.on('exit', () => process.stderr.write(Object.keys(require.cache).join('\\n')))";
    const node = ['--require', shop.write('hook.cjs', hook)];
    const { exitCode, stderr } = await launch(['--help'], { node });
    expect(exitCode).toBe(0);
    expect(stderr).toContain('node_modules/commander');
    expect(stderr).not.toMatch(/node_modules\/(@peculiar|@inquirer|cdktf|reflect-metadata)\//);
  });

  it('keeps the private key to its owner even with umask 0', async () => {
    const { exitCode, stdout, stderr } = await launch(addWeb, { before: 'umask 0;' });
    expect(exitCode).toBe(0);
    const [name = ''] = shop.list('keys');
    expect(statSync(shop.path(`keys/${name}`)).mode & 0o777).toBe(0o600);
    expect(readFileSync(shop.path(`keys/${name}`), 'utf8')).toContain('BEGIN PRIVATE KEY');
    expect(stdout + stderr + shop.text).not.toContain('PRIVATE KEY');
  });

  it('lets one of several commands at a time write, and refuses the others in one line', async () => {
    await shop.steps('init --id test');
    const names = ['one', 'two', 'three', 'four', 'five'];
    const add = (name: string) => ['add', name, '--kind', 'auth0-private-key-jwt', '--private-key-out'];
    const results = await Promise.all(names.map((name) => launch([...add(name), 'keys/{kid}.pem'])));
    const won = names.filter((_, i) => results[i]?.exitCode === 0);
    const lost = results.filter(({ exitCode }) => exitCode !== 0);
    expect(won.length).toBeGreaterThan(0);
    for (const result of lost) {
      expect(complaint(result)).toEqual([3, expect.stringMatching(/one command at a time|changed since/)]);
    }
    expect([...Manifest.parse(shop.text).names].sort()).toEqual([...won].sort());
    expect(shop.list('keys')).toHaveLength(won.length);
    expect(shop.list()).toEqual(['keys', 'rotation.json']);
  });

  it('leaves the manifest as it is when it is killed between delivery and write, and goes on later', async () => {
    await shop.steps(`add web --kind auth0-private-key-jwt --private-key-out ${shop.path('keys/{kid}.pem')}`);
    const before = shop.text;
    const kill = ['stage', 'web', '--private-key-to', 'cat > keys/delivered; kill -9 $PPID'];
    const killed = await launch(kill);
    expect(killed.exitCode).toBe(-1);
    expect(killed.stdout + killed.stderr).not.toContain('PRIVATE KEY');
    expect(readFileSync(shop.path('keys/delivered'), 'utf8')).toContain('BEGIN PRIVATE KEY');
    expect(shop.text).toBe(before);

    const stage = ['stage', 'web', '--private-key-out', shop.path('keys/{kid}.pem')];
    expect(complaint(await shop.run(stage))).toEqual([3, expect.stringContaining('ends after 10 s')]);
    utimesSync(shop.path('rotation.json.lock'), new Date(0), new Date(0));
    expect((await shop.run(stage)).exitCode).toBe(0);
    expect(shop.set('web').state.step).toBe(1);
    expect(shop.list()).toEqual(['keys', 'rotation.json']);
  });

  it.each(['SIGINT', 'SIGTERM'])('gives the lock back when %s ends it during a delivery', async (signal) => {
    await shop.steps(`add web --kind auth0-private-key-jwt --private-key-out ${shop.path('keys/{kid}.pem')}`);
    const before = shop.text;
    await launch(['stage', 'web', '--private-key-to', `cat >/dev/null; kill -${signal.slice(3)} $PPID; sleep 1`]);
    expect(shop.text).toBe(before);
    expect(shop.list()).toEqual(['keys', 'rotation.json']);
  });

  it('answers a read-only folder with one line and leaves everything as it is', async () => {
    await shop.steps('add billing --kind entra-client-secret');
    const before = shop.text;
    chmodSync(shop.folder, 0o555);
    const uid = process.getuid?.() === 0 ? NOBODY : undefined;
    const stage = await launch(['stage', 'billing'], { uid });
    expect(complaint(stage)).toEqual([2, 'error: rotation.json cannot be written: permission denied (EACCES)']);
    const init = await launch(['init', '--file', 'other.json'], { uid });
    expect(complaint(init)).toEqual([2, 'error: other.json cannot be written: permission denied (EACCES)']);
    expect(shop.text).toBe(before);
    expect(shop.list()).toEqual(['keys', 'rotation.json']);
  });

  it('answers a read-only manifest, and a folder for keys that it may not write, with one line', async () => {
    await shop.steps(`add web --kind auth0-private-key-jwt --private-key-out ${shop.path('keys/{kid}.pem')}`);
    const before = shop.text;
    const uid = process.getuid?.() === 0 ? NOBODY : undefined;
    if (uid !== undefined) chownSync(shop.folder, uid, uid);
    chmodSync(shop.path('keys'), 0o555);
    const keys = await launch(['stage', 'web', '--private-key-to', 'cat > keys/x'], { uid });
    expect(keys.exitCode).not.toBe(0);
    chmodSync(shop.file, 0o666);
    const out = await launch(['stage', 'web', '--private-key-out', 'keys/{kid}.pem'], { uid });
    expect(complaint(out)).toEqual([
      2,
      expect.stringMatching(/private key cannot be written to keys\/.*: permission denied/),
    ]);
    chmodSync(shop.file, 0o444);
    const manifest = await launch(['stage', 'web', '--private-key-to', 'cat >/dev/null'], { uid });
    expect(complaint(manifest)).toEqual([2, 'error: rotation.json cannot be written: permission denied (EACCES)']);
    expect(shop.text).toBe(before);
    expect(shop.list()).toEqual(['keys', 'rotation.json']);
  });
});
