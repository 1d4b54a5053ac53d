import { type Slot, SLOTS } from '../../rotation';
import type { Change } from '../change';
import type { Finding } from '../report';
import type { Scene, SetRule } from '../scene';

/** A credential that changes although the step does not touch it is always explained. */
export const outsideItsStep: SetRule = (scene) => {
  if (scene.isTakenDown || !scene.applied || !scene.planned) return [];
  return SLOTS.flatMap((slot) => [...standby(scene, slot), ...moved(scene, slot)]);
};

function standby(scene: Scene, slot: Slot): readonly Finding[] {
  const { applied, planned, name } = scene;
  const ending = scene.ending(slot);
  if (!applied || !planned || !ending || slot === scene.currentBefore || ending.fate === 'stays') return [];
  const isStep = planned.step === applied.step + 1 || planned.generations[slot] !== applied.generations[slot];
  const touches = ['stage', 'retire', 'abort'].includes(planned.transition);
  if (isStep && touches) return [];
  const role = applied.standby;
  const label = scene.label(slot, applied);
  const base = { rule: 'outside-its-step', address: applied.slots[slot], trace: [] } as const;
  if (ending.fate !== 'removed') {
    const why = ending.fate === 'gone' ? 'is gone at the identity provider' : 'is not in the state any more';
    return [
      {
        ...base,
        verdict: ending.fate === 'unknown' ? 'unknown' : 'safe',
        message: `${label}, ${role}, ${why}; this plan makes another one, which nobody uses yet`,
      },
    ];
  }
  const { change, doing } = ending;
  if (role === 'previous') {
    return [
      {
        ...base,
        verdict: 'unsafe',
        address: change.address,
        message: `${label} is removed outside of its step, ${reasonOf(change)}: consumers may still go on with it until the grace time is over`,
        trace: [
          ...scene.wayToEnd(doing),
          `consumers that have read it before the last promote still sign in with ${label}`,
        ],
        consequence: 'their sign-ins fail until they read again',
        remedy: `let "cdktf-rotation retire ${name}" or the next stage remove it`,
      },
    ];
  }
  return [
    {
      ...base,
      verdict: 'safe',
      address: change.address,
      message: `${label}, staged, is replaced outside of its step, ${reasonOf(change)}: nobody uses it yet, and its soak time begins again`,
    },
  ];
}

function moved({ planned, plan }: Scene, slot: Slot): readonly Finding[] {
  const change = planned && plan.changes.get(planned.slots[slot]);
  if (change?.previousAddress === undefined) return [];
  return [
    {
      rule: 'outside-its-step',
      verdict: 'safe',
      address: change.address,
      message: `slot ${slot} was at ${change.previousAddress} before: a moved block takes it along`,
      trace: [],
    },
  ];
}

function reasonOf({ reason, deed }: Change): string {
  switch (reason) {
    case 'replace_by_request':
      return 'because -replace asks for it';
    case 'replace_because_tainted':
      return 'because it is tainted';
    case 'replace_by_triggers':
      return 'because of replace_triggered_by';
    case 'replace_because_cannot_update':
      return 'because an argument changes that cannot be updated';
    case 'delete_because_no_resource_config':
      return 'because it is not in the code any more';
    default:
      return deed === 'update' ? 'by an update' : 'for a reason that the plan does not say';
  }
}
