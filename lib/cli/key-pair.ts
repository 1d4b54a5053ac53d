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

/** Makes an RSA key pair; the work is done outside the event loop, so that the manifest's lock stays fresh. */
export async function makeKeyPair(bits: KeySize): Promise<KeyPair> {
  return promisify(generateKeyPair)('rsa', {
    modulusLength: bits,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}
