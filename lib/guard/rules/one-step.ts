import { type Slot, SLOTS, standbySlot } from '../../rotation';
import { inModule } from '../address';
import type { LedgerRecord } from '../record';
import type { Finding } from '../report';
import type { SetRule } from '../scene';

/** One apply takes a set one step further: none is skipped, undone by a revert, or replaced by another of its number. */
export const oneStep: SetRule = ({ plan, ledgers, applied, planned, name }) => {
  const refused = plan.failed
    .filter(({ address }) => isLeafOf(address, ledgers.module, name))
    .map(({ address, message }) => ({
      rule: 'one-step' as const,
      verdict: 'unsafe' as const,
      address,
      message: `the plan itself refuses it: ${message}`,
      trace: [],
    }));
  if (refused.length > 0 || !applied || !planned) return refused;
  const problem = problemOf(applied, planned);
  if (!problem) return [];
  const finding: Finding = {
    rule: 'one-step',
    verdict: 'unsafe',
    address: ledgers.changes.find(({ after }) => after !== null)?.address,
    message: problem,
    trace: [
      `step ${applied.step} (${applied.transition}) of "${name}" is applied: ${positionOf(applied)}`,
      `this plan records step ${planned.step} (${planned.transition}): ${positionOf(planned)}`,
    ],
    consequence: 'waiting times and the record of what is valid do not hold any more',
    remedy: `plan with a manifest in which "${name}" is at step ${applied.step}, or one legal step further`,
  };
  return [finding];
};

function problemOf(applied: LedgerRecord, planned: LedgerRecord): string | undefined {
  if (applied.manifest !== planned.manifest) {
    return `the state belongs to manifest "${applied.manifest}", and the plan comes from manifest "${planned.manifest}"`;
  }
  if (applied.kind !== planned.kind) return `the kind changes from ${applied.kind} to ${planned.kind}`;
  const ahead = planned.step - applied.step;
  if (ahead < 0) return `step ${applied.step} is applied, and the plan goes back to step ${planned.step}`;
  if (ahead > 1) return `step ${applied.step} is applied, and the plan goes ${ahead} steps further at once`;
  if (ahead === 0) {
    return isSameStep(applied, planned)
      ? undefined
      : `step ${applied.step} (${applied.transition}) is applied, and the plan has another step ${planned.step} (${planned.transition})`;
  }
  return isLegal(applied, planned)
    ? undefined
    : `step ${planned.step} (${planned.transition}) does not lead from ${positionOf(applied)} to ${positionOf(planned)}`;
}

/** The same step, or the staged credential made anew within it. */
function isSameStep(applied: LedgerRecord, planned: LedgerRecord): boolean {
  const { transition, current, standby, generations } = planned;
  if (transition !== applied.transition || current !== applied.current || standby !== applied.standby) return false;
  const staged = standby === 'next' ? standbySlot(planned) : undefined;
  return SLOTS.every(
    (slot) =>
      generations[slot] === applied.generations[slot] ||
      (slot === staged && generations[slot] > Math.max(applied.generations.a, applied.generations.b)),
  );
}

function isLegal(applied: LedgerRecord, planned: LedgerRecord): boolean {
  const slot = standbySlot(applied);
  const { current } = applied;
  const { generations } = planned;
  const keeps = (one: Slot): boolean => generations[one] === applied.generations[one];
  const stays = planned.current === applied.current && (current === 'outside' || keeps(current));
  switch (planned.transition) {
    case 'start':
      return false;
    case 'stage':
      return (
        stays &&
        applied.standby !== 'next' &&
        planned.standby === 'next' &&
        generations[slot] > Math.max(applied.generations.a, applied.generations.b)
      );
    case 'promote':
      return (
        applied.standby === 'next' &&
        planned.current === slot &&
        planned.standby === (current === 'outside' ? 'empty' : 'previous') &&
        SLOTS.every(keeps)
      );
    case 'rollback':
      return (
        applied.standby === 'previous' &&
        planned.current === slot &&
        planned.standby === 'previous' &&
        SLOTS.every(keeps)
      );
    case 'retire':
    case 'abort':
      return (
        stays &&
        applied.standby === (planned.transition === 'retire' ? 'previous' : 'next') &&
        planned.standby === 'empty' &&
        generations[slot] === 0
      );
  }
}

function positionOf({ current, standby, generations }: LedgerRecord): string {
  const used = current === 'outside' ? 'outside' : `${current} (generation ${generations[current]})`;
  return `current ${used}, standby ${standby}`;
}

function isLeafOf(address: string, module: string, name: string): boolean {
  const prefix = inModule(module, `terraform_data.${name}_`);
  return address.startsWith(prefix) && /^(?:step_[01]|clock_(?:moved|stayed))/.test(address.slice(prefix.length));
}
