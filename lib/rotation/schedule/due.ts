import type { ManifestSet } from '../manifest';
import type { SetState } from '../credential-set';
import { parseTimestamp } from '../timestamp';
import { offsetOf } from './spread';
import { DAY_SECONDS } from './zone';

/** When the policy wants the steps of a rotation, whatever holds them up. */
export interface Due {
  readonly stage: Date;
  readonly promote: Date;
}

/**
 * Promote is due one interval after the last change of current, at the time of day, plus the set's place in the spread;
 * stage one soak earlier. A rotation that was asked for is due from then on, if the policy does not want it before.
 *
 * @returns undefined for a set that only people move and of which no rotation was asked for
 */
export function dueOf(set: ManifestSet): Due | undefined {
  const asked = set.rotation && parseTimestamp(set.rotation.requestedAt);
  const planned = set.policy.automatic ? plannedOf(set) : undefined;
  if (!asked || !planned) return asked ? { stage: asked, promote: asked } : planned;
  return { stage: earlier(asked, planned.stage), promote: earlier(asked, planned.promote) };
}

function plannedOf({ name, state, policy }: ManifestSet): Due {
  const { interval, at, spread, soak } = policy;
  const since = parseTimestamp(currentSince(state));
  const offset = offsetOf(name, spread);
  // Nights are counted, not hours: else each run that takes a minute would move the next rotation by a day.
  const day =
    interval.inSeconds % DAY_SECONDS === 0
      ? at.zone.dayOf(since) + interval.inSeconds / DAY_SECONDS
      : at.zone.dayOf(at.firstFrom(interval.after(since)));
  const promote = new Date(at.on(day + offset.days).getTime() + offset.seconds * 1000);
  return { stage: new Date(promote.getTime() - soak.inSeconds * 1000), promote };
}

/** While current is outside, the time counts from the start; what was staged since then does not begin it anew. */
function currentSince({ currentSince, last, undo }: SetState): string {
  if (currentSince !== undefined) return currentSince;
  return last.step === 'stage' ? (undo?.last?.at ?? last.at) : last.at;
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}
