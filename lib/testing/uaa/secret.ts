import { createHash, randomUUID } from 'node:crypto';

/** A client secret as UAA stores it. */
export interface Secret {
  readonly value: string;
  /** Tells equal secrets apart, as the salt of a bcrypt hash does: tokens are bound to it. */
  readonly salt: string;
}

/** Secrets beyond 72 bytes are cut by bcrypt, at least up to the versions that are modelled. */
const BCRYPT_BYTES = 72;

export function newSecret(value: string): Secret {
  return { value, salt: randomUUID() };
}

export function matches({ value }: Secret, given: string): boolean {
  return effective(value).equals(effective(given));
}

/** The id of a secret in events of the model: it names the value without giving it away. */
export function uaaSecretId(value: string): string {
  return createHash('sha256').update(effective(value)).digest('hex').slice(0, 12);
}

function effective(value: string): Buffer {
  return Buffer.from(value).subarray(0, BCRYPT_BYTES);
}
