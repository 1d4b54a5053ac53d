import type { AppliedSet } from '../applied';
import type { SetState, Step, Wait } from '../credential-set';
import type { Duration } from '../duration';
import type { ManifestSet, Override } from '../manifest';
import { shortestReplacement } from '../replacement';
import { type Leak, leakOf } from '../rotation-request';
import { takeStep } from '../steps';
import { timestamp } from '../timestamp';
import type { Turn } from './turn';
import { doneAt, overAt } from './waits';

/**
 * What the next step of a set is that replaces what leaked. Neither schedule nor freeze holds it up, and a pause stands
 * in the place of soak and grace where it is shorter.
 */
export function replacementTurn(set: ManifestSet, leak: Leak, now: Date, applied?: AppliedSet | null): Turn {
  const [step] = shortestReplacement(set, leak.generations, timestamp(now)) ?? [];
  if (step === undefined) return { kind: 'refused', message: `no steps get rid of ${leakedText(leak)}` };
  const due = leak.requestedAt;
  if (step === 'new-key') return { kind: 'due', step, due };
  const rule = waitsFor(set, step, now);
  const until =
    rule === 'none' && applied ? doneAt(set, applied) : pauseFor(set, rule, leak).after(doneAt(set, applied));
  return until <= now
    ? { kind: 'due', step, due }
    : { kind: 'held', step, due, until, by: rule === 'none' ? 'apply' : 'pause' };
}

/** How long a step that replaces what leaked waits after the apply of the step before. */
export function pauseFor(
  { policy }: Pick<ManifestSet, 'policy'>,
  rule: Wait,
  { pause }: Pick<Leak, 'pause'>,
): Duration {
  const policyWait = policy[rule === 'grace' ? 'grace' : 'soak'];
  return policyWait.isShorterThan(pause) ? policyWait : pause;
}

/**
 * What has to be overridden at a step that replaces what leaked; undefined when the plan accepts it without, which is
 * known only with the applied state.
 */
export function replacementOverride(
  set: ManifestSet,
  { step, last: { waits } }: SetState,
  now: Date,
  applied?: AppliedSet | null,
): Override | undefined {
  const leak = leakOf(set);
  if (!leak || step === set.state.step || waits === 'none') return undefined;
  if (applied && overAt(set, waits, applied) <= now) return undefined;
  return { step, rule: waits, reason: leak.reason };
}

/** The credentials that leaked, in words. */
export function leakedText({ generations }: Pick<Leak, 'generations'>): string {
  return `generation ${generations.join(' and ')}, which leaked`;
}

function waitsFor(set: ManifestSet, step: Step, now: Date): Wait {
  const at = timestamp(now);
  return takeStep(set, step, { at, expires: at }).last.waits;
}
