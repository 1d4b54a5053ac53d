import { SLOTS } from '../../rotation';
import type { Finding } from '../report';
import type { SetRule } from '../scene';

/** The ledgers remember what is applied: without them the next plan cannot refuse a wrong step. */
export const recordStays: SetRule = (scene) => {
  const { ledgers, applied, planned, name } = scene;
  if (scene.isTakenDown) return [];
  const base = { rule: 'record-stays', verdict: 'unsafe', address: ledgers.changes[0]?.address, trace: [] } as const;
  if (!applied && planned && !ledgers.existed && !scene.isFirst) {
    const held = SLOTS.filter((slot) => scene.beginning(slot)?.origin === 'there' || isReplaced(scene, planned, slot));
    if (held.length > 0) {
      return [
        {
          ...base,
          message: `the ledgers of "${name}" are made anew although its credentials exist: nothing tells any more which step is applied`,
          remedy: `restore the ledgers from a backup of the state; never "terraform state rm" them`,
        },
      ];
    }
  }
  const findings: Finding[] = [];
  for (const change of ledgers.changes) {
    if (change.deed === 'nothing' || change.deed === 'update' || change.deed === 'create') continue;
    if (scene.isDropped) continue;
    findings.push({
      ...base,
      address: change.address,
      message: `${change.address} is ${change.deed === 'forget' ? 'forgotten' : change.deed === 'delete' ? 'destroyed' : 'replaced'}: the record of what is applied goes with it`,
      remedy: 'keep the four terraform_data of the set as the construct makes them',
    });
  }
  return findings;
};

function isReplaced(
  { plan }: Parameters<SetRule>[0],
  planned: NonNullable<Parameters<SetRule>[0]['planned']>,
  slot: 'a' | 'b',
): boolean {
  return plan.changes.get(planned.slots[slot])?.before != null;
}
