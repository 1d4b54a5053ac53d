import { SLOTS } from '../../rotation';
import { HOLDERS } from '../holders';
import type { Finding } from '../report';
import type { Scene, SetRule } from '../scene';

/** The ledgers remember what is applied: without them the next plan cannot refuse a wrong step. */
export const recordStays: SetRule = (scene) => {
  const { ledgers } = scene;
  if (scene.isTakenDown || scene.isDropped) return [];
  const goes = ledgers.changes.filter(({ deed }) => deed === 'forget' || deed.includes('delete'));
  return [
    ...forgotten(scene),
    ...goes.map(({ address, deed }): Finding => ({
      rule: 'record-stays',
      verdict: 'unsafe',
      address,
      message: `${address} is ${deed === 'forget' ? 'forgotten' : deed === 'delete' ? 'destroyed' : 'replaced'}: the record of what is applied goes with it`,
      trace: [],
      remedy: 'keep the four terraform_data of the set as the construct makes them',
    })),
  ];
};

/** Credentials without a record: the record was lost, or the first apply was killed before it wrote one. */
function forgotten(scene: Scene): readonly Finding[] {
  const { applied, planned, ledgers, name } = scene;
  if (applied || !planned || !hasCredentials(scene)) return [];
  if (scene.isFirst && ledgers.existed) return [];
  if (planned.adopted && scene.adopting.length > 0) return [];
  return [
    {
      rule: 'record-stays',
      verdict: scene.isFirst ? 'unknown' : 'unsafe',
      address: ledgers.changes[0]?.address,
      message: `the ledgers of "${name}" are made anew although its credentials exist: nothing tells any more which step is applied`,
      trace: [],
      remedy: scene.isFirst
        ? 'when its first apply was stopped half-way, and nobody uses the set yet, apply in spite of this; else restore the ledgers from a backup of the state'
        : 'restore the ledgers from a backup of the state; never "terraform state rm" them',
    },
  ];
}

function hasCredentials({ plan, planned }: Scene): boolean {
  return SLOTS.some((slot) => {
    const change = planned && plan.changes.get(planned.slots[slot]);
    if (!planned || !change?.before) return false;
    // An app at Okta is the user's own, and is there before the set.
    return HOLDERS.get(change.type)?.holds(change.before, planned, slot) ?? true;
  });
}
