import { constants, type VerifyKeyObjectInput, verify } from 'node:crypto';
import type { Credential } from './credential';

/** A client assertion (RFC 7523) that could be read; nothing of it is verified yet. */
export interface Assertion {
  readonly header: { readonly alg?: unknown; readonly kid?: unknown };
  readonly claims: Readonly<Record<'iss' | 'sub' | 'aud' | 'exp' | 'nbf', unknown>>;
  readonly signed: string;
  readonly signature: Buffer;
}

export function readAssertion(text: string): Assertion | undefined {
  const [header, claims, signature, ...rest] = text.split('.');
  if (!header || !claims || !signature || rest.length > 0) return undefined;
  try {
    return {
      header: JSON.parse(Buffer.from(header, 'base64url').toString()) as Assertion['header'],
      claims: JSON.parse(Buffer.from(claims, 'base64url').toString()) as Assertion['claims'],
      signed: `${header}.${claims}`,
      signature: Buffer.from(signature, 'base64url'),
    };
  } catch {
    return undefined;
  }
}

/** Why the claims are refused, or undefined when they are not. `now` is in milliseconds. */
export function refusedClaims({ claims }: Assertion, audiences: readonly string[], now: number): string | undefined {
  const { iss, sub, aud, exp, nbf } = claims;
  if (typeof sub !== 'string' || iss !== sub) return 'iss and sub must be the client id';
  const audience: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  if (!audience.some((one) => audiences.includes(String(one)))) return `aud must be one of ${audiences.join(', ')}`;
  if (typeof exp !== 'number') return 'exp is required';
  if (exp * 1000 <= now) return 'the assertion is expired';
  if (typeof nbf === 'number' && nbf * 1000 > now) return 'the assertion is not valid yet';
  return undefined;
}

/** The key that signed the assertion; without a `kid` every key is tried. */
export function signer({ header, signed, signature }: Assertion, keys: readonly Credential[]): Credential | undefined {
  return keys
    .filter(({ kid, alg }) => alg === header.alg && (header.kid === undefined || header.kid === kid))
    .find(({ key, alg }) => verify(hash(alg), Buffer.from(signed), verifyOptions(key, alg), signature));
}

function hash(alg: string): string {
  return alg === 'RS384' ? 'sha384' : 'sha256';
}

function verifyOptions(key: Credential['key'], alg: string): VerifyKeyObjectInput {
  if (alg !== 'PS256') return { key };
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
}
