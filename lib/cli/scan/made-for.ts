import { keyIdOf, type ManifestSet, SLOTS } from '../../rotation';
import type { MadeFor } from './found';

/** The slot for which the manifest has a key with this id: the set made it, whatever the state says. */
export function madeForByKey({ kind, state }: ManifestSet, keyId: string | undefined): MadeFor | undefined {
  for (const slot of SLOTS) {
    const credential = state[slot];
    if (credential && keyId !== undefined && keyIdOf(kind, credential) === keyId) {
      return { slot, generation: credential.generation };
    }
  }
  return undefined;
}
