import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';

export const KEY_SIZES = [2048, 3072, 4096] as const;
export type KeySize = (typeof KEY_SIZES)[number];

export interface KeyPair {
  /** SPKI, PEM. */
  readonly publicKey: string;
  /** PKCS#8, PEM, not encrypted. */
  readonly privateKey: string;
}

/** What key is made: RSA of so many bits, or EC on P-256, the one curve that every provider with EC keys takes. */
export type KeyShape = { readonly type: 'rsa'; readonly bits: KeySize } | { readonly type: 'ec' };

/** Makes a key pair; the work is done outside the event loop, so that the manifest's lock stays fresh. */
export async function makeKeyPair(shape: KeyShape): Promise<KeyPair> {
  const generate = promisify(generateKeyPair);
  return shape.type === 'rsa'
    ? generate('rsa', {
        modulusLength: shape.bits,
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      })
    : generate('ec', {
        namedCurve: 'P-256',
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      });
}
