import {
  type AppliedSet,
  type Credential,
  currentSlot,
  keyIdOf,
  type ManifestSet,
  type RotationRequest,
  type Slot,
  standbySlot,
} from '../rotation';
import { nextThing } from './next-thing';
import { overrideInForce } from './override-option';

export type AppliedReport =
  | { readonly standing: 'not applied' }
  | {
      readonly standing: 'applied' | 'waiting for apply' | 'ahead' | 'another manifest';
      readonly step: number;
      readonly at?: string;
    };

export interface SlotReport {
  readonly slot: Slot;
  readonly generation: number;
  readonly created: string;
  readonly expires: string;
  readonly keyId?: string;
}

/** One set for machines: `status --json`, and what every step prints with `--json`. */
export interface SetReport {
  readonly set: string;
  readonly kind: string;
  readonly step: number;
  readonly last: { readonly step: string; readonly at: string };
  /** Absent while current is outside. */
  readonly current?: SlotReport;
  readonly standby: { readonly role: 'empty' } | (SlotReport & { readonly role: 'next' | 'previous' });
  readonly removal?: { readonly at: string; readonly reason: string };
  readonly override?: { readonly rule: string; readonly reason: string };
  /** Somebody asked for a rotation. */
  readonly rotation?: RotationRequest;
  readonly applied?: AppliedReport;
  readonly next: string;
}

/** @param applied null when the applied state is known and does not have the set, undefined when it is not known */
export function setReport(set: ManifestSet, now: Date, applied?: AppliedSet | null): SetReport {
  const { name, kind, state, removal, rotation } = set;
  const override = overrideInForce(set);
  const current = currentSlot(state);
  const standing = applied === undefined ? undefined : appliedReport(set, applied);
  return {
    set: name,
    kind: kind.name,
    step: state.step,
    last: { step: state.last.step, at: state.last.at },
    ...(current && { current: slotReport(set, current) }),
    standby: standbyReport(set),
    ...(removal && { removal }),
    ...(override && { override: { rule: override.rule, reason: override.reason } }),
    ...(rotation && { rotation }),
    ...(standing && { applied: standing }),
    next: nextThing(set, now, standing, applied ?? undefined),
  };
}

function standbyReport(set: ManifestSet): SetReport['standby'] {
  const { standby: role } = set.state;
  const slot = slotReport(set, standbySlot(set.state));
  return role === 'empty' || !slot ? { role: 'empty' } : { role, ...slot };
}

function slotReport({ kind, state }: ManifestSet, slot: Slot): SlotReport | undefined {
  const credential: Credential | undefined = state[slot];
  if (!credential) return undefined;
  const { generation, created, expires } = credential;
  const keyId = keyIdOf(kind, credential);
  return { slot, generation, created, expires, ...(keyId !== undefined && { keyId }) };
}

function appliedReport(set: ManifestSet, applied: AppliedSet | null): AppliedReport {
  if (!applied) return { standing: 'not applied' };
  const { step, at } = applied;
  const known = { step, ...(at !== undefined && { at }) };
  if (applied.manifest !== set.manifestId) return { standing: 'another manifest', ...known };
  if (step === set.state.step) return { standing: 'applied', ...known };
  return { standing: step < set.state.step ? 'waiting for apply' : 'ahead', ...known };
}
