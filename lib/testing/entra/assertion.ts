import { constants, createHash, type KeyObject, verify, type X509Certificate } from 'node:crypto';
import { invalidClient } from './sign-in-error';

/** A client assertion (RFC 7523), read but not trusted yet. */
export interface Assertion {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signed: Buffer;
  readonly signature: Buffer;
}

export function readAssertion(text: string): Assertion {
  const [header = '', claims = '', signature = ''] = text.split('.');
  try {
    return {
      header: json(header),
      claims: json(claims),
      signed: Buffer.from(`${header}.${claims}`),
      signature: Buffer.from(signature, 'base64url'),
    };
  } catch {
    throw invalidClient(50027, 'JWT token is invalid or malformed.');
  }
}

/** Whether the header names this certificate, by its SHA-1 (`x5t`) or SHA-256 (`x5t#S256`) thumbprint. */
export function names({ header }: Assertion, certificate: X509Certificate): boolean {
  const thumbprint = (hash: string): string => createHash(hash).update(certificate.raw).digest('base64url');
  const { x5t, 'x5t#S256': x5tS256 } = header;
  return x5tS256 === undefined ? x5t === thumbprint('sha1') : x5tS256 === thumbprint('sha256');
}

/** Whether the signature is one of the key's, by RS256 or PS256. */
export function isSignedBy({ header, signed, signature }: Assertion, key: KeyObject): boolean {
  switch (header.alg) {
    case 'RS256':
      return verify('sha256', signed, key, signature);
    case 'PS256':
      return verify('sha256', signed, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }, signature);
    default:
      return false;
  }
}

/** How far the clocks of two sides may be apart, in seconds. */
const SKEW = 300;

/** @throws ApiError when a claim is not what it must be for this client, endpoint and time */
export function checkClaims({ claims }: Assertion, clientId: string, audience: string, now: Date): void {
  const { iss, sub, aud, exp, nbf } = claims;
  if (iss !== clientId || sub !== clientId) {
    throw invalidClient(700021, "Client assertion application identifier doesn't match 'client_id' parameter.");
  }
  if (aud !== audience) {
    throw invalidClient(700023, 'Client assertion audience claim does not match Realm issuer.');
  }
  const seconds = now.getTime() / 1000;
  if (typeof exp !== 'number' || exp + SKEW <= seconds || (typeof nbf === 'number' && nbf - SKEW > seconds)) {
    throw invalidClient(700024, 'Client assertion is not within its valid time range.');
  }
}

function json(part: string): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as Readonly<Record<string, unknown>>;
}
