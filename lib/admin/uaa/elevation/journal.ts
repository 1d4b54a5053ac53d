import { link, open, readFile, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { InputError, Refusal } from '../../../rotation';
import type { Leftover } from './leftover';

/** What a run may leave behind at UAA, written down before it does anything there. Holds no secret and no token. */
export interface Journal {
  readonly format: 1;
  /** Another run's journal is never removed. */
  readonly run: string;
  readonly at: string;
  readonly pid: number;
  readonly host: string;
  readonly url: string;
  readonly zone?: string;
  readonly zoneUrl?: string;
  /** The time-out of the run's requests, in milliseconds: one of them may still be on its way for that long. */
  readonly timeout: number;
  readonly leftover: Leftover;
}

/**
 * Makes the file whole or not at all, synced to the disk with its folder, so that neither a kill nor a power failure
 * leaves a half of it.
 *
 * @throws Refusal when there is one already
 * @throws InputError when it cannot be written
 */
export async function writeJournal(path: string, journal: Journal): Promise<void> {
  const part = `${path}.${journal.run}`;
  try {
    const file = await open(part, 'wx', 0o600);
    try {
      await file.writeFile(`${JSON.stringify(journal, undefined, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await link(part, path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') {
      throw new Refusal(`one run at a time writes the journal ${path}, but it was made meanwhile: run it again`);
    }
    throw new InputError(`the journal ${path} cannot be written (${codeOf(error)}): name another file with --journal`);
  } finally {
    await unlink(part).catch(() => undefined);
  }
  await syncFolder(dirname(path));
}

/** Undefined when there is none. @throws InputError when it cannot be read or is no journal */
export async function readJournal(path: string): Promise<Journal | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new InputError(`the journal ${path} cannot be read (${codeOf(error)})`);
  }
  try {
    const journal = JSON.parse(text) as Journal;
    if (journal.format === 1 && typeof journal.leftover.kind === 'string') return journal;
  } catch {
    // said below
  }
  throw new InputError(`--journal names a journal of "uaa change-secret", got ${path}, which is something else`);
}

/** Ends the journal of this run; one of another run, or none, is left alone. */
export async function removeJournal(path: string, run: string): Promise<void> {
  const present = await readJournal(path).catch(() => undefined);
  if (present?.run !== run) return;
  await unlink(path).catch(() => undefined);
  await syncFolder(dirname(path));
}

/** Whether the run that wrote it is still at work on this machine. */
export function isAtWork({ pid, host }: Journal): boolean {
  if (host !== hostname() || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Not every file system can; the file itself is safe by then. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown';
}
