import { lock } from 'proper-lockfile';
import { Refusal } from '../rotation';
import { errorCode, fileError } from './file-error';

/** Milliseconds after which the lock of a command that was killed counts for nothing. */
const STALE = 10_000;

/**
 * Does something while no other command writes the same manifest. The lock is the folder `<target>.lock`.
 *
 * @param body gets a function that throws a Refusal when the lock was lost meanwhile
 * @throws Refusal when another command holds the lock
 */
export async function withLock(
  path: string,
  target: string,
  body: (stillHeld: () => void) => Promise<void>,
): Promise<void> {
  let lost = false;
  const release = await acquire(path, target, () => (lost = true));
  try {
    await body(() => {
      if (lost) throw new Refusal(`${path} must stay locked while it is written, but the lock was lost: run it again`);
    });
  } finally {
    if (!lost) await release().catch(() => undefined);
  }
}

async function acquire(path: string, target: string, onCompromised: () => void): Promise<() => Promise<void>> {
  try {
    return await lock(target, { realpath: false, stale: STALE, onCompromised });
  } catch (error) {
    if (errorCode(error) === 'ELOCKED') {
      throw new Refusal(
        `one command at a time writes ${path}, but another one holds ${path}.lock: run it again once that is done (the lock of a killed command ends after ${STALE / 1000} s)`,
      );
    }
    throw fileError(`${path} cannot be written`, error);
  }
}
