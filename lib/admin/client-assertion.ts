import { constants, type KeyObject, randomUUID, sign } from 'node:crypto';

export interface ClientAssertionOptions {
  readonly clientId: string;
  /** The token endpoint or issuer that the assertion is for. */
  readonly audience: string;
  readonly privateKey: KeyObject;
  /** What names the key: `{ kid }` at Auth0 and Okta, `{ 'x5t#S256' }` at Entra. */
  readonly header: Readonly<Record<string, string>>;
  /**
   * What an RSA key signs with.
   *
   * @default RS256
   */
  readonly rsa?: 'RS256' | 'PS256';
  /**
   * The clock of the client; give that of the model when it has one of its own.
   *
   * @default the system's clock
   */
  readonly clock?: () => Date;
}

/** By the curve of the key, as OpenSSL names it. */
const ALGORITHMS: Readonly<Record<string, readonly [alg: string, hash: string]>> = {
  rsa: ['RS256', 'sha256'],
  prime256v1: ['ES256', 'sha256'],
  secp384r1: ['ES384', 'sha384'],
  secp521r1: ['ES512', 'sha512'],
};

const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } as const;

/**
 * A signed client assertion (RFC 7523), valid for one minute: RS256 or PS256, or ES256, ES384 or ES512 by the key's
 * curve.
 */
export function clientAssertion(options: ClientAssertionOptions): string {
  const { clientId, audience, privateKey, header, rsa = 'RS256', clock = () => new Date() } = options;
  const now = Math.floor(clock().getTime() / 1000);
  const claims = { iss: clientId, sub: clientId, aud: audience, jti: randomUUID(), iat: now, nbf: now, exp: now + 60 };
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const [byKey, hash] = ALGORITHMS[privateKey.asymmetricKeyDetails?.namedCurve ?? 'rsa'] ?? [];
  const alg = byKey === 'RS256' ? rsa : byKey;
  if (alg === undefined)
    throw new Error('an assertion is signed with an RSA key or an EC key on P-256, P-384 or P-521');
  const signed = `${part({ alg, typ: 'JWT', ...header })}.${part(claims)}`;
  const how = { key: privateKey, dsaEncoding: 'ieee-p1363', ...(alg === 'PS256' && PSS) } as const;
  const signature = sign(hash, Buffer.from(signed), how);
  return `${signed}.${signature.toString('base64url')}`;
}

export const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
