import { SLOTS } from '../../rotation';
import type { SetRule } from '../scene';

/** A whole set is destroyed only after `cdktf-rotation remove` was applied: dropping it from the code is an accident. */
export const setStays: SetRule = (scene) => {
  const { applied, ledgers, name, plan } = scene;
  if (!applied || !scene.isDropped || scene.isTakenDown) return [];
  const endings = SLOTS.flatMap((slot) => {
    const ending = scene.ending(slot);
    return ending?.fate === 'removed' || ending?.fate === 'left' ? [ending] : [];
  });
  const isForgotten = ledgers.changes.every(({ deed }) => deed === 'forget');
  const doings = [...new Set(endings.map(({ doing }) => doing))];
  const trace = doings.flatMap((doing) => scene.eventsOf(doing));
  const isLeft = endings.some(({ fate }) => fate === 'left');
  return [
    {
      rule: 'set-stays',
      verdict: isForgotten && endings.length === 0 ? 'unknown' : 'unsafe',
      address: ledgers.changes[0]?.address,
      message: isForgotten
        ? `"${name}" leaves the state: its credentials stay valid, and nothing rotates them any more`
        : `"${name}" is not in the code any more, and the manifest did not say that it is to go`,
      trace: trace.length > 0 ? [...trace, `consumers still sign in with what "${name}" published`] : [],
      ...(trace.length > 0 && {
        consequence: isLeft
          ? 'their sign-ins go on until the credential ends, and nothing rotates it'
          : 'their sign-ins fail for good',
      }),
      remedy: `put the construct of "${name}" back; to take it down for good: "cdktf-rotation remove ${name}", apply, and then delete it${plan.configuration.has(applied.slots.a) ? '' : ' from the code'}`,
    },
  ];
};
