import type { ManifestSet } from '../../rotation';
import { readBlobs } from '../git/blobs';
import { type FileVersion, mainline } from '../git/log';
import type { Repository } from '../git/repository';
import type { ManifestFile } from '../manifest-file';
import { LeftOut } from './left-out';
import type { Origin } from './origin';
import { type PastManifest, pastManifest } from './past-manifest';

/** A set in a version of the manifest that says something else of it than the one before. */
export interface SetVersion {
  readonly origin: Origin;
  /** Undefined where the version does not have the set. */
  readonly set: ManifestSet | undefined;
}

export interface ManifestHistory {
  /** By name, oldest first. */
  readonly sets: ReadonlyMap<string, readonly SetVersion[]>;
  readonly notes: readonly string[];
}

/**
 * The versions of the sets of a manifest in git, and in the work tree.
 *
 * @param only the names of sets; all of them when there are none
 * @throws InputError when git cannot read the history
 */
export async function readManifestHistory(
  file: ManifestFile,
  repository: Repository,
  only: readonly string[],
): Promise<ManifestHistory> {
  const history = new Collector(file.manifest.id, only);
  const versions = await mainline(repository);
  const blobs = readBlobs(
    versions.flatMap(({ blob }) => blob ?? []),
    repository,
  );
  for (const version of versions) {
    const origin = originOf(version, repository);
    if (version.blob === undefined) history.addNone(origin);
    else history.add((await blobs.next()).value ?? undefined, origin);
  }
  history.add(file.bytes, { kind: 'work tree' });
  return { sets: history.sets, notes: [...history.leftOut.notes(), ...shallowNote(history)] };
}

class Collector {
  readonly sets = new Map<string, SetVersion[]>();
  readonly leftOut = new LeftOut();
  private readonly texts = new Map<string, string>();

  constructor(
    private readonly id: string,
    private readonly only: readonly string[],
  ) {}

  add(bytes: Uint8Array | undefined, origin: Origin): void {
    if (!bytes) this.leftOut.add(origin, 'git does not have its content here');
    else this.leftOut.watch(origin, () => this.compare(pastManifest(bytes, this.id), origin));
  }

  /** A version without the file. */
  addNone(origin: Origin): void {
    this.compare(undefined, origin);
  }

  private compare(manifest: PastManifest | undefined, origin: Origin): void {
    const names = this.only.length > 0 ? this.only : new Set([...this.texts.keys(), ...(manifest?.names ?? [])]);
    for (const name of names) {
      const text = manifest?.textOf(name);
      if (text === this.texts.get(name)) continue;
      this.leftOut.watch(origin, () => {
        const set = text === undefined ? undefined : manifest?.read(name);
        if (text === undefined) this.texts.delete(name);
        else this.texts.set(name, text);
        this.sets.set(name, [...(this.sets.get(name) ?? []), { origin, set }]);
      });
    }
  }
}

function originOf({ commit, parents }: FileVersion, { ends }: Repository): Origin {
  if (ends.has(commit.id)) return { kind: 'end', commit };
  return { kind: 'commit', commit, isMerge: parents.length > 1 };
}

function shallowNote({ sets }: Collector): readonly string[] {
  const end = [...sets.values()].flat().find(({ origin }) => origin.kind === 'end')?.origin;
  if (end?.kind !== 'end') return [];
  return [`the clone is shallow and ends at ${end.commit.short}: "git fetch --unshallow" brings what came before`];
}
