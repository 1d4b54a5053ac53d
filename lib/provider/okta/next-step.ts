import type { AppSecret } from '../../admin/okta';
import type { Goal, Wanted } from './goal';
import { best, isFor, placeOf } from './own-value';
import { noRoom, onlyActive, wrongInitial } from './refusals';
import { isMeant } from './secret-ref';

/** One call that changes something. */
export type Step =
  | { readonly kind: 'activate' | 'deactivate' | 'delete'; readonly id: string }
  | { readonly kind: 'create'; readonly wanted: Wanted };

/** Okta's limit. */
const CAP = 2;

/** The secret that a slot is to hold; undefined where it has to be made, or is gone though it was held. */
export function secretFor(wanted: Wanted, list: readonly AppSecret[]): AppSecret | undefined {
  const { id, initial } = wanted;
  if (id !== undefined) return list.find((secret) => secret.id === id);
  return (
    best(list.filter((secret) => isFor(secret, wanted))) ??
    (initial && list.find((secret) => placeOf(secret) === undefined && isMeant(initial, secret)))
  );
}

/**
 * What to do next towards the goal, judged by the list of secrets alone; undefined when nothing is left to do. What
 * is made comes before what is merely removed, and what is not ours is never touched unless it was adopted.
 *
 * @throws PluginError when the goal cannot be reached
 */
export function nextStep(goal: Goal, list: readonly AppSecret[]): Step | undefined {
  const held = goal.wanted.map((wanted) => secretFor(wanted, list));
  const asleep = held.find((secret) => secret && !secret.isActive);
  if (asleep) return { kind: 'activate', id: asleep.id };
  const stays = new Set([...held.map((secret) => secret?.id), goal.published]);
  const free = list.filter(({ id }) => !stays.has(id));
  const ours = free.filter((secret) => isLeftOver(goal, secret));
  const missing = goal.wanted.find(({ id }, index) => id === undefined && !held[index]);
  if (missing) {
    if (missing.initial) throw wrongInitial(goal, missing.initial, list);
    if (list.length < CAP) return { kind: 'create', wanted: missing };
    const adopted = free.filter((secret) => goal.adopted.some((ref) => isMeant(ref, secret)));
    const goes = first(ours) ?? first(adopted);
    if (!goes) throw noRoom(goal, list);
    return removal(goal, goes, list);
  }
  const goes = first(ours);
  return goes && removal(goal, goes, list);
}

/** The way to the goal as far as it can be foreseen. @throws PluginError when it does not get there */
export function foresee(goal: Goal, list: readonly AppSecret[]): void {
  for (let now = list, step = nextStep(goal, now); step; step = nextStep(goal, now)) now = after(step, now);
}

function after(step: Step, list: readonly AppSecret[]): readonly AppSecret[] {
  switch (step.kind) {
    case 'activate':
    case 'deactivate':
      return list.map((one) => (one.id === step.id ? { ...one, isActive: step.kind === 'activate' } : one));
    case 'delete':
      return list.filter(({ id }) => id !== step.id);
    case 'create': {
      const { slot, generation } = step.wanted;
      const value = `rot.${slot}.${generation}.${'-'.repeat(43)}`;
      return [...list, { id: value, value, hash: '', created: '', isActive: true }];
    }
  }
}

/** Ours, and of no use any more. One of a later generation is of a run that knows more than this one. */
function isLeftOver({ wanted, leaving }: Goal, secret: AppSecret): boolean {
  if (leaving.includes(secret.id)) return true;
  const place = placeOf(secret);
  const slot = wanted.find((one) => one.slot === place?.slot);
  return place !== undefined && slot !== undefined && place.generation <= slot.generation;
}

function first(secrets: readonly AppSecret[]): AppSecret | undefined {
  return secrets.find(({ isActive }) => !isActive) ?? secrets[0];
}

function removal(goal: Goal, { id, isActive }: AppSecret, list: readonly AppSecret[]): Step {
  if (!isActive) return { kind: 'delete', id };
  if (!list.some((other) => other.id !== id && other.isActive)) throw onlyActive(goal, id);
  return { kind: 'deactivate', id };
}
