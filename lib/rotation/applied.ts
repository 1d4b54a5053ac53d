import { InputError, Refusal } from './error';
import type { ManifestSet } from './manifest';

/** What the ledgers in a Terraform state say of one set. */
export interface AppliedSet {
  readonly manifest: string;
  readonly set: string;
  readonly step: number;
  /** When the step was applied, as Terraform recorded it; absent for a first deployment's older ledger. */
  readonly at?: string;
}

interface StateResource {
  readonly address?: unknown;
  readonly type?: unknown;
  readonly name?: unknown;
  readonly values?: { readonly output?: unknown; readonly input?: unknown };
}

interface StateModule {
  readonly resources?: readonly StateResource[];
  readonly child_modules?: readonly StateModule[];
}

/**
 * Reads the ledgers out of `terraform show -json`. Nothing else of the state, which holds secrets, is kept.
 *
 * @throws InputError when the text is not the JSON of a state
 */
export function readApplied(text: string): ReadonlyMap<string, AppliedSet> {
  let document: { values?: { root_module?: StateModule }; format_version?: unknown } | null;
  try {
    document = JSON.parse(text);
  } catch {
    throw new InputError('the applied state is not JSON: give the output of "terraform show -json"');
  }
  if (typeof document !== 'object' || document === null || typeof document.format_version !== 'string') {
    throw new InputError('the applied state is not the output of "terraform show -json": it has no format_version');
  }
  const resources = document.values?.root_module ? resourcesOf(document.values.root_module) : [];
  const data = new Map(resources.filter(isTerraformData).map((resource) => [resource.name as string, resource]));
  const applied = new Map<string, AppliedSet>();
  for (const [name, resource] of data) {
    const ledger = resource.values?.output;
    if (!isLedger(ledger) || !/_step_[01]$/.test(name)) continue;
    const known = applied.get(ledger.set);
    if (known && known.step >= ledger.step) continue;
    const clock = data.get(name.replace(/_step_([01])$/, '_clock_$1'))?.values?.output;
    applied.set(ledger.set, {
      manifest: ledger.manifest,
      set: ledger.set,
      step: ledger.step,
      ...(typeof clock === 'string' && clock !== '' ? { at: clock } : {}),
    });
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

function resourcesOf(module: StateModule): readonly StateResource[] {
  return [...(module.resources ?? []), ...(module.child_modules ?? []).flatMap(resourcesOf)];
}

function isTerraformData(resource: StateResource): boolean {
  return resource.type === 'terraform_data' && typeof resource.name === 'string';
}

function isLedger(value: unknown): value is { manifest: string; set: string; step: number } {
  if (typeof value !== 'object' || value === null) return false;
  const { manifest, set, step } = value as Record<string, unknown>;
  return typeof manifest === 'string' && typeof set === 'string' && typeof step === 'number';
}
