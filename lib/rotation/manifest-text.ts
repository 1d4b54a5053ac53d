import type { ManifestDocument } from './manifest';

/** Objects this deep stand on one line, so that a step changes one line for each thing it changes. */
const INLINE_DEPTH = 4;

/** The text of a manifest: stable, one fact a line, so that a reviewer reads a step in a handful of lines. */
export function manifestText(document: ManifestDocument): string {
  return `${write(document, 0)}\n`;
}

function write(value: unknown, depth: number): string {
  if (Array.isArray(value) && value.some((item) => typeof item === 'object')) return writeList(value, depth);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, child]) => child !== undefined);
  if (entries.length === 0) return '{}';
  if (depth >= INLINE_DEPTH) {
    return `{ ${entries.map(([key, child]) => `${JSON.stringify(key)}: ${write(child, depth)}`).join(', ')} }`;
  }
  const indent = '  '.repeat(depth + 1);
  const lines = entries.map(([key, child]) => `${indent}${JSON.stringify(key)}: ${write(child, depth + 1)}`);
  return `{\n${lines.join(',\n')}\n${'  '.repeat(depth)}}`;
}

/** Objects in a list stand on a line each. */
function writeList(items: readonly unknown[], depth: number): string {
  const indent = '  '.repeat(depth);
  return `[\n${items.map((item) => `${indent}  ${write(item, INLINE_DEPTH)}`).join(',\n')}\n${indent}]`;
}
