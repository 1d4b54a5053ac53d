import type { Command } from 'commander';
import { type ManifestSet, requestAfter, type SetState } from '../rotation';
import { appliedOption } from './applied-option';
import { type Change, entryWith, refuseRemoval } from './change-set';
import { type WritingOptions, writingOptions } from './common-options';
import type { Context } from './context';
import { type ManifestFile, readManifest } from './manifest-file';
import { overrideAt, type OverrideOptions, overrideOptions } from './override-option';
import { setReport } from './set-report';
import { type Wait, waitNote } from './wait';

export interface StepOptions extends WritingOptions, OverrideOptions {
  readonly applied?: string;
}

export function stepOptions(command: Command): Command {
  return overrideOptions(appliedOption(writingOptions(command)));
}

/** A set that may take a step, with the file it stands in. @throws Refusal when it is marked for removal */
export async function openSet(name: string, path: string): Promise<{ file: ManifestFile; set: ManifestSet }> {
  const file = await readManifest(path);
  const set = file.manifest.find(name);
  refuseRemoval(set);
  return { file, set };
}

export interface TakenState {
  readonly file: ManifestFile;
  readonly set: ManifestSet;
  readonly state: SetState;
  /** What the plan will wait for. */
  readonly wait?: Wait;
}

/** The change that puts a set into another state, with a note when the plan will make it wait. */
export function stepChange(taken: TakenState, options: OverrideOptions, { now }: Context): Omit<Change, 'summary'> {
  const { file, set, state } = taken;
  const override = overrideAt(state, options, set.override);
  const next = file.manifest.with(
    set.name,
    entryWith(file, set.name, { state, override, rotation: requestAfter(set, state) }),
  );
  const wait = override?.rule === taken.wait?.rule ? undefined : taken.wait;
  const notes = [
    ...(wait ? [waitNote(wait, set)] : []),
    ...(override ? [`${override.rule} is not enforced at step ${override.step}: ${override.reason}`] : []),
  ];
  return { file, next, json: { ...setReport(next.find(set.name), now()), ...(wait && { wait }) }, notes };
}
