import {
  InputError,
  leakedLeft,
  leakOf,
  type Manifest,
  type ManifestSet,
  Refusal,
  type RotationRequest,
  type Slot,
  SLOTS,
  timestamp,
} from '../rotation';
import { refuseRemoval } from './change-set';

export interface TargetOptions {
  readonly slot?: string;
  readonly all?: boolean;
}

/** What leaked: the credential in one slot, or a state file with all that stands in it. */
export type Target = { readonly name: string; readonly slot: Slot | 'current' } | 'state file';

/** The credentials of a set that leaked. */
export interface Leaked {
  readonly set: ManifestSet;
  readonly generations: readonly number[];
}

export interface Leaks {
  readonly leaked: readonly Leaked[];
  /** Sets of which the state file shows nothing that anybody could sign in with. */
  readonly notConcerned: readonly { readonly set: string; readonly why: string }[];
}

/** @throws InputError unless it is one slot of one set, or --all */
export function targetOf(name: string | undefined, { slot, all }: TargetOptions): Target {
  if (all) {
    const got = [...(name === undefined ? [] : [`"${name}"`]), ...(slot === undefined ? [] : ['--slot'])];
    if (got.length > 0)
      throw new InputError(`--all is every set of the manifest, got ${got.join(' and ')}: leave it out`);
    return 'state file';
  }
  if (name === undefined) {
    throw new InputError('replace needs a set and --slot, or --all where a state file leaked, got no set');
  }
  const known = ([...SLOTS, 'current'] as const).find((one) => one === slot);
  if (known === undefined) {
    const got = slot === undefined ? 'none' : JSON.stringify(slot);
    throw new InputError(`--slot says which credential of "${name}" leaked, a, b or current, got ${got}`);
  }
  return { name, slot: known };
}

/** @throws Refusal when a slot is empty, or holds what is not the set's to remove */
export function leaksOf(manifest: Manifest, target: Target): Leaks {
  if (target !== 'state file') {
    const set = manifest.find(target.name);
    refuseRemoval(set);
    return { leaked: [{ set, generations: [generationIn(set, target.slot)] }], notConcerned: [] };
  }
  const sets = manifest.names.map((name) => manifest.find(name));
  const found = sets.map((set) => ({ set, why: whyNotConcerned(set), generations: inState(set) }));
  return {
    leaked: found.flatMap(({ set, why, generations }) => (why === undefined ? [{ set, generations }] : [])),
    notConcerned: found.flatMap(({ set, why }) => (why === undefined ? [] : [{ set: set.name, why }])),
  };
}

/** The request that stands in the manifest until what leaked is gone; one that is there already is added to. */
export function leakRequest(
  { set, generations }: Leaked,
  { reason, pause, now }: { readonly reason: string; readonly pause: string; readonly now: Date },
): RotationRequest {
  const before = leakOf(set);
  const leaked = leakedLeft(set.state, [...new Set([...(before?.generations ?? []), ...generations])]);
  return { requestedAt: timestamp(before?.requestedAt ?? now), reason, leaked, pause };
}

function generationIn({ name, state }: ManifestSet, where: Slot | 'current'): number {
  const slot = where === 'current' ? state.current : where;
  if (slot === 'outside') {
    throw new Refusal(
      `replace removes what the set made, got --slot current of "${name}", whose consumers have a credential from outside: stage, apply, promote and apply move them to one of the set, then remove yours at the identity provider by hand`,
    );
  }
  const generation = state[slot]?.generation;
  if (generation === undefined) {
    throw new Refusal(
      `replace needs a slot that holds a credential, got slot ${slot} of "${name}", which is empty: "cdktf-rotation status ${name}" shows what it holds`,
    );
  }
  return generation;
}

/** What a state file shows of a set: what its slots hold, and at a provider that makes it ahead, what comes next. */
function inState({ kind, state }: ManifestSet): readonly number[] {
  const held = SLOTS.flatMap((slot) => state[slot]?.generation ?? []);
  return kind.isMadeAhead ? [...held, state.generation + 1] : held;
}

function whyNotConcerned(set: ManifestSet): string | undefined {
  if (set.kind.key) return 'only public keys are in the state';
  if (set.removal) return 'marked for removal: its credentials go with it';
  return inState(set).length === 0 ? 'holds no credential yet; one from outside is yours to replace' : undefined;
}
