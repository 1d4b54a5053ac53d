import {
  type Leak,
  leakOf,
  type ManifestSet,
  Refusal,
  type SetEntry,
  type Turn,
  turnOf,
  verifiedTurn,
} from '../rotation';
import { type Applied, appliedOf } from './applied-option';
import { entryWith } from './change-set';
import type { Context } from './context';
import { type DueStep, dueStep } from './due-step';
import { type KeyOptions, keySource } from './key-options';
import type { ManifestFile } from './manifest-file';
import { type Leaked, leakRequest } from './replace-leaks';
import { verificationsFor } from './verify/record-file';

/** A set of which something leaked, and what is done about it now. */
export interface Replacement {
  /** The set with the request. */
  readonly set: ManifestSet;
  readonly leak: Leak;
  readonly turn: Turn;
  /** The first step, where it could be taken. */
  readonly taken?: DueStep;
  readonly entry: SetEntry;
}

export interface ReplaceRequest extends KeyOptions {
  readonly reason: string;
  readonly pause: string;
}

/** Asks for what leaked to be replaced, and takes the first steps. Nothing is written or delivered yet. */
export async function prepareReplacements(
  file: ManifestFile,
  leaked: readonly Leaked[],
  applied: Applied | undefined,
  request: ReplaceRequest,
  context: Context,
): Promise<readonly Replacement[]> {
  const verifications = await verificationsFor(
    file,
    leaked.map(({ set }) => set),
  );
  const replacements: Replacement[] = [];
  for (const one of leaked) {
    const set = { ...one.set, rotation: leakRequest(one, { ...request, now: context.now() }) };
    const known = appliedOf(set.name, applied);
    const turn = verifiedTurn(set, turnOf(set, context.now(), known), verifications.get(set.name));
    if (turn.kind === 'refused') throw new Refusal(turn.message);
    const leak = leakOf(set) as Leak;
    if (!isTakenNow(one.set, turn)) {
      replacements.push({ set, leak, turn, entry: entryWith(file, set.name, set) });
      continue;
    }
    const source = keySource(set.kind, request);
    const taken = await dueStep(file, { set, move: turn.step, source, applied: known }, context);
    replacements.push({ set, leak, turn, taken, entry: taken.entry });
  }
  return replacements;
}

/** Without the applied state the present step counts as applied, as for the command of a step. */
function isTakenNow(before: ManifestSet, turn: Turn): turn is Turn & { kind: 'due' | 'held' } {
  return turn.kind === 'due' || (turn.kind === 'held' && turn.by === 'apply' && !leakOf(before));
}
