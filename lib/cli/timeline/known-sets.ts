import type { Context } from '../context';
import { openRepository } from '../git/repository';
import { readManifestHistory, type SetVersion } from '../history/manifest-history';
import type { ManifestFile } from '../manifest-file';
import type { KnownSet } from './model';

interface Known {
  readonly sets: readonly KnownSet[];
  readonly notes: readonly string[];
}

/**
 * The sets of a manifest with their past, as far as git knows it.
 *
 * @param names of sets; without them all there are, and those that were forgotten
 * @throws InputError on a set that neither the manifest nor its history has
 */
export async function knownSets(
  file: ManifestFile,
  names: readonly string[],
  now: Date,
  env: Context['env'],
): Promise<Known> {
  const { manifest } = file;
  const repository = await openRepository(file.path, env);
  const found =
    'missing' in repository
      ? { sets: new Map<string, readonly SetVersion[]>(), notes: [`${repository.missing}: the past is not known here`] }
      : await readManifestHistory(file, repository, names);
  const all = names.length > 0 ? names : [...new Set([...manifest.names, ...found.sets.keys()])];
  const sets = all.map((name): KnownSet => {
    const versions = found.sets.get(name) ?? [];
    const present = versions.length > 0 ? manifest.tryFind(name) : manifest.find(name);
    const past = versions.map(({ origin, set }) => ({
      set,
      at: origin.kind === 'work tree' ? now : new Date(origin.commit.at),
    }));
    return { name, present, past };
  });
  return { sets, notes: found.notes };
}
