import { type EntraContext, wait } from './connection';

export interface Consistency {
  /** Whether Graph shows what is waited for. */
  readonly seen: () => Promise<boolean>;
  /** Seconds between two looks; the first look is at once. */
  readonly every: number;
  /** How often in a row Graph may not show it before the wait is given up. */
  readonly misses: number;
}

/** How often in a row Graph must show a change before the provider believes it. */
const LOOKS = 5;

/**
 * Waits until Graph shows a change on five looks in a row, as the provider does for its replicas.
 *
 * @throws Error when it does not; whatever `seen` throws ends the wait
 */
export async function untilConsistent(context: EntraContext, { seen, every, misses }: Consistency): Promise<void> {
  let hits = 0;
  let missed = 0;
  for (;;) {
    if (await seen()) {
      hits++;
      missed = 0;
    } else {
      hits = 0;
      missed++;
    }
    if (hits === LOOKS) return;
    if (missed > misses) throw new Error(`couldn't find resource (${missed} retries)`);
    await wait(context, every);
  }
}

/** A new credential: a second between looks, given up after 21 misses whatever the timeout is. */
export const AFTER_CREATE = { every: 1, misses: 20 } as const;

/** A removal: five seconds between looks, for five minutes. */
export const AFTER_DELETE = { every: 5, misses: 60 } as const;
