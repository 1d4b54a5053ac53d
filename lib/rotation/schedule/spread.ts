import { createHash } from 'node:crypto';
import type { Duration } from '../duration';
import { DAY_SECONDS } from './zone';

/** How much later than the plain policy a set is due. */
export interface Offset {
  readonly days: number;
  readonly seconds: number;
}

/**
 * The set's place within the spread: from its name alone, the same for ever, and even over many names. A spread of a
 * day or more moves a set by whole days, so that the time of day holds; a shorter one by seconds.
 */
export function offsetOf(name: string, spread: Duration): Offset {
  const share = createHash('sha256').update(name).digest().readUIntBE(0, 6) / 2 ** 48;
  const seconds = Math.floor(share * spread.inSeconds);
  if (spread.inSeconds < DAY_SECONDS) return { days: 0, seconds };
  return { days: Math.floor(seconds / DAY_SECONDS), seconds: 0 };
}
