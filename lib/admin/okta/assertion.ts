import { createPrivateKey, type KeyObject, randomUUID, sign } from 'node:crypto';
import { InputError } from '../../rotation';

/** A service app of Okta that may call the management API. */
export interface ServiceApp {
  readonly clientId: string;
  readonly key: KeyObject;
  /** The `kid` under which Okta knows the key; needed once the app has several. */
  readonly keyId?: string;
}

/** @throws InputError when the text is no private key that Okta takes */
export function readSigningKey(pem: string): KeyObject {
  const key = tryKey(pem.replaceAll('\\n', '\n'));
  if (!key || !algorithmOf(key)) {
    throw new InputError(
      'a service app of Okta signs with a private key in PEM, RSA or EC P-256, P-384 or P-521, got something else',
    );
  }
  return key;
}

const LIFETIME = 300;

/** A client assertion for the token endpoint `audience`, valid for five minutes and once. */
export function clientAssertion({ clientId, key, keyId }: ServiceApp, audience: string): string {
  const [alg, hash] = algorithmOf(key) ?? [];
  const iat = Math.floor(Date.now() / 1000);
  const claims = { iss: clientId, sub: clientId, aud: audience, iat, exp: iat + LIFETIME, jti: randomUUID() };
  const signed = [{ alg, kid: keyId, typ: 'JWT' }, claims].map(encode).join('.');
  const signature = sign(hash, Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function tryKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

/** The name of the algorithm for a JSON Web Token, and its hash. */
function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): readonly [string, string] | undefined {
  if (asymmetricKeyType === 'rsa') return ['RS256', 'sha256'];
  switch (asymmetricKeyDetails?.namedCurve) {
    case 'prime256v1':
      return ['ES256', 'sha256'];
    case 'secp384r1':
      return ['ES384', 'sha384'];
    case 'secp521r1':
      return ['ES512', 'sha512'];
    default:
      return undefined;
  }
}
