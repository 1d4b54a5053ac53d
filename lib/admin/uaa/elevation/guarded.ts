import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { Guardian } from './guardian';
import { type Journal, removeJournal, writeJournal } from './journal';
import type { Leftover } from './leftover';
import { NotRestored } from './restore';

export interface Guard {
  /** Path of the journal. */
  readonly journal: string;
  readonly url: string;
  readonly zone?: string;
  readonly zoneUrl?: string;
  /** Time-out of the requests, in milliseconds. */
  readonly timeout: number;
  readonly caCertificate?: string;
  /** The user's access token, for the guardian. */
  readonly token: string;
}

/**
 * Does something that takes its leftover away by itself, with two nets below it: a journal on the disk, written before
 * anything is done, and a guardian process that restores when this one is killed. The journal stays when the body could
 * not restore, and the guardian goes on.
 */
export async function guarded<Result>(
  { journal: path, token, caCertificate, timeout, ...place }: Guard,
  leftover: Leftover,
  body: () => Promise<Result>,
): Promise<Result> {
  const journal: Journal = {
    format: 1,
    run: randomUUID(),
    at: new Date().toISOString(),
    pid: process.pid,
    host: hostname(),
    ...place,
    timeout,
    leftover,
  };
  await writeJournal(path, journal);
  let guardian: Guardian | undefined;
  let restored = true;
  try {
    guardian = await Guardian.start({ journal: resolve(path), run: journal.run, token, caCertificate });
    return await body();
  } catch (error) {
    restored = !(error instanceof NotRestored);
    throw error;
  } finally {
    if (restored) await removeJournal(path, journal.run);
    if (restored) guardian?.dismiss();
    else guardian?.leave();
  }
}
