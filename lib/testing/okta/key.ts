import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { oktaDate, oktaId } from './okta-id';
import { OktaError } from './okta-error';
import type { Status } from './secret';
import type { OktaUnknowns } from './unknowns';

export type Json = Readonly<Record<string, unknown>>;

/** A public key of an app. */
export interface StoredKey {
  readonly id: string;
  readonly kid: string | null;
  readonly use: string | null;
  readonly jwk: JsonWebKey;
  readonly key: KeyObject;
  readonly status: Status;
  readonly created: string;
  readonly lastUpdated: string;
  /** Counts up over all keys of the app. */
  readonly born: number;
}

const KEY_CAP = 50;
const LEAST_BITS = 2048;

/** By the length of `x`: the provider sends no `crv`. */
const CURVES: Readonly<Record<number, string>> = { 32: 'P-256', 48: 'P-384', 66: 'P-521' };

/** @throws OktaError when it is no RSA key of 2048 bits or more and no EC key */
export function newKey(given: Json, now: Date, born: number): StoredKey {
  const jwk = publicPart(given);
  const key = readKey(jwk);
  const bits = key.asymmetricKeyDetails?.modulusLength ?? LEAST_BITS;
  if (bits < LEAST_BITS) throw OktaError.invalid('jwks', `RSA key must be at least ${LEAST_BITS} bits.`);
  const created = oktaDate(now);
  return {
    id: oktaId('pks'),
    kid: textOrNull(given.kid),
    use: textOrNull(given.use),
    jwk,
    key,
    status: given.status === 'INACTIVE' ? 'INACTIVE' : 'ACTIVE',
    created,
    lastUpdated: created,
    born,
  };
}

/**
 * The keys of an app after its whole list was set: one that is sent again with its kid stays the same record.
 *
 * @throws OktaError when the list breaks a rule
 */
export function replaceKeys(old: readonly StoredKey[], sent: readonly Json[], now: Date): readonly StoredKey[] {
  const next = Math.max(0, ...old.map(({ born }) => born + 1));
  const keys = sent.map((given, index) => {
    const fresh = newKey(given, now, next + index);
    const same = old.find(({ kid, key }) => kid !== null && kid === fresh.kid && key.equals(fresh.key));
    return same ? { ...same, use: fresh.use, status: fresh.status } : fresh;
  });
  checkKeys(keys);
  return keys;
}

/** @throws OktaError when there are too many keys, or several and their kids are not distinct */
export function checkKeys(keys: readonly StoredKey[]): void {
  if (keys.length > KEY_CAP) throw OktaError.invalid('jwks', `You can have at most ${KEY_CAP} keys.`);
  const kids = keys.flatMap(({ kid }) => kid ?? []);
  if (keys.length > 1 && new Set(kids).size !== keys.length) {
    throw OktaError.invalid('jwks', "All keys in the 'jwks' must have a unique kid.");
  }
}

export function ordered(keys: readonly StoredKey[], order: Required<OktaUnknowns>['order']): readonly StoredKey[] {
  switch (order) {
    case 'as sent':
      return keys;
    case 'by creation':
      return [...keys].sort((one, other) => one.born - other.born);
    case 'by kid':
      return [...keys].sort((one, other) => ((one.kid ?? '') < (other.kid ?? '') ? -1 : 1));
  }
}

/** A key as the body of its app shows it. */
export function keyBody({ id, kid, use, jwk, status }: StoredKey): Json {
  const { kty, ...material } = jwk;
  return { kty, id, status, kid, use, ...material, ...(kty === 'EC' && { crv: null }) };
}

function publicPart({ kty, n, e, x, y }: Json): JsonWebKey {
  if (kty === 'RSA') return { kty, n: text(n, 'n'), e: text(e, 'e') };
  if (kty === 'EC') return { kty, x: text(x, 'x'), y: text(y, 'y') };
  throw OktaError.invalid('jwks', "'kty' must be RSA or EC.");
}

function readKey(jwk: JsonWebKey): KeyObject {
  const crv = jwk.x === undefined ? undefined : CURVES[Buffer.from(jwk.x, 'base64url').length];
  try {
    return createPublicKey({ key: { ...jwk, ...(crv !== undefined && { crv }) }, format: 'jwk' });
  } catch {
    throw OktaError.invalid('jwks', 'The key is not a valid public key.');
  }
}

function text(value: unknown, name: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw OktaError.invalid('jwks', `'${name}' is required.`);
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
