import { timestamp } from '../../rotation';
import type { SetRule } from '../scene';

/** The published credential does not expire before the next step is due. An expired one shows no change in a plan. */
export const notExpired: SetRule = (scene) => {
  const { currentAfter: slot, planned, plan, due, name } = scene;
  const expires = slot && planned?.expires[slot];
  if (!slot || !expires) return [];
  const base = { rule: 'not-expired', address: planned.slots[slot], trace: [] } as const;
  const label = scene.label(slot, planned);
  if (!plan.timestamp) {
    return [
      {
        ...base,
        verdict: 'unknown',
        message: `the plan does not say when it was made, so nobody can tell whether ${label} has expired`,
        remedy: 'plan with Terraform >= 1.5',
      },
    ];
  }
  if (scene.isExpired(planned, slot)) {
    if (scene.isBroken && slot === scene.currentBefore) return [];
    return [
      {
        ...base,
        verdict: 'unsafe',
        message: `${label} expired at ${expires}, and this apply publishes it`,
        trace: [`consumers read ${label}`],
        consequence: 'sign-ins fail',
        remedy: `stage another one: "cdktf-rotation abort ${name}" or "retire", then "stage ${name}"`,
      },
    ];
  }
  if (!due || Date.parse(expires) > due.getTime()) return [];
  return [
    {
      ...base,
      verdict: 'safe',
      message: `${label} expires at ${expires}, before the next step is due at ${timestamp(due)}`,
      remedy: `rotate earlier: "cdktf-rotation stage ${name}"; or give it a longer lifetime`,
    },
  ];
};
