import { setTimeout as sleep } from 'node:timers/promises';
import { InputError, Refusal } from '../../../rotation';
import type { UaaCalls } from './uaa-calls';
import type { Leftover } from './leftover';
import { sweep } from './sweep';

/** Something of ours is or may be left at UAA. The message says why, and holds no secret. */
export class NotRestored extends Error {
  constructor(
    readonly leftover: Leftover,
    why: string,
  ) {
    super(why);
    this.name = 'NotRestored';
  }
}

export interface RestoreTimes {
  /**
   * For how long a write without an answer may still be committed, in milliseconds. Nothing found before that time has
   * passed is final.
   */
  readonly settle: number;
  /** How long to go on while UAA does not answer, in milliseconds; at least `settle`. */
  readonly patience: number;
}

/**
 * Sweeps until nothing of ours is left and no late request can bring it back.
 *
 * @throws NotRestored when that could not be reached
 */
export async function restore(admin: UaaCalls, leftover: Leftover, { settle, patience }: RestoreTimes): Promise<void> {
  const start = Date.now();
  const pause = Math.min(Math.max(settle / 8, 20), 2_000);
  for (;;) {
    const looked = Date.now();
    const found = await sweep(admin, leftover).catch((error: unknown) => error as Error);
    if (found === 'clean') {
      const left = start + settle - looked;
      if (left <= 0) return;
      await sleep(Math.min(left, pause));
    } else if (found === 'removed') {
      if (looked > start + patience) throw new NotRestored(leftover, 'it is there again after each removal');
    } else {
      const askedInVain = found instanceof InputError || found instanceof Refusal;
      if (askedInVain || Date.now() > start + patience) throw new NotRestored(leftover, found.message);
      await sleep(pause);
    }
  }
}
