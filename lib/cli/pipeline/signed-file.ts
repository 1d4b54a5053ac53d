import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { Refusal } from '../../rotation';
import { fileError } from '../file-error';
import { readIfThere } from '../read-if-there';

const HEAD = /^# Written by "cdktf-rotation [^"\n]*"[^\n]*, sha256 ([0-9a-f]{64})\n/;

/** The text with a first line that says who wrote it, and tells whether it was changed since. */
export function signed(command: string, text: string): string {
  const head = `# Written by "cdktf-rotation ${command}", which leaves it alone once it is changed`;
  return `${head}, sha256 ${digest(text)}\n${text}`;
}

/**
 * Writes a signed text, in the place of one that is still as it was signed at most.
 *
 * @throws Refusal when somebody changed the file, or it is another one
 */
export async function writeSigned(path: string, text: string): Promise<void> {
  const present = (await readIfThere(path))?.toString();
  if (present !== undefined && present !== text && !isUnchanged(present)) {
    throw new Refusal(
      `only a file that is as this command wrote it is replaced, got ${path}, which is not: compare it with what --dry-run prints, and move your changes over or name another file with --out`,
    );
  }
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFileAtomic(path, text);
  } catch (error) {
    throw fileError(`${path} cannot be written`, error);
  }
}

function isUnchanged(text: string): boolean {
  const [head, hash] = HEAD.exec(text) ?? [];
  return head !== undefined && hash === digest(text.slice(head.length));
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
