import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { complaint, Workshop } from '../workshop';

const PLANS = join(__dirname, '../../guard/plans');
const SAFE = join(PLANS, 'safe/entra-client-secret-promote.json');
const UNSAFE = join(PLANS, 'dangerous/current-replaced.json');
const HEALING = join(PLANS, 'safe/entra-client-secret-current-vanished.json');
const UNKNOWN = join(PLANS, 'dangerous/publication-deleted.json');

describe('guard', () => {
  let shop: Workshop;
  beforeEach(() => {
    shop = new Workshop();
  });
  afterEach(() => shop.remove());

  // The workshop names its manifest, so a plan is judged with one.
  const guard = async (...argv: readonly string[]): ReturnType<Workshop['run']> => {
    if (!existsSync(shop.file)) await shop.steps('init --id another');
    return shop.run(['guard', ...argv]);
  };

  it.each([
    ['safe', SAFE, 0],
    ['healing', HEALING, 0],
    ['unsafe', UNSAFE, 3],
    ['unknown', UNKNOWN, 4],
  ])('%s ends with the exit code of the table', async (verdict, file, exitCode) => {
    const result = await guard(file, '--json');
    expect([result.exitCode, result.json.verdict]).toEqual([exitCode, verdict]);
  });

  it('reads standard input, and prints the counter-example as a numbered trace', async () => {
    await shop.steps('init --id another');
    const { stdout, exitCode } = await shop.run(['guard'], { stdin: readFileSync(UNSAFE, 'utf8') });
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/^UNSAFE {2}app \(entra-client-secret, /);
    expect(stdout).toMatch(/ {4}1\. .*\n {4}2\. .*\n[^]* {4}-> .*sign-ins fail/);
    expect(stdout).toMatch(/do not apply this plan\.\n$/);
    expect(stdout).not.toContain('\u001b');
  });

  it('says when the manifest is that of another deployment', async () => {
    const { stderr } = await guard(SAFE);
    expect(stderr).toMatch(/^note: .*rotation\.json is manifest "another", and no set of the plan comes from it\n$/);
  });

  it('writes Markdown, SARIF and JUnit beside what it prints, for an unsafe plan too', async () => {
    const [markdown, sarif, junit] = ['guard.md', 'guard.sarif', 'guard.xml'].map((name) => shop.path(name));
    await guard(UNSAFE, '--markdown', markdown!, '--sarif', sarif!, '--junit', junit!);
    expect(readFileSync(markdown!, 'utf8')).toMatch(/^<!-- cdktf-rotation guard -->/);
    expect(JSON.parse(readFileSync(sarif!, 'utf8'))).toMatchObject({ version: '2.1.0' });
    expect(readFileSync(junit!, 'utf8')).toMatch(/<failure type="current-stays"/);
  });

  it('prints no secret of the plan in any format', async () => {
    const names = ['--markdown', '--sarif', '--junit'];
    const files = names.map((name) => shop.path(`out${name}`));
    const options = names.flatMap((name, index) => [name, files[index]!]);
    const outputs = [await guard(UNSAFE, ...options), await guard(UNSAFE, '--json')].map(({ stdout }) => stdout);
    const written = files.map((file) => readFileSync(file, 'utf8'));
    expect(readFileSync(UNSAFE, 'utf8')).toContain('scrubbed-secret-');
    expect([...outputs, ...written].filter((text) => text.includes('scrubbed-secret-'))).toEqual([]);
  });

  it.each([
    ['a file that is not there', 'nowhere.json', /nowhere\.json cannot be read/],
    ['a folder', '.', /cannot be read/],
  ])('refuses %s', async (_name, path, message) => {
    const result = await guard(shop.path(path));
    expect(complaint(result)).toEqual([2, expect.stringMatching(message)]);
  });

  it('writes nothing when the plan is no plan', async () => {
    await shop.steps('init --id another');
    const result = await shop.run(['guard', '--markdown', shop.path('guard.md')], { stdin: '' });
    expect(complaint(result)).toEqual([2, expect.stringMatching(/standard input .* got no JSON: it is empty/)]);
    expect(shop.list()).toEqual(['rotation.json']);
  });

  it('refuses a file that it cannot write', async () => {
    const result = await guard(SAFE, '--sarif', shop.path('no/such/folder'));
    expect(complaint(result)).toEqual([2, expect.stringMatching(/cannot be written/)]);
  });
});
