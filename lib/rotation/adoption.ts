import type { Credential, SetState, Slot } from './credential-set';
import { InputError } from './error';
import type { Kind } from './kind';
import { rfc7638 } from './public-key';

/** What a key that was in use before the set began keeps until its slot is recycled. */
export interface Adopted {
  /** Auth0: its name, which is part of its identity there. Elsewhere its key id or kid. */
  readonly name: string;
  /** Auth0: where a moved block finds the resource in the state; absent where an import block brings it there. */
  readonly from?: string;
  /** Auth0: where it is not RS256. */
  readonly algorithm?: string;
  /** Auth0: its text in the state, where `publicKey` has another text of the same key. */
  readonly pem?: string;
}

/** The expiry of an adopted key that the provider never lets expire. */
export const NEVER = '9999-12-31T23:59:59Z';

/** The name that a slot has at a provider which knows keys by name. */
export function slotName(set: string, slot: Slot): string {
  return `${set}-${slot}`;
}

/** The id under which the provider and the application know the key; undefined for a secret. */
export function keyIdOf(kind: Kind, { publicKey, generation, adopted }: Credential): string | undefined {
  if (publicKey === undefined) return undefined;
  return kind.adopts === 'kid' && adopted ? adopted.name : kind.key?.keyId(publicKey, generation);
}

/** @throws InputError when a mark of adoption does not fit the kind, the slot, or the key */
export function checkAdopted(set: string, kind: Kind, { a, b, undo }: SetState): void {
  const refuse = (message: string): never => {
    throw new InputError(`${message}; only the command line writes "state": restore the file from git`);
  };
  if (b?.adopted ?? undo?.b?.adopted) refuse('a key is adopted into slot a, got one in slot b');
  for (const credential of [a, undo?.a]) {
    const adopted = credential?.adopted;
    if (!credential || !adopted) continue;
    const { name, from, algorithm, pem } = adopted;
    if (kind.adopts === undefined) refuse(`${kind.name} adopts no key, got one in slot a`);
    if (credential.generation !== 1) {
      refuse(`an adopted key is generation 1, got generation ${credential.generation}`);
    }
    if (kind.adopts === 'kid' && (from ?? algorithm ?? pem) !== undefined) {
      refuse(`an adopted key of ${kind.name} has a name, got more`);
    }
    if (kind.adopts === 'name' && name === slotName(set, 'b')) {
      throw new InputError(
        `the name of an adopted key is not that of the other slot, got "${name}": give the set another name than "${set}"`,
      );
    }
    if (pem !== undefined && rfc7638(pem) !== rfc7638(credential.publicKey ?? '')) {
      refuse('both texts of an adopted key hold the same key, got two keys');
    }
  }
}
