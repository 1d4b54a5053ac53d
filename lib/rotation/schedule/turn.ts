import type { AppliedSet } from '../applied';
import { requireApplied, requireAppliedCredentials } from '../applied';
import type { Step } from '../credential-set';
import { Refusal } from '../error';
import type { ManifestSet } from '../manifest';
import type { Move } from '../move';
import type { Policy } from '../policy';
import { type Leak, leakOf } from '../rotation-request';
import { type Due, dueOf } from './due';
import { replacementTurn } from './replacement-turn';
import { doneAt, overAt } from './waits';

/** The steps that a schedule takes; the others are decisions of people. */
export type ScheduledStep = Extract<Step, 'stage' | 'promote' | 'retire'>;

/**
 * What holds a step up: its time has not come, one of the set's waits, the pause between steps that replace what leaked,
 * the apply of the step before, or a freeze.
 */
export type Hold = 'schedule' | 'soak' | 'grace' | 'pause' | 'apply' | 'freeze';

/** What a scheduled run does with a set at a time. */
export type Turn =
  /** Takes the step, which the policy, or somebody, wants since `due`. */
  | { readonly kind: 'due'; readonly step: Move; readonly due: Date }
  /** Nothing, and not before `until`. `frozen` says why when a freeze has a part in that. */
  | {
      readonly kind: 'held';
      readonly step: Move;
      readonly due: Date;
      readonly until: Date;
      readonly by: Hold;
      readonly frozen?: readonly string[];
    }
  /** Nothing before the staged credential is verified, as the policy wants it. */
  | { readonly kind: 'unverified'; readonly message: string }
  /** Nothing before the present step is applied. */
  | { readonly kind: 'unapplied' }
  /** Nothing, ever: the set is marked for removal, or people move it. */
  | { readonly kind: 'off'; readonly because: 'removal' | 'not automatic' }
  /** Nothing, and somebody has to look. */
  | { readonly kind: 'refused'; readonly message: string };

/**
 * What the next step of a set is, and whether it is due.
 *
 * @param applied what is applied of the set, null when nothing is; undefined when that is not known. Without it a step
 * counts as applied when it was taken, and another one waits at least one soak for it.
 */
export function turnOf(set: ManifestSet, now: Date, applied?: AppliedSet | null): Turn {
  if (set.removal) return { kind: 'off', because: 'removal' };
  const leak = leakOf(set);
  if (leak) return replacingTurn(set, leak, now, applied);
  const due = dueOf(set);
  if (!due) return { kind: 'off', because: 'not automatic' };
  const complaint = set.rotation ? undefined : scheduleComplaint(set.policy);
  if (complaint !== undefined) return { kind: 'refused', message: complaint };
  return unappliedTurn(set, applied) ?? heldOrDue(set, nextOf(set, now, due, applied), now);
}

function replacingTurn(set: ManifestSet, leak: Leak, now: Date, applied?: AppliedSet | null): Turn {
  const unapplied = unappliedTurn(set, applied);
  const turn = replacementTurn(set, leak, now, applied);
  // Another credential within the same step is made whether the step is applied or not.
  const isWithinStep = turn.kind === 'due' && turn.step === 'new-key';
  return unapplied?.kind === 'unapplied' && isWithinStep ? turn : (unapplied ?? turn);
}

/** Why a rotation cannot keep to the interval, or undefined when it can. */
export function scheduleComplaint({ automatic, interval, soak, grace }: Policy): string | undefined {
  const least = soak.plus(grace);
  if (!automatic || !interval.isShorterThan(least)) return undefined;
  return `soak must not be longer than interval - grace, got soak ${soak}, interval ${interval}, grace ${grace}: a stage waits for grace and its promote for soak, so make the interval at least ${least}, or soak or grace shorter`;
}

function unappliedTurn(set: ManifestSet, applied: AppliedSet | null | undefined): Turn | undefined {
  if (applied === undefined) return undefined;
  const found = applied?.manifest === set.manifestId ? applied : undefined;
  if (applied === null || (found && found.step < set.state.step)) return { kind: 'unapplied' };
  try {
    requireApplied(set, applied);
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refused', message: error.message };
    throw error;
  }
  try {
    requireAppliedCredentials(set, applied);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'unapplied' };
    throw error;
  }
}

/** A step, when the policy wants it, and until when it has to wait. */
interface Next {
  readonly step: ScheduledStep;
  readonly due: Date;
  readonly wait: { readonly until: Date; readonly by: Hold };
}

function nextOf(set: ManifestSet, now: Date, due: Due, applied: AppliedSet | null | undefined): Next {
  const over = (by: 'soak' | 'grace'): Next['wait'] => ({ until: overAt(set, by, applied), by });
  switch (set.state.standby) {
    case 'next':
      return { step: 'promote', due: due.promote, wait: over('soak') };
    case 'empty': {
      const until = applied ? doneAt(set, applied) : over('soak').until;
      return { step: 'stage', due: due.stage, wait: { until, by: 'apply' } };
    }
    case 'previous': {
      const wait = over('grace');
      // A stage that is due recycles the previous credential: one step instead of two.
      const { automatic, retire } = set.policy;
      return automatic && retire && wait.until < due.stage && now < due.stage
        ? { step: 'retire', due: wait.until, wait }
        : { step: 'stage', due: due.stage, wait };
    }
  }
}

function heldOrDue({ policy }: ManifestSet, { step, due, wait }: Next, now: Date): Turn {
  const ready = due > wait.until ? due : wait.until;
  const frozen = policy.freeze.at(ready > now ? ready : now);
  if (ready <= now && !frozen) return { kind: 'due', step, due };
  const by = ready <= now ? 'freeze' : wait.until >= due ? wait.by : 'schedule';
  return { kind: 'held', step, due, until: frozen?.until ?? ready, by, ...(frozen && { frozen: frozen.reasons }) };
}
