import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { zipSync } from 'fflate';

const ROOT = join(__dirname, '..');
const FOLDER = join(ROOT, 'dist', 'provider');
const NAME = 'terraform-provider-rotation';

/** What Terraform unpacks is the same on every platform: one file of JavaScript. */
const MODE = 0o100755;
const MADE_BY_UNIX = 3;

/**
 * Makes the provider in one file, and what synth puts beside a stack: a zip, which keeps the mode, and the hash for the
 * lock file, which depends on the name and the content of the file alone.
 */
export async function bundleProvider(): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, 'lib', 'provider', 'main.ts')],
    outfile: join(FOLDER, `${NAME}.cjs`),
    bundle: true,
    // Loaded by the schedule at its first use; the provider has none.
    external: ['@js-temporal/polyfill'],
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'linked',
    logLevel: 'error',
    banner: { js: '#!/usr/bin/env node' },
  });
  mkdirSync(FOLDER, { recursive: true });
  for (const { path, contents } of outputFiles) writeFileSync(path, contents, { mode: 0o755 });
  const provider = outputFiles.find(({ path }) => path.endsWith('.cjs'))?.contents;
  if (!provider) throw new Error('the bundle has no provider in it');
  const file = `${NAME}.cjs`;
  const attributes = { os: MADE_BY_UNIX, attrs: MODE * 2 ** 16, mtime: new Date(1980, 0, 1) };
  writeFileSync(join(FOLDER, `${NAME}.zip`), zipSync({ [file]: [provider, attributes] }));
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly version: string };
  const sum = createHash('sha256').update(provider).digest('hex');
  const h1 = createHash('sha256').update(`${sum}  ${file}\n`).digest('base64');
  writeFileSync(join(FOLDER, 'plugin.json'), `${JSON.stringify({ version, h1: `h1:${h1}` })}\n`);
}

if (require.main === module) void bundleProvider();
