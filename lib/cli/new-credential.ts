import { createPublicKey } from 'node:crypto';
import {
  type Credential,
  type Kind,
  type ManifestSet,
  normalizePublicKey,
  type Policy,
  Refusal,
  type Slot,
  standbySlot,
  type StepInput,
  timestamp,
} from '../rotation';
import { selfSigned } from './certificate';
import type { Context } from './context';
import type { DeliveredKey, Delivery } from './delivery';
import { expiryOf } from './expiry';
import { readInput } from './input';
import type { KeySource } from './key-options';
import { makeKeyPair } from './key-pair';
import { PrivateKeyCommand } from './private-key-command';
import { PrivateKeyFile } from './private-key-file';

/** The place a new credential is made for. */
export interface Place {
  readonly set: string;
  readonly kind: Kind;
  readonly policy: Policy;
  readonly slot: Slot;
  readonly generation: number;
  /** What the slots hold now. */
  readonly held: Readonly<Partial<Record<Slot, Credential>>>;
}

/** The place that the next stage fills. */
export function standbyPlace({ name, kind, policy, state }: ManifestSet): Place {
  const held = { a: state.a, b: state.b };
  return { set: name, kind, policy, slot: standbySlot(state), generation: state.generation + 1, held };
}

export interface NewCredential {
  readonly input: StepInput;
  readonly keyId?: string;
  /** Present when a private key was made here. */
  readonly delivery?: Delivery;
}

/** Makes or takes what a new credential needs. Nothing is written or delivered yet. */
export async function newCredential(place: Place, source: KeySource, context: Context): Promise<NewCredential> {
  const now = context.now();
  const at = timestamp(now);
  const expires = timestamp(place.policy.lifetime.after(now));
  switch (source.from) {
    case 'provider':
      return { input: { at, expires } };
    case 'file': {
      const text = await readInput(source.path, context);
      const publicKey = normalizePublicKey(text, place.kind.key?.accepts ?? [], place.kind.key?.types);
      refuseKnownKey(place, publicKey);
      const input = { at, expires: expiryOf(publicKey, place.policy, now), publicKey };
      return { input, keyId: place.kind.key?.keyId(publicKey, place.generation) };
    }
    case 'here': {
      const pair = await makeKeyPair(source.key);
      const accepts = place.kind.key?.accepts ?? [];
      const pem = accepts.includes('public key')
        ? pair.publicKey
        : await selfSigned(pair, { commonName: place.set, notBefore: at, notAfter: expires });
      const publicKey = normalizePublicKey(pem, accepts, place.kind.key?.types);
      const { set, slot, generation } = place;
      const kid = place.kind.key?.keyId(publicKey, generation) ?? '';
      const key: DeliveredKey = { set, slot, generation, kid, privateKey: pair.privateKey };
      return { input: { at, expires, publicKey }, keyId: kid, delivery: deliveryOf(key, source, context) };
    }
  }
}

function deliveryOf(key: DeliveredKey, { out, to }: KeySource & { readonly from: 'here' }, context: Context): Delivery {
  return out === undefined ? new PrivateKeyCommand(to ?? '', key, context) : new PrivateKeyFile(out, key);
}

/** A renewed certificate of the same key is the same key: whoever holds the old one holds the new one. */
function refuseKnownKey({ set, held }: Place, publicKey: string): void {
  for (const [slot, credential] of Object.entries(held)) {
    if (credential?.publicKey !== undefined && spki(credential.publicKey) === spki(publicKey)) {
      throw new Refusal(
        `a new credential needs a new key, got the public key that slot ${slot} of "${set}" holds already (generation ${credential.generation}): make another key pair`,
      );
    }
  }
}

function spki(pem: string): string {
  return createPublicKey(pem).export({ type: 'spki', format: 'pem' }).toString();
}
