import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const exec = promisify(execFile);
const ROOT = join(__dirname, '..');
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly version: string;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};
const subpaths = Object.keys(manifest.exports).filter((subpath) => !subpath.endsWith('.json'));

describe('the tarball, installed into an empty project', () => {
  let project: string;

  beforeAll(async () => {
    project = mkdtempSync(join(tmpdir(), 'project-'));
    const { stdout } = await exec('npm', ['pack', '--json', '--pack-destination', project], { cwd: ROOT });
    const packed = JSON.parse(stdout.slice(stdout.indexOf('[\n'))) as [{ filename: string; files: { path: string }[] }];
    for (const { path } of packed[0].files)
      expect(path).toMatch(/^(dist|docs|schema)\/|^(package\.json|README\.md|LICENSE|CHANGELOG\.md|SECURITY\.md)$/);
    writeFileSync(join(project, 'package.json'), '{"name":"empty","private":true}');
    const peers = [
      'cdktf',
      'constructs',
      '@cdktf/provider-azuread',
      '@cdktf/provider-okta',
      '@cdktf/provider-vault',
    ].map((name) => `${name}@${manifest.devDependencies[name]}`);
    await exec('npm', ['install', '--no-audit', '--no-fund', join(project, packed[0].filename), ...peers], {
      cwd: project,
    });
  });

  afterAll(() => rmSync(project, { recursive: true, force: true }));

  test.each(subpaths)('%s is there for require and for import, with the same names', async (subpath) => {
    const name = subpath.replace(/^\./, 'cdktf-rotation');
    const script = `
      const required = Object.keys(require(${JSON.stringify(name)})).sort();
      import(${JSON.stringify(name)}).then((imported) => {
        const names = Object.keys(imported).filter((n) => n !== 'default' && n !== 'module.exports' && n !== '__esModule').sort();
        console.log(JSON.stringify([required.filter((n) => n !== '__esModule'), names]));
      });`;
    const { stdout } = await exec(process.execPath, ['-e', script], { cwd: project });
    const [required, imported] = JSON.parse(stdout) as [string[], string[]];
    expect(required.length).toBeGreaterThan(0);
    expect(imported).toEqual(required);
  });

  test('the command works', async () => {
    const bin = join(project, 'node_modules', '.bin', 'cdktf-rotation');
    const { stdout } = await exec(bin, ['--version'], { cwd: project });
    expect(stdout.trim()).toBe(manifest.version);
    await exec(bin, ['add', 'billing', '--kind', 'entra-client-secret'], { cwd: project });
    const written = JSON.parse(readFileSync(join(project, 'rotation.json'), 'utf8')) as { $schema: string };
    expect(JSON.parse(readFileSync(join(project, written.$schema), 'utf8'))).toMatchObject({ type: 'object' });
  });

  test('types resolve under node16 resolution', async () => {
    const lines = subpaths.map(
      (subpath, i) => `import * as m${i} from '${subpath.replace(/^\./, 'cdktf-rotation')}'; void m${i};`,
    );
    writeFileSync(join(project, 'index.ts'), lines.join('\n'));
    const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    const types = join(ROOT, 'node_modules', '@types');
    await exec(
      process.execPath,
      [
        tsc,
        '--noEmit',
        '--strict',
        '--module',
        'node16',
        '--skipLibCheck',
        '--typeRoots',
        types,
        '--types',
        'node',
        'index.ts',
      ],
      { cwd: project },
    );
  });
});
