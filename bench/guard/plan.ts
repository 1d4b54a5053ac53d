import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** The sets of the template: s0001 is staged (Entra), s0002 promoted (Auth0), s0003 retired (Entra). */
const TEMPLATE_SETS = ['s0001', 's0002', 's0003'] as const;
/** What differs from set to set: its name, the ids that a provider gave, and the scrubbed secrets. */
const OWN =
  /(s000[123]|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|cred_[\da-f]{22}|\b[\da-f]{32}\b|scrubbed-secret-[\d-]{24})/;
const CHUNK = 1 << 20;

type Json = { readonly [name: string]: unknown };

/** One element of a list in the plan, cut at what differs: every second piece is replaced. */
interface Element {
  readonly type: string;
  readonly set: string;
  readonly pieces: readonly string[];
}

/**
 * Writes the plan of `sets` sets as Terraform does, on one line, a list element at a time. The sets are replicas of the
 * three in template.json, which are real plans of Terraform 1.11.4 for simulated identity providers: a third of the sets
 * is staged, a third promoted, a third retired. Each has a name, ids and secrets of its own; the public keys are shared.
 */
export function writePlan(path: string, sets: number): void {
  const lists: (readonly Element[])[] = [];
  const template = JSON.parse(readFileSync(join(__dirname, 'template.json'), 'utf8')) as Json;
  const outline = JSON.stringify(template, (_, value: unknown) => {
    if (!isListOfSets(value)) return value;
    lists.push(value.map(cut));
    return '\u0000';
  });
  const file = openSync(path, 'w');
  let pending = '';
  const write = (text: string): void => {
    pending += text;
    if (pending.length < CHUNK) return;
    writeSync(file, pending);
    pending = '';
  };
  outline.split('"\\u0000"').forEach((text, index) => {
    if (index > 0) replicate(lists[index - 1] ?? [], sets, write);
    write(text);
  });
  writeSync(file, `${pending}\n`);
  closeSync(file);
}

/** In how many of so many sets a credential is deleted or replaced: the staged and the retired ones, two of three. */
export function withDeletion(sets: number): number {
  return sets - Math.floor((sets + 1) / 3);
}

/** A list that has an element for something of each set, such as `resource_changes`. */
function isListOfSets(value: unknown): value is readonly unknown[] {
  return (
    Array.isArray(value) && value.length >= TEMPLATE_SETS.length && value.every((item) => setOf(item) !== undefined)
  );
}

function setOf(item: unknown): string | undefined {
  const { address, resource } = (item ?? {}) as Json;
  const named = resource ?? (address as Json | undefined)?.to_display ?? address;
  return typeof named === 'string' ? /^\w+\.(s000[123])_/.exec(named)?.[1] : undefined;
}

function cut(item: unknown): Element {
  const text = JSON.stringify(item);
  const type = /"(?:address|resource|to_display)":"(\w+)\./.exec(text)?.[1] ?? '';
  return { type, set: setOf(item) ?? '', pieces: text.split(OWN) };
}

/** By address, as Terraform lists them: the sets of a type are together, the resources of a set are not. */
function replicate(list: readonly Element[], sets: number, write: (text: string) => void): void {
  let separator = '[';
  for (const type of [...new Set(list.map((element) => element.type))].sort()) {
    for (let index = 0; index < sets; index++) {
      const set = TEMPLATE_SETS[index % TEMPLATE_SETS.length];
      for (const element of list.filter((one) => one.type === type && one.set === set)) {
        write(separator);
        write(element.pieces.map((piece, at) => (at % 2 === 1 ? own(piece, index + 1) : piece)).join(''));
        separator = ',';
      }
    }
  }
  write(']');
}

/** A value of the same length for one set; equal for equal values, and no two of a set agree but for the last digits. */
function own(value: string, number: number): string {
  if (/^s000/.test(value)) return `s${String(number).padStart(4, '0')}`;
  return value.slice(0, -5) + String(number).padStart(5, '0');
}
