import type { AppliedSet } from '../applied';
import { standbySlot } from '../credential-set';
import type { ManifestSet } from '../manifest';
import { parseTimestamp } from '../timestamp';

/**
 * When the set's present step counts as done: from its apply where that is known, else from when the command line took
 * it (a credential that was staged again counts from its own time).
 */
export function doneAt({ state }: ManifestSet, applied?: AppliedSet | null): Date {
  if (applied?.step === state.step && applied.at !== undefined) return parseTimestamp(applied.at);
  const staged = state.standby === 'next' ? (state[standbySlot(state)]?.created ?? '') : '';
  return parseTimestamp(state.last.at > staged ? state.last.at : staged);
}

/** When the soak or grace time after the set's present step is over. */
export function overAt(set: ManifestSet, rule: 'soak' | 'grace', applied?: AppliedSet | null): Date {
  return set.policy[rule].after(doneAt(set, applied));
}
