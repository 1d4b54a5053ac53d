import { type AppliedSet, appliedAs } from '../applied';
import { InputError, Refusal } from '../error';
import type { ManifestSet } from '../manifest';
import type { Move } from '../move';
import { setAfter } from '../set-after';
import { timestamp } from '../timestamp';
import { turnOf } from './turn';

/** A step that a set will take if every run is on time, and is applied at once. */
export interface ComingStep {
  readonly set: string;
  readonly step: Move;
  /** The set's step number once it is taken. */
  readonly number: number;
  readonly at: Date;
}

/** How far to look: a number of steps, up to a moment, or both. */
export interface Horizon {
  readonly count?: number;
  readonly until?: Date;
}

/** Nobody reads more; an interval of a day gives two steps a day. */
const MOST_STEPS = 10_000;

/**
 * The steps to come, in time order. A present step that is not applied counts as applied at `from`.
 *
 * @throws InputError when neither a count nor an end is given
 */
export function comingSteps(
  set: ManifestSet,
  from: Date,
  { count, until }: Horizon,
  applied?: AppliedSet | null,
): readonly ComingStep[] {
  if (count === undefined && until === undefined) throw new InputError('coming steps need a count or an end, got none');
  const most = Math.min(count ?? MOST_STEPS, MOST_STEPS);
  const steps: ComingStep[] = [];
  let [present, at, known] = [set, from, applied];
  while (steps.length < most && (until === undefined || at < until)) {
    const turn = turnOf(present, at, known);
    if (turn.kind === 'unapplied') known = appliedAs(present, timestamp(at));
    else if (turn.kind === 'held') at = turn.until;
    else if (turn.kind === 'due') {
      const after = taken(present, turn.step, at);
      if (!after) break;
      steps.push({ set: set.name, step: turn.step, number: after.state.step, at });
      present = after;
      known = appliedAs(after, timestamp(at));
    } else break;
  }
  return steps;
}

function taken(set: ManifestSet, move: Move, at: Date): ManifestSet | undefined {
  try {
    return setAfter(set, move, at);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
