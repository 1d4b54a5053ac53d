import { type Slot, SLOTS } from './credential-set';
import { Refusal } from './error';
import type { ManifestSet } from './manifest';
import { readStateLeaves } from './state-leaves';
import { objectOf } from './unchecked';

/** What the ledgers in a Terraform state say of one set. */
export interface AppliedSet {
  readonly manifest: string;
  readonly set: string;
  readonly step: number;
  /** What each slot held, 0 for an empty one: tells a staged credential from another one within the same step. */
  readonly generations: Readonly<Record<Slot, number>>;
  /** When the step was applied, as Terraform recorded it; absent for a first deployment's older ledger. */
  readonly at?: string;
  /** Addresses of the resources that published it. */
  readonly publications?: readonly string[];
}

/**
 * Reads the ledgers out of `terraform show -json`. Nothing else of the state, which holds secrets, is kept.
 *
 * @throws InputError when the text is not the JSON of a state
 */
export function readApplied(text: string): ReadonlyMap<string, AppliedSet> {
  const applied = new Map<string, AppliedSet>();
  for (const leaves of readStateLeaves(text)) {
    for (const [name, { output: ledger }] of leaves) {
      if (!isLedger(ledger) || !/_step_[01]$/.test(name)) continue;
      const known = applied.get(ledger.set);
      if (known && known.step >= ledger.step) continue;
      const moved = ledger.transition === 'promote' || ledger.transition === 'rollback';
      const clock = leaves.get(name.replace(/_step_[01]$/, moved ? '_clock_moved' : '_clock_stayed'))?.output;
      applied.set(ledger.set, {
        manifest: ledger.manifest,
        set: ledger.set,
        step: ledger.step,
        generations: { a: Number(objectOf(ledger.generations).a), b: Number(objectOf(ledger.generations).b) },
        ...(typeof clock === 'string' && clock !== '' ? { at: clock } : {}),
        ...(Array.isArray(ledger.publications) ? { publications: ledger.publications.map(String) } : {}),
      });
    }
  }
  return applied;
}

/** @throws Refusal unless exactly the set's present step is what was applied last */
export function requireApplied(set: ManifestSet, applied: AppliedSet | undefined): void {
  const { name, state } = set;
  if (!applied) throw new Refusal(`set "${name}" is not in the applied state: apply step ${state.step} first`);
  if (applied.manifest !== set.manifestId) {
    throw new Refusal(
      `the applied state of set "${name}" belongs to manifest "${applied.manifest}", got manifest "${set.manifestId}": use the manifest of this deployment`,
    );
  }
  if (applied.step < state.step) {
    throw new Refusal(
      `one step in one apply: set "${name}" is at step ${state.step} here and step ${applied.step} is applied: apply step ${state.step} first`,
    );
  }
  if (applied.step > state.step) {
    throw new Refusal(
      `set "${name}" is at step ${state.step} here, but step ${applied.step} is applied: this manifest is old, update it from the main branch`,
    );
  }
}

/** @throws Refusal when a credential was staged again within the present step, and not applied since */
export function requireAppliedCredentials({ name, state }: ManifestSet, { generations }: AppliedSet): void {
  const slot = SLOTS.find((one) => state[one] && state[one].generation !== generations[one]);
  if (slot === undefined) return;
  throw new Refusal(
    `set "${name}" holds generation ${state[slot]?.generation} in slot ${slot} here and generation ${generations[slot]} is applied: apply step ${state.step} again first`,
  );
}

/** A ledger without a transition belongs to a first deployment: nothing was applied by it. */
function isLedger(value: unknown): value is {
  manifest: string;
  set: string;
  step: number;
  generations: unknown;
  transition: unknown;
  publications: unknown;
} {
  const { manifest, set, step, transition } = objectOf(value);
  return typeof manifest === 'string' && typeof set === 'string' && typeof step === 'number' && transition !== '';
}
