import { type Manifest, manifestText, type SetEntry } from '../rotation';

const WIDTH = 120;

type Written = Pick<Manifest, 'document'>;

/** The lines that differ between two manifests, as a reviewer will see them; long ones are cut. */
export function changedLines(before: Written | undefined, after: Written): readonly string[] {
  const old = before ? linesOf(before) : [];
  const next = linesOf(after);
  let head = 0;
  while (head < old.length && head < next.length && old[head] === next[head]) head++;
  let tail = 0;
  const rest = Math.min(old.length, next.length) - head;
  while (tail < rest && old.at(-1 - tail) === next.at(-1 - tail)) tail++;
  return difference(old.slice(head, old.length - tail), next.slice(head, next.length - tail)).map(cut);
}

function linesOf({ document }: Written): readonly string[] {
  return manifestText(document).trimEnd().split('\n');
}

/** The lines of one set that differ, under its name. */
export function changedEntry(manifest: Manifest, name: string, after: SetEntry): readonly string[] {
  const before = manifest.document.sets[name] as SetEntry;
  return [`${name}:`, ...changedLines(alone(manifest, name, before), alone(manifest, name, after))];
}

/** The document with one set in it. */
function alone({ document }: Manifest, name: string, entry: SetEntry): Written {
  return { document: { ...document, sets: { [name]: entry } } };
}

/** Longest common subsequence; a step changes one set only, so both sides are short. */
function difference(old: readonly string[], next: readonly string[]): readonly string[] {
  const table = [...old, ''].map(() => new Array<number>(next.length + 1).fill(0));
  const common = (i: number, j: number): number => table[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = next.length - 1; j >= 0; j--) {
      const row = table[i] as number[];
      row[j] = old[i] === next[j] ? common(i + 1, j + 1) + 1 : Math.max(common(i + 1, j), common(i, j + 1));
    }
  }
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < next.length) {
    if (i < old.length && j < next.length && old[i] === next[j]) [i, j] = [i + 1, j + 1];
    else if (j >= next.length || (i < old.length && common(i + 1, j) >= common(i, j + 1))) lines.push(`- ${old[i++]}`);
    else lines.push(`+ ${next[j++]}`);
  }
  return lines;
}

function cut(line: string): string {
  return line.length > WIDTH ? `${line.slice(0, WIDTH - 1)}…` : line;
}
