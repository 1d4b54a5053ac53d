import { type ManifestSet, type Turn, turnOf, verifiedTurn } from '../rotation';
import { type Applied, appliedOf } from './applied-option';
import type { Context } from './context';
import { type DueMove, type DueStep, dueStep, sourceFor } from './due-step';
import { EXIT, exitCodeOf } from './exit-code';
import type { KeyOptions } from './key-options';
import type { ManifestFile } from './manifest-file';
import { verificationsFor } from './verify/record-file';
import { writeEntries } from './write-entries';

/** What a scheduled run did with one set. */
export type Advance = { readonly set: ManifestSet } & (
  | ({ readonly result: 'taken' } & DueStep)
  | { readonly result: 'nothing'; readonly turn: Exclude<Turn, { kind: 'due' | 'refused' }> }
  | { readonly result: 'failed'; readonly error: string; readonly exitCode: number }
);

export interface AdvanceOptions extends KeyOptions {
  readonly dryRun?: boolean;
}

/**
 * Takes the steps that are due, at most one for each set, in the order of the sets. Steps that make no key here are
 * written together; each key that is made is followed by the manifest at once, so that a run that dies leaves at most
 * one key that no manifest knows.
 *
 * @throws what writing the manifest throws, as long as nothing was written
 */
export async function advanceSets(
  file: ManifestFile,
  names: readonly string[],
  applied: Applied | undefined,
  options: AdvanceOptions,
  context: Context,
): Promise<readonly Advance[]> {
  const results = new Map<string, Advance>();
  const prepared: DueStep[] = [];
  const withKey: DueMove[] = [];
  const now = context.now();
  const sets = names.map((name) => file.manifest.find(name));
  const verifications = await verificationsFor(file, sets);
  for (const set of sets) {
    const { name } = set;
    const known = appliedOf(name, applied);
    const turn = verifiedTurn(set, turnOf(set, now, known), verifications.get(name));
    if (turn.kind === 'refused')
      results.set(name, { set, result: 'failed', error: turn.message, exitCode: EXIT.refused });
    else if (turn.kind !== 'due') results.set(name, { set, result: 'nothing', turn });
    else {
      await attempt(set, results, async () => {
        const due = { set, move: turn.step, source: sourceFor(set, turn.step, options), applied: known };
        if (due.source.from === 'here') withKey.push(due);
        else prepared.push(await dueStep(file, due, context));
      });
    }
  }
  let present = await writeEntries(file, prepared, options);
  for (const step of prepared) results.set(step.set.name, { result: 'taken', ...step });
  for (const due of withKey) {
    await attempt(due.set, results, async () => {
      const step = await dueStep(present, due, context);
      present = await writeEntries(present, [step], options);
      results.set(due.set.name, { result: 'taken', ...step });
    });
  }
  return names.map((name) => results.get(name) as Advance);
}

/** What goes wrong with one set does not stop the others; a bug does. */
async function attempt(set: ManifestSet, results: Map<string, Advance>, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const exitCode = exitCodeOf(error);
    if (exitCode === EXIT.bug) throw error;
    results.set(set.name, { set, result: 'failed', error: (error as Error).message, exitCode });
  }
}
