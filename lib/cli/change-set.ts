import { type Manifest, Refusal, type ManifestSet, type SetEntry } from '../rotation';
import { changedLines } from './changes';
import type { WritingOptions } from './common-options';
import type { Delivery } from './delivery';
import { type ManifestFile, writeManifest } from './manifest-file';
import type { Outcome } from './outcome';

export interface Change {
  readonly file: ManifestFile;
  readonly next: Manifest;
  readonly summary: string;
  readonly json: object;
  readonly notes?: readonly string[];
  readonly delivery?: Delivery;
}

/** Writes a change, or says what it would be. */
export async function commitChange(change: Change, options: WritingOptions): Promise<Outcome> {
  const { file, next, delivery } = change;
  const notes = change.notes ?? [];
  const dryRun = options.dryRun === true;
  const changes = dryRun ? changedLines(file.bytes ? file.manifest : undefined, next) : [];
  if (dryRun) await delivery?.check();
  else await writeManifest(file, next, delivery);
  return {
    text: [...(dryRun ? ['dry run, nothing is written:', ...changes] : []), change.summary].join('\n'),
    json: { ...change.json, file: file.path, dryRun, ...(dryRun && { changes }), notes },
    notes,
  };
}

/** The entry of a set, with another state, override, removal or request. */
export function entryWith(
  file: ManifestFile,
  name: string,
  parts: Pick<SetEntry, 'state' | 'override' | 'removal' | 'rotation'>,
): SetEntry {
  const { kind, policy } = file.manifest.document.sets[name] as SetEntry;
  const { override, removal, rotation, state } = parts;
  return {
    kind,
    ...(policy && { policy }),
    ...(override && { override }),
    ...(removal && { removal }),
    ...(rotation && { rotation }),
    state,
  };
}

/** @throws Refusal on a set that is on its way out */
export function refuseRemoval({ name, removal }: ManifestSet): void {
  if (removal) {
    throw new Refusal(
      `a set marked for removal takes no steps, got "${name}", marked at ${removal.at}: "cdktf-rotation remove ${name} --cancel" takes the mark away`,
    );
  }
}
