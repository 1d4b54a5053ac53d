import { SLOTS } from '../../rotation';
import type { Finding } from '../report';
import type { SetRule } from '../scene';

/** With `-target`, a plan leaves out the ledgers that refuse a wrong step, or the stores that follow it. */
export const wholePlan: SetRule = (scene) => {
  const { ledgers, plan, name, applied, planned } = scene;
  // What an errored plan leaves out is said of the plan as a whole.
  if (plan.errored) return [];
  const slots = SLOTS.flatMap((slot) => {
    const address = (planned ?? applied)?.slots[slot] ?? '';
    return address !== '' && plan.instances(address).length === 0 && !plan.leaving(address) ? [address] : [];
  });
  const isBroken = (planned ?? applied) === undefined;
  const left = [...(ledgers.leftOut ? [`the ledgers of "${name}"`] : []), ...slots, ...scene.missingPublications];
  if (left.length === 0 || (isBroken && !ledgers.leftOut)) return [];
  const finding: Finding = {
    rule: 'whole-plan',
    verdict: 'unknown',
    message: `this plan leaves out ${left.join(', ')}, so that nothing refuses a wrong step`,
    trace: [],
    remedy: 'plan without -target, -exclude and other filters',
  };
  return [finding];
};
