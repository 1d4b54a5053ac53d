import { type Slot, SLOTS } from './credential-set';
import { Refusal } from './error';
import { ledgersIn } from './ledger-leaves';
import type { ManifestSet } from './manifest';
import { leavesOf, readStateModules } from './state-leaves';
import type { Unchecked } from './unchecked';

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
  return appliedIn(readStateModules(text));
}

/** The same from the modules of a state that was read already. */
export function appliedIn(modules: readonly Unchecked[]): ReadonlyMap<string, AppliedSet> {
  const applied = new Map<string, AppliedSet>();
  for (const leaves of modules.map(leavesOf)) {
    for (const { prefix, manifest, set, step, transition, generations, record } of ledgersIn(leaves)) {
      const known = applied.get(set);
      if (known && known.step >= step) continue;
      const moved = transition === 'promote' || transition === 'rollback';
      const clock = leaves.get(`${prefix}_${moved ? 'clock_moved' : 'clock_stayed'}`)?.output;
      applied.set(set, {
        manifest,
        set,
        step,
        generations,
        ...(typeof clock === 'string' && clock !== '' ? { at: clock } : {}),
        ...(Array.isArray(record.publications) ? { publications: record.publications.map(String) } : {}),
      });
    }
  }
  return applied;
}

/** What the ledgers say once the present step of a set is applied, at a time. */
export function appliedAs({ name, manifestId, state }: ManifestSet, at: string): AppliedSet {
  const generations = { a: state.a?.generation ?? 0, b: state.b?.generation ?? 0 };
  return { manifest: manifestId, set: name, step: state.step, generations, at };
}

/** @throws Refusal when the state belongs to another manifest than the set */
export function requireSameManifest({ name, manifestId }: ManifestSet, { manifest }: AppliedSet): void {
  if (manifest === manifestId) return;
  throw new Refusal(
    `the applied state of set "${name}" belongs to manifest "${manifest}", got manifest "${manifestId}": use the manifest of this deployment`,
  );
}

/** @throws Refusal unless exactly the set's present step is what was applied last */
export function requireApplied(set: ManifestSet, applied: AppliedSet | undefined): void {
  const { name, state } = set;
  if (!applied) throw new Refusal(`set "${name}" is not in the applied state: apply step ${state.step} first`);
  requireSameManifest(set, applied);
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
