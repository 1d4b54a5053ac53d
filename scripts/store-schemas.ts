// Cuts the schema of each store's resource out of the bindings on npm, which are too large to depend on:
//   npx tsx scripts/store-schemas.ts
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { boundSchema, STORE_BINDINGS } from './store-bindings';

const folder = mkdtempSync(join(tmpdir(), 'store-schemas-'));
const archives = new Map<string, string>();

async function main(): Promise<void> {
  for (const from of STORE_BINDINGS) {
    const archive = archiveOf(`${from.bindings}@${from.version}`);
    const read = (file: string): string =>
      execFileSync('tar', ['-xzOf', archive, `package/lib/${from.module}/${file}`], { encoding: 'utf8' });
    const schema = boundSchema(from, read('index.js'), read('index.d.ts'));
    const target = join(__dirname, '../test/stores/schemas', `${from.type}.json`);
    writeFileSync(target, await format(JSON.stringify(schema), { ...(await resolveConfig(target)), parser: 'json' }));
    process.stdout.write(`${from.type}: ${schema.source} ${schema.providerVersion}, from ${schema.bindings}\n`);
  }
}

function archiveOf(name: string): string {
  const known = archives.get(name);
  if (known !== undefined) return known;
  const args = ['pack', name, '--silent', '--pack-destination', folder];
  const archive = join(
    folder,
    execFileSync('npm', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim(),
  );
  archives.set(name, archive);
  return archive;
}

main().finally(() => rmSync(folder, { recursive: true }));
