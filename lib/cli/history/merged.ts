import { type HistoryEvent, InputError, type ManifestSet, shows } from '../../rotation';
import { readBlobs } from '../git/blobs';
import { type Commit, mergedVersions } from '../git/log';
import type { Repository } from '../git/repository';
import type { Origin } from './origin';
import { pastManifest } from './past-manifest';

/** Where an event comes from: the commit of its author, and the merge that brought it, if one did. */
export interface Source {
  readonly commit: Commit;
  readonly merge?: Commit;
}

interface MergedVersion {
  readonly commit: Commit;
  readonly set: ManifestSet | undefined;
}

/** Finds the commits that merges brought in. */
export class Merges {
  private readonly known = new Map<string, Promise<readonly MergedVersion[]>>();

  constructor(
    private readonly repository: Repository,
    private readonly manifestId: string,
    private readonly name: string,
  ) {}

  /** Undefined for what no commit is known of. @throws InputError when git cannot read the history */
  async sourceOf(event: HistoryEvent, origin: Origin): Promise<Source | undefined> {
    if (origin.kind !== 'commit') return undefined;
    const { commit, isMerge } = origin;
    if (!isMerge) return { commit };
    const versions = this.known.get(commit.id) ?? this.read(commit);
    this.known.set(commit.id, versions);
    const first = (await versions).find(({ set }) => shows(event, set));
    return first ? { commit: first.commit, merge: commit } : { commit };
  }

  private async read(merge: Commit): Promise<readonly MergedVersion[]> {
    const versions = await mergedVersions(this.repository, merge);
    const blobs = readBlobs(
      versions.flatMap(({ blob }) => blob ?? []),
      this.repository,
    );
    const merged: MergedVersion[] = [];
    for (const { commit, blob } of versions) {
      const bytes = blob === undefined ? undefined : (await blobs.next()).value;
      merged.push({ commit, set: bytes ? this.setIn(bytes) : undefined });
    }
    return merged;
  }

  /** A version within a branch that cannot be read is not the one that is looked for. */
  private setIn(bytes: Uint8Array): ManifestSet | undefined {
    try {
      const manifest = pastManifest(bytes, this.manifestId);
      return manifest.textOf(this.name) === undefined ? undefined : manifest.read(this.name);
    } catch (error) {
      if (error instanceof InputError) return undefined;
      throw error;
    }
  }
}
