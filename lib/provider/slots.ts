import { type Diagnostic, PluginError, Unknown, type Value, type Values } from '../plugin';

/** The two slots of a set, as resources name their attributes. */
export const SLOTS = ['a', 'b'] as const;
export type Slot = (typeof SLOTS)[number];
export type Current = Slot | 'outside';

export function otherSlot(slot: Slot): Slot {
  return slot === 'a' ? 'b' : 'a';
}

export function currentOf(values: Values): Current {
  return values.current as Current;
}

export function textOf(value: Value | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function generationOf(values: Values | undefined, slot: Slot): number | undefined {
  const value = values?.[`generation_${slot}`];
  return typeof value === 'number' ? value : undefined;
}

/**
 * The slot that a plan changes; undefined when it changes none.
 *
 * @throws PluginError when it changes both, or the one in use
 */
export function changedSlot(prior: Values, config: Values, attribute: 'generation' | 'jwk'): Slot | undefined {
  const name = (slot: Slot): string => `${attribute}_${slot}`;
  const changed = SLOTS.filter((slot) => (prior[name(slot)] ?? null) !== (config[name(slot)] ?? null));
  const inUse = changed.find((slot) => slot === currentOf(config) || slot === currentOf(prior));
  if (inUse !== undefined) {
    throw new PluginError(
      `the credential in use is never changed, got another ${attribute} of slot ${inUse}`,
      'A credential is staged in the other slot, applied, and then promoted.',
      [name(inUse)],
    );
  }
  if (changed.length > 1) {
    throw new PluginError('one slot changes in one apply, got both', 'Apply one step after the other.', [name('b')]);
  }
  return changed[0];
}

/**
 * Slots whose credential is put back: the one in use, and the standby one where it is the newer of the two. There it is
 * the staged one; an older one has done its work.
 */
export function slotsToHeal(prior: Values, config: Values): readonly Slot[] {
  const isUnwell = (slot: Slot): boolean => typeof prior[`status_${slot}`] === 'string' && !isActive(prior, slot);
  const age = (slot: Slot): number => generationOf(prior, slot) ?? 0;
  const current = currentOf(config);
  return SLOTS.filter((slot) => isUnwell(slot) && (slot === current || age(slot) > age(otherSlot(slot))));
}

export function isActive(state: Values, slot: Slot): boolean {
  return state[`status_${slot}`] === 'active';
}

/** Complaints about `current`, and about a slot that has to be filled for it. */
export function checkCurrent(config: Values, attribute: 'generation' | 'jwk'): readonly Diagnostic[] {
  const { current } = config;
  if (current instanceof Unknown) return [];
  if (current !== 'a' && current !== 'b' && current !== 'outside') {
    return [error('current is "a", "b" or "outside"', 'current')];
  }
  const name = `${attribute}_${current}`;
  return current !== 'outside' && config[name] === null
    ? [error(`slot ${current} is current, so it holds a credential: set ${name}`, name)]
    : [];
}

export function error(summary: string, attribute: string, detail?: string): Diagnostic {
  return { severity: 'error', summary, detail, path: [attribute] };
}
