import { NoAnswer } from '../../no-answer';
import { UaaError } from './uaa-error';
import type { UaaCalls } from './uaa-calls';
import type { Leftover } from './leftover';
import { restore } from './restore';

/** A way to come by the right to change a client's secret, for the time of one change. */
export interface Elevation {
  readonly leftover: Leftover;
  /** Adds {@link leftover} at UAA; gives what may change the secret. */
  raise(): Promise<UaaCalls>;
}

/** How many time-outs long a clean-up goes on while UAA does not answer. */
const PATIENCE = 3;

/**
 * Does some work with more rights, and takes them away again whatever becomes of it.
 *
 * @throws NotRestored when they could not be taken away; the error of the work is its cause
 */
export async function elevated<Result>(
  admin: UaaCalls,
  elevation: Elevation,
  work: (writer: UaaCalls) => Promise<Result>,
): Promise<Result> {
  let settled = 0;
  const raise = async (): Promise<UaaCalls> => {
    try {
      return await elevation.raise();
    } catch (error) {
      if (mayCommitLate(error)) settled = Date.now() + admin.settle;
      throw error;
    }
  };
  const outcome = await raise()
    .then(work)
    .then(
      (result) => ({ result }),
      (error: unknown) => ({ error }),
    );
  const settle = Math.max(settled - Date.now(), 0);
  await restore(admin, elevation.leftover, { settle, patience: PATIENCE * admin.timeout }).catch((error: Error) => {
    error.cause = 'error' in outcome ? outcome.error : undefined;
    throw error;
  });
  if ('error' in outcome) throw outcome.error;
  return outcome.result;
}

/** Whether a write that failed so may be committed all the same, now or after its time-out. */
export function mayCommitLate(error: unknown): boolean {
  if (error instanceof NoAnswer) return error.reason !== 'refused';
  return error instanceof UaaError && error.status >= 500;
}
