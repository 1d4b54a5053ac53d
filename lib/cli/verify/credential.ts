import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { IdentityProvider, SignInCredential } from '../../admin/sign-in';
import { InputError, Kind, type ManifestSet, Refusal, type VerifiedCredential } from '../../rotation';
import type { Context } from '../context';
import { inputName, readInput } from '../input';
import { readSource } from '../uaa/source';
import type { CredentialOptions } from './options';

/**
 * The value of the staged credential, from where the options say.
 *
 * @throws InputError when it is missing or unreadable
 * @throws Refusal when it can be seen without a sign-in that it is not the staged one
 */
export async function readCredential(
  set: ManifestSet,
  staged: VerifiedCredential,
  provider: IdentityProvider,
  { secretFrom, privateKey }: CredentialOptions,
  context: Context,
): Promise<SignInCredential> {
  const { kind } = set;
  const [needed, other, given, wrong] = kind.key
    ? (['--private-key', '--secret-from', privateKey, secretFrom] as const)
    : (['--secret-from', '--private-key', secretFrom, privateKey] as const);
  if (given === undefined || wrong !== undefined) {
    throw new InputError(`${kind.name} needs ${needed}, got ${wrong === undefined ? 'none' : other}`);
  }
  if (!kind.key) {
    const secret = await readSource(needed, given, context);
    refuseOther(set, staged, secret);
    return { secret };
  }
  return keyOf(set, staged, provider, readKey(given, await readInput(given, context)));
}

/** The values that our provider makes at Okta say which credential they are. */
function refuseOther({ name, kind }: ManifestSet, { slot, generation }: VerifiedCredential, secret: string): void {
  const [, ofSlot, ofGeneration] = /^rot\.([ab])\.(\d+)\./.exec(secret) ?? [];
  if (kind.name !== Kind.OKTA_CLIENT_SECRET.name || ofSlot === undefined) return;
  if (ofSlot !== slot || ofGeneration !== String(generation)) {
    throw new Refusal(
      `verify signs in with the staged secret of "${name}", generation ${generation} in slot ${slot}, got generation ${ofGeneration} of slot ${ofSlot}: give the next one`,
    );
  }
}

function keyOf(
  { name, state }: ManifestSet,
  staged: VerifiedCredential,
  provider: IdentityProvider,
  privateKey: KeyObject,
): SignInCredential {
  const publicKey = state[staged.slot]?.publicKey ?? '';
  if (!createPublicKey(publicKey).equals(createPublicKey(privateKey))) {
    throw new Refusal(
      `verify signs in with the private key of the staged public key of "${name}" (generation ${staged.generation}, key id ${staged.keyId}), got the private key of another one: give the one that "stage" delivered`,
    );
  }
  return { privateKey, header: provider.keyHeader(publicKey, staged.keyId ?? '') };
}

function readKey(path: string, pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    const encrypted = /ENCRYPTED/.test(pem) ? ', it is encrypted: decrypt it first' : '';
    throw new InputError(
      `--private-key is a private key in PEM, ${inputName(path)} holds none that can be read${encrypted}`,
    );
  }
}
