import { constants, createHash, type KeyObject, sign, X509Certificate } from 'node:crypto';
import type { TestKey } from '../../support/keys';

export interface AssertionOptions {
  readonly clientId: string;
  readonly audience: string;
  readonly now: Date;
  /** The header that names the certificate: `x5t` or `x5t#S256`. */
  readonly header: string;
  readonly alg?: string;
  readonly lifetime?: number;
  readonly privateKey?: KeyObject;
}

/** A client assertion whose every part a test can spoil. */
export function signedAssertion(key: TestKey, options: AssertionOptions): string {
  const { clientId, audience, now, header, alg = 'RS256', lifetime = 60, privateKey = key.privateKey } = options;
  const { raw } = new X509Certificate(key.publicKey);
  const thumbprint = createHash(header === 'x5t' ? 'sha1' : 'sha256')
    .update(raw)
    .digest('base64url');
  const seconds = Math.floor(now.getTime() / 1000);
  const claims = { iss: clientId, sub: clientId, aud: audience, exp: seconds + lifetime };
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg, typ: 'JWT', [header]: thumbprint })}.${part(claims)}`;
  const padding = alg === 'PS256' ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
  const signature = sign('sha256', Buffer.from(signed), { key: privateKey, padding, saltLength: 32 });
  return `${signed}.${signature.toString('base64url')}`;
}
