// Cuts `terraform providers schema -json` of the real providers down to what the simulators serve:
//   npx tsx scripts/provider-schemas.ts ../shared/schemas
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cut, SIMULATED } from './cut-schema';

const [source] = process.argv.slice(2);
if (source === undefined) throw new Error('the folder with the schemas of the providers is expected, got no argument');

for (const provider of SIMULATED) {
  const whole: unknown = JSON.parse(readFileSync(join(source, provider.file), 'utf8'));
  const target = join(__dirname, '../lib/testing/schemas', `${provider.name}.json`);
  writeFileSync(target, print(cut(provider, whole)));
}

/** One line per attribute, so that a new release of a provider is a readable diff. */
function print(value: object): string {
  return `${lines(value, '')}\n`;
}

function lines(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null || isAttribute(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(
    ([key, entry]) => `${indent} ${JSON.stringify(key)}: ${lines(entry, `${indent} `)}`,
  );
  return entries.length === 0 ? '{}' : `{\n${entries.join(',\n')}\n${indent}}`;
}

/** An attribute may be called `type`, so the key alone does not tell. */
function isAttribute(value: object): boolean {
  return 'type' in value && (typeof value.type === 'string' || Array.isArray(value.type));
}
