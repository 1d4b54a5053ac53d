import { NEVER } from '../adoption';
import type { AppliedSet } from '../applied';
import { type Current, currentSlot, type Slot } from '../credential-set';
import { Duration } from '../duration';
import type { ManifestSet } from '../manifest';
import { parseTimestamp } from '../timestamp';
import { overAt } from './waits';

/** How long consumers of a set can go on signing in if nobody does anything. */
export interface Runway {
  /** When the published credential expires: sign-ins stop then, if no pipeline ever runs again. */
  readonly ends: Date;
  /**
   * How many scheduled runs may be missed, from the next one on, so that a rotation still comes to its end without a
   * failed sign-in: a grace before {@link ends}, for consumers that go on with what they have read. Soak counts as well;
   * freeze windows do not, an operator can lift them.
   */
  readonly missableRuns: number;
}

/**
 * The runway of a set; undefined while consumers use a credential from outside, whose end nobody here knows, or an
 * adopted one that never expires.
 *
 * @param applied what is applied of the set, where that is known: before a promote is applied the old credential counts
 * @param every the time between two runs
 */
export function runwayOf(
  set: ManifestSet,
  now: Date,
  applied?: AppliedSet | null,
  every: Duration = Duration.days(1),
): Runway | undefined {
  const { state } = set;
  const slot = publishedSlot(set, applied);
  const credential = slot && state[slot];
  if (!credential || credential.expires === NEVER) return undefined;
  const ends = parseTimestamp(credential.expires);
  const period = every.inSeconds * 1000;
  const isStaged = state.standby === 'next';
  // A rotation that is not staged needs one more run, more than a soak before the one that promotes: the soak counts
  // from the apply, which comes after the run.
  const lead = isStaged ? 0 : (Math.floor((set.policy.soak.inSeconds * 1000) / period) + 1) * period;
  const wait = state.standby === 'empty' ? now : overAt(set, isStaged ? 'soak' : 'grace', applied);
  const first = Math.max(1, Math.ceil((wait.getTime() - now.getTime()) / period));
  const inTime = ends.getTime() - set.policy.grace.inSeconds * 1000;
  const last = Math.ceil((inTime - lead - now.getTime()) / period) - 1;
  return { ends, missableRuns: last < first ? 0 : last - 1 };
}

/** What consumers use: a promote or rollback that is not applied has moved nobody. */
function publishedSlot({ state }: ManifestSet, applied: AppliedSet | null | undefined): Slot | undefined {
  const moves = state.last.step === 'promote' || state.last.step === 'rollback';
  const isWaiting = applied !== undefined && (applied?.step ?? -1) < state.step;
  const current: Current = moves && isWaiting ? (state.undo?.current ?? state.current) : state.current;
  return currentSlot({ current });
}
