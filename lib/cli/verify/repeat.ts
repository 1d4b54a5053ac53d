import type { SignInResult } from '../../admin/sign-in';

/** A clock that only goes forward, and a way to wait. In milliseconds. */
export interface Timer {
  readonly elapsed: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** In milliseconds. */
export interface Plan {
  /** For so long every sign-in has to succeed; 0: one is enough. */
  readonly period: number;
  readonly every: number;
  /** When the period can no longer end before this, it is given up. */
  readonly timeout: number;
}

/** How a row of sign-ins went; times by the timer. */
export type Course =
  | {
      readonly held: true;
      readonly from: number;
      readonly until: number;
      readonly signIns: number;
      /** Before `from`. */
      readonly failed: number;
      readonly last: SignInResult;
    }
  | {
      readonly held: false;
      readonly accepted: number;
      readonly failed: number;
      readonly after: number;
      readonly last: SignInResult;
    };

/** The next try after a failure comes this soon, in milliseconds, where `every` is longer. */
const RETRY = 5_000;

/** What one try is given at most, and at the end of the time-out still, in milliseconds. */
const [LONGEST_TRY, LEAST_TRY] = [30_000, 1_000];

/**
 * Signs in until it has succeeded for the whole period. The period begins with a success and begins anew after each
 * failure: a fresh credential may be unknown to some replicas. What cannot be granted at all ends it at once.
 *
 * @param onTurn hears when successes turn into failures, or the other way round, and it goes on
 */
export async function repeatSignIn(
  signIn: (limit: number) => Promise<SignInResult>,
  { period, every, timeout }: Plan,
  timer: Timer,
  onTurn: (result: SignInResult, sinceStart: number) => void,
): Promise<Course> {
  const start = timer.elapsed();
  let [from, row, accepted, failed]: [number | undefined, number, number, number] = [undefined, 0, 0, 0];
  let last: SignInResult | undefined;
  for (;;) {
    const at = timer.elapsed();
    const result = await signIn(Math.ceil(Math.min(LONGEST_TRY, Math.max(timeout - (at - start), LEAST_TRY))));
    const now = timer.elapsed();
    const turned = result.kind !== last?.kind;
    last = result;
    if (result.kind === 'accepted') {
      from ??= at;
      row++;
      accepted++;
      if (at - from >= period) return { held: true, from, until: at, signIns: row, failed, last };
      if (turned) onTurn(result, now - start);
      await timer.sleep(Math.max(0, Math.min(at + every, from + period) - now));
    } else {
      [from, row] = [undefined, 0];
      failed++;
      const next = Math.min(every, RETRY);
      if (result.kind === 'misasked' || now - start + next + period > timeout) {
        return { held: false, accepted, failed, after: now - start, last };
      }
      if (turned) onTurn(result, now - start);
      await timer.sleep(next);
    }
  }
}
