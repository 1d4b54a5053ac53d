import type { Command } from 'commander';
import {
  type AppliedSet,
  type ManifestSet,
  type Override,
  readApplied,
  Refusal,
  requireApplied,
  requireAppliedCredentials,
  type TakenStep,
} from '../rotation';
import type { Context } from './context';
import { readInput } from './input';

export type Applied = ReadonlyMap<string, AppliedSet>;

export function appliedOption(command: Command): Command {
  return command.option(
    '--applied <file>',
    'the applied state, from "terraform show -json" ("-" reads standard input); refuses to go further than it',
  );
}

export async function readAppliedOption(path: string | undefined, context: Context): Promise<Applied | undefined> {
  return path === undefined ? undefined : readApplied(await readInput(path, context));
}

/** As `turnOf` takes it: null when the applied state is known and does not have the set, undefined when it is not known. */
export function appliedOf(name: string, applied: Applied | undefined): AppliedSet | null | undefined {
  return applied && (applied.get(name) ?? null);
}

/** A new step needs the present one applied; the rule `order` is what an override of it drops. */
export function requireStepApplied(set: ManifestSet, applied: Applied | undefined, rule?: Override['rule']): void {
  const found = applied?.get(set.name);
  if (!applied || (rule === 'order' && isBehind(set, found))) return;
  requireApplied(set, found);
  if (found) requireAppliedCredentials(set, found);
}

/** Another credential within the same step: the step itself may be applied or not. */
export function requireStepReached(set: ManifestSet, applied: Applied | undefined): void {
  const found = applied?.get(set.name);
  if (!applied || !found || (found.manifest === set.manifestId && found.step === set.state.step - 1)) return;
  requireApplied(set, found);
}

/** What was applied is not taken back, but left behind by another step. */
export function refuseApplied(set: ManifestSet, applied: Applied | undefined): void {
  const found = applied?.get(set.name);
  if (!found || (found.manifest === set.manifestId && found.step < set.state.step)) return;
  requireApplied(set, found);
  const { step, last, standby } = set.state;
  throw new Refusal(
    `undo takes back a step that was not applied, but step ${step} (${last.step}) of "${set.name}" is applied: ${wayBack(last.step, standby, set.name)}`,
  );
}

function isBehind(set: ManifestSet, found: AppliedSet | undefined): boolean {
  return !found || (found.manifest === set.manifestId && found.step < set.state.step);
}

function wayBack(step: TakenStep['step'], standby: string, name: string): string {
  switch (step) {
    case 'stage':
      return `use "cdktf-rotation abort ${name}" instead`;
    case 'promote':
      if (standby === 'empty')
        return 'there is no way back to the credential from outside; stage and promote another one';
      return `use "cdktf-rotation rollback ${name}" instead`;
    case 'rollback':
      return `use "cdktf-rotation rollback ${name}" again instead`;
    case 'retire':
    case 'abort':
      return `what it removed is gone; use "cdktf-rotation stage ${name}" for a new credential`;
    case 'start':
      return `use "cdktf-rotation remove ${name}" to take the set down`;
  }
}
