import { keyIdOf } from './adoption';
import { type Credential, type Slot, standbySlot } from './credential-set';
import type { ManifestSet } from './manifest';
import type { Turn } from './schedule';
import { parseTimestamp } from './timestamp';

/** Which credential signed in: no other one has all of this in common with it. */
export interface VerifiedCredential {
  readonly slot: Slot;
  readonly generation: number;
  /** When it was staged: a generation is given again after an `undo`. */
  readonly created: string;
  /** Key kinds. */
  readonly keyId?: string;
}

/** A staged credential signed in, again and again, from one moment until another. Times are `YYYY-MM-DDTHH:MM:SSZ`. */
export interface Verification extends VerifiedCredential {
  readonly manifest: string;
  readonly set: string;
  readonly from: string;
  readonly until: string;
  /** All of them succeeded. */
  readonly signIns: number;
  /** Host of the token endpoint. */
  readonly endpoint: string;
}

/** The staged credential of a set, undefined while there is none. */
export function stagedCredential({ kind, state }: ManifestSet): VerifiedCredential | undefined {
  const slot = standbySlot(state);
  const staged: Credential | undefined = state.standby === 'next' ? state[slot] : undefined;
  if (!staged) return undefined;
  const { generation, created } = staged;
  const keyId = keyIdOf(kind, staged);
  return { slot, generation, created, ...(keyId !== undefined && { keyId }) };
}

/**
 * Why the staged credential may not be promoted yet, or undefined when it may: the policy asks for no verification, or
 * the one that is given is of exactly this credential and long enough.
 */
export function whyUnverified(set: ManifestSet, verification: Verification | undefined): string | undefined {
  const { name, policy } = set;
  const staged = stagedCredential(set);
  if (!policy.verify || !staged) return undefined;
  const shortfall = shortfallOf(set, staged, verification);
  if (shortfall === undefined) return undefined;
  return `promote of "${name}" needs a staged credential that signed in for ${policy.verify} (policy verify), got ${shortfall}: run "cdktf-rotation verify ${name}" once stage is applied`;
}

/** The same turn, or that the promote waits for a verification. */
export function verifiedTurn(set: ManifestSet, turn: Turn, verification: Verification | undefined): Turn {
  if (turn.kind !== 'due' || turn.step !== 'promote') return turn;
  const message = whyUnverified(set, verification);
  return message === undefined ? turn : { kind: 'unverified', message };
}

function shortfallOf(set: ManifestSet, staged: VerifiedCredential, found?: Verification): string | undefined {
  if (!found) return 'no record of a sign-in';
  if (found.manifest !== set.manifestId)
    return `a record of manifest "${found.manifest}", this one is "${set.manifestId}"`;
  if (!isSame(found, staged)) {
    return `a record of generation ${found.generation}, made at ${found.created}, while generation ${staged.generation}, made at ${staged.created}, is staged`;
  }
  const seconds = (parseTimestamp(found.until).getTime() - parseTimestamp(found.from).getTime()) / 1000;
  return seconds < (set.policy.verify?.inSeconds ?? 0) ? `${seconds}s` : undefined;
}

function isSame(one: VerifiedCredential, other: VerifiedCredential): boolean {
  const { slot, generation, created, keyId } = one;
  return slot === other.slot && generation === other.generation && created === other.created && keyId === other.keyId;
}
