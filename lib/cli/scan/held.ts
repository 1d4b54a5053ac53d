import {
  type AppliedSet,
  type Current,
  keyIdOf,
  type ManifestSet,
  NEVER,
  objectOf,
  roleSlots,
  type Slot,
  SLOTS,
  type Unchecked,
} from '../../rotation';
import type { State } from './state';

export type Role = 'current' | 'next' | 'previous';

/** A credential that the set knows. */
export interface HeldCredential {
  readonly slot: Slot;
  readonly role: Role;
  /** How the provider knows it; absent where only the manifest is known and the provider chooses ids. */
  readonly id?: string;
  readonly generation: number;
  readonly expires?: string;
}

/** What manifest and applied state know of one set. */
export interface Held {
  readonly set: ManifestSet;
  /** Absent: the set is not in the applied state, or no state was given. */
  readonly applied?: AppliedSet;
  readonly current: Current;
  readonly credentials: readonly HeldCredential[];
  /** Values of the resources that hold the slots; they may hold secrets. */
  readonly resources: Readonly<Partial<Record<Slot | 'both', Unchecked>>>;
  /** The whole state, which may hold secrets; absent when none was given. */
  readonly state?: State;
}

/** How a kind's resources tell what the slots hold. */
export interface SlotResources {
  readonly types: readonly string[];
  /** The id of what a slot holds; undefined leaves it to the ledger. */
  idOf(resource: Unchecked, slot: Slot, set: ManifestSet): string | undefined;
}

/** What the state holds of a set: by the ledger, and by the resources themselves where an apply ended before it. */
export function heldByState(set: ManifestSet, applied: AppliedSet, state: State, kind: SlotResources): Held {
  const { ledger, module } = state.ledgerOf(applied);
  const named = (name: string): Unchecked | undefined =>
    kind.types.map((type) => state.valuesOf(module, `${type}.${set.name}_${name}`)).find((values) => values);
  const inSlot = (slot: Slot): Unchecked | undefined =>
    state.valuesOf(module, String(objectOf(ledger.slots)[slot])) ?? named(`slot_${slot}`);
  const resources = { a: inSlot('a'), b: inSlot('b'), both: named('slots') };
  const credentials = SLOTS.flatMap((slot): readonly HeldCredential[] => {
    const resource = resources[slot] ?? resources.both;
    const recorded = textOf(objectOf(ledger.keys)[slot]);
    const id = (resource && kind.idOf(resource, slot, set)) ?? recorded;
    if (id === undefined) return [];
    const isRecorded = id === recorded;
    const role = ledger.current === slot ? 'current' : standbyRole(ledger, isRecorded);
    const planned = set.state[slot];
    const generation = isRecorded ? applied.generations[slot] : (planned?.generation ?? 0);
    const isPlanned = planned?.generation === generation;
    const expires = isPlanned ? planned.expires : textOf(objectOf(ledger.expires)[slot]);
    return [{ slot, role, id, generation, expires: ending(expires) }];
  });
  return { set, applied, current: ledger.current as Current, credentials, resources, state };
}

/** Without an applied state only the manifest says what there should be. */
export function heldByManifest(set: ManifestSet): Held {
  const roles = roleSlots(set);
  const credentials = (['current', 'next', 'previous'] as const).flatMap((role): readonly HeldCredential[] => {
    const slot = roles[role];
    const credential = slot && set.state[slot];
    if (!slot || !credential) return [];
    const { generation, expires } = credential;
    return [{ slot, role, id: keyIdOf(set.kind, credential), generation, expires: ending(expires) }];
  });
  return { set, current: set.state.current, credentials, resources: {} };
}

/** A set that is not in the applied state holds nothing yet. */
export function heldByNobody(set: ManifestSet, state: State): Held {
  return { set, current: set.state.current, credentials: [], resources: {}, state };
}

/** Made by an apply that did not get as far as the ledger, it is the next one. */
function standbyRole({ standby }: Unchecked, isRecorded: boolean): Role {
  return standby === 'previous' && isRecorded ? 'previous' : 'next';
}

/** An adopted key may never expire. */
function ending(expires: string | undefined): string | undefined {
  return expires === NEVER ? undefined : expires;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
