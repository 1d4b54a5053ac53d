import { InputError, Manifest, type ManifestSet, objectOf, type Unchecked, utf8 } from '../../rotation';

/** A manifest as some version has it. */
export interface PastManifest {
  readonly names: readonly string[];
  /** The entry as text, without its policy: two versions with the same text say the same. Undefined without the set. */
  readonly textOf: (name: string) => string | undefined;
  /** @throws InputError when the entry is not one of a set */
  readonly read: (name: string) => ManifestSet;
}

/**
 * Reads a version of a manifest, as far as it tells what happened: a policy that no release takes any more, or another
 * set that is broken, does no harm.
 *
 * @param id of the manifest that the version must be of
 * @throws InputError when it is none
 */
export function pastManifest(bytes: Uint8Array, id: string): PastManifest {
  const { version, id: own, kinds, sets } = documentOf(bytes);
  if (own !== id) throw new InputError(`it is of another manifest, ${JSON.stringify(own ?? 'one without an id')}`);
  const entries = objectOf(sets);
  const entryOf = (name: string): Unchecked => {
    const { policy: _, ...entry } = objectOf(entries[name]);
    return entry;
  };
  return {
    names: Object.keys(entries),
    textOf: (name) => (Object.hasOwn(entries, name) ? JSON.stringify([kinds, entryOf(name)]) : undefined),
    read: (name) =>
      Manifest.of({ version, id, ...(kinds !== undefined && { kinds }), sets: { [name]: entryOf(name) } }).find(name),
  };
}

function documentOf(bytes: Uint8Array): Unchecked {
  const text = utf8('it', bytes);
  try {
    return objectOf(JSON.parse(text));
  } catch {
    throw new InputError('it is not JSON');
  }
}
