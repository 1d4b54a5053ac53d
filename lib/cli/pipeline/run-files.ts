import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject } from '../../rotation';
import { errorCode, fileError } from '../file-error';
import type { OperatedSet } from '../operation';

/** What the steps of a run left for the notification. A step that did not get so far left nothing. */
export interface RunFiles {
  /** The sets that "advance" refused, with the reason. */
  readonly refused: readonly string[];
  readonly status: readonly OperatedSet[];
  /** The sets before and after an apply. */
  readonly before: readonly OperatedSet[];
  readonly after: readonly OperatedSet[];
}

export async function readRunFiles(folder: string): Promise<RunFiles> {
  return {
    refused: refusals(await jsonOf(join(folder, 'advance.json'))),
    status: sets(await jsonOf(join(folder, 'status.json'))),
    before: sets(await jsonOf(join(folder, 'before.json'))),
    after: sets(await jsonOf(join(folder, 'after.json'))),
  };
}

/** What "advance --json" prints: a line for each set, or one error. */
function refusals(advance: unknown): readonly string[] {
  if (!isObject(advance)) return [];
  if (typeof advance.error === 'string') return [advance.error];
  const all = Array.isArray(advance.sets) ? advance.sets.filter(isObject) : [];
  return all.flatMap(({ set, error }) => (typeof error === 'string' ? [`${String(set)}: ${error}`] : []));
}

/** What "status --json" prints; it prints an object where it failed. */
function sets(status: unknown): readonly OperatedSet[] {
  return Array.isArray(status) ? (status as readonly OperatedSet[]) : [];
}

/** Undefined where the file is missing, or its step broke off while it was written. */
async function jsonOf(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as unknown;
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw fileError(`${path} cannot be read`, error);
  }
}
