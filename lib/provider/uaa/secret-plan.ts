import { PluginError, type Values } from '../../plugin';
import { changedSlot, currentOf, generationOf, isActive, type Slot, SLOTS, slotsToHeal, textOf } from '../slots';

/** What an apply has to do at UAA; a removal always comes first. */
export interface SecretWork {
  /** The slot whose secret goes: the oldest of the two. */
  readonly remove?: Slot;
  /** The slot that gets the coming secret. */
  readonly add?: Slot;
}

/**
 * What leads from the state to the plan.
 *
 * @throws PluginError with the attribute, for what UAA cannot do or what would touch the secret in use
 */
export function secretWork(prior: Values, config: Values): SecretWork {
  const slot = changedSlot(prior, config, 'generation');
  if (slot === undefined) {
    const unwell = slotsToHeal(prior, config);
    return { add: unwell.find((one) => one === currentOf(config)) ?? unwell[0] };
  }
  const current = currentOf(config);
  if (current !== 'outside' && prior[`status_${current}`] === 'vanished') {
    throw refuse(
      slot,
      `the secret in use (slot ${current}) is gone at UAA, and a step is planned at the same time`,
      'Take the step back (cdktf-rotation undo NAME) and apply: that puts a new secret in its place. Then take the step again.',
    );
  }
  const remove = generationOf(prior, slot) === undefined ? undefined : slot;
  if (remove !== undefined && isActive(prior, remove)) refuseNewer(prior, remove);
  return { remove, add: generationOf(config, slot) === undefined ? undefined : slot };
}

/** Slots of the state, oldest at UAA first. */
export function orderOf(state: Values): readonly Slot[] {
  const order = textOf(state.order) ?? '';
  return SLOTS.filter((slot) => order.includes(slot)).sort((one, other) => order.indexOf(one) - order.indexOf(other));
}

/** What the order is once the work is done: what was added last is the newest. */
export function orderAfter(prior: Values, { remove, add }: SecretWork): string {
  const kept = orderOf(prior).filter((slot) => slot !== remove && slot !== add);
  return [...kept, ...(add === undefined ? [] : [add])].join('');
}

function refuseNewer(prior: Values, remove: Slot): void {
  if (currentOf(prior) !== 'outside' && orderOf(prior)[0] === remove && orderOf(prior).length === 2) return;
  throw refuse(
    remove,
    `UAA always removes the oldest secret, and slot ${remove} holds the newer one: the removal would take the one in use`,
    'Go forward instead: promote it, and retire the older one afterwards; after a rollback, rollback again. In an emergency replace all secrets by one (uaac secret set CLIENT, which is changeMode UPDATE): every token dies and sign-ins fail until the next apply, which puts a new secret in place.',
  );
}

function refuse(slot: Slot, summary: string, detail: string): PluginError {
  return new PluginError(summary, detail, [`generation_${slot}`]);
}
