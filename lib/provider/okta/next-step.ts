import type { AppSecret } from '../../admin/okta';
import type { Goal, Wanted } from './goal';
import { best, isFor, placeOf } from './own-value';
import { laterThanStart, noRoom, onlyActive, wrongInitial } from './refusals';
import { isMeant } from './secret-ref';

/** One call that changes something. */
export type Step =
  | { readonly kind: 'activate' | 'deactivate' | 'delete'; readonly id: string }
  | { readonly kind: 'create'; readonly wanted: Wanted };

/** Okta's limit. */
const CAP = 2;

/** The secret that a slot is to hold; undefined where it has to be made, or is gone though it was held. */
export function secretFor(goal: Goal, wanted: Wanted, list: readonly AppSecret[]): AppSecret | undefined {
  const { id, initial } = wanted;
  if (id !== undefined) return list.find((secret) => secret.id === id);
  const free = list.filter((secret) => !goal.wanted.some((one) => one.id === secret.id) && !isAdopted(goal, secret));
  return best(free.filter((secret) => isFor(secret, wanted))) ?? (initial && free.find((one) => isMeant(initial, one)));
}

/**
 * What to do next towards the goal, judged by the list of secrets alone; undefined when nothing is left to do. What
 * is made comes before what is merely removed, and what is not ours is never touched unless it was adopted.
 *
 * @throws PluginError when the goal cannot be reached
 */
export function nextStep(goal: Goal, list: readonly AppSecret[]): Step | undefined {
  const held = goal.wanted.map((wanted) => secretFor(goal, wanted, list));
  const asleep = held.find((secret) => secret && !secret.isActive);
  if (asleep) return { kind: 'activate', id: asleep.id };
  const stays = new Set([...held.map((secret) => secret?.id), goal.published]);
  const free = list.filter(({ id }) => !stays.has(id));
  const ours = free.filter((secret) => isLeftOver(goal, secret));
  const missing = goal.wanted.find(({ id }, index) => id === undefined && !held[index]);
  if (missing) {
    if (missing.initial) throw wrongInitial(goal, missing.initial, list);
    if (list.length < CAP) return { kind: 'create', wanted: missing };
    const adopted = goal.mayRemoveAdopted ? free.filter((secret) => isAdopted(goal, secret)) : [];
    const goes = first(ours) ?? first(adopted);
    if (!goes) throw noRoom(goal, missing, list);
    return removal(goal, goes, list);
  }
  const goes = first(ours);
  return goes && removal(goal, goes, list);
}

/**
 * A set that begins takes over no secret of a later generation: it is of a set that was removed, whose consumers may
 * still sign in with it, or of a later step than this one.
 *
 * @throws PluginError when the app has one that is not named
 */
export function refuseLater(goal: Goal, list: readonly AppSecret[]): void {
  const newest = Math.max(0, ...goal.wanted.map(({ generation }) => generation));
  const later = list.find(
    (secret) =>
      (placeOf(secret)?.generation ?? 0) > newest &&
      !isAdopted(goal, secret) &&
      !goal.wanted.some(({ initial }) => initial && isMeant(initial, secret)),
  );
  if (later) throw laterThanStart(goal, later);
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
function isLeftOver(goal: Goal, secret: AppSecret): boolean {
  if (goal.leaving.includes(secret.id)) return true;
  const place = isAdopted(goal, secret) ? undefined : placeOf(secret);
  const slot = goal.wanted.find((one) => one.slot === place?.slot);
  return place !== undefined && slot !== undefined && place.generation <= slot.generation;
}

function isAdopted({ adopted }: Goal, secret: AppSecret): boolean {
  return adopted.some((ref) => isMeant(ref, secret));
}

function first(secrets: readonly AppSecret[]): AppSecret | undefined {
  return secrets.find(({ isActive }) => !isActive) ?? secrets[0];
}

function removal(goal: Goal, { id, isActive }: AppSecret, list: readonly AppSecret[]): Step {
  if (!isActive) return { kind: 'delete', id };
  if (!list.some((other) => other.id !== id && other.isActive)) throw onlyActive(goal, id);
  return { kind: 'deactivate', id };
}
