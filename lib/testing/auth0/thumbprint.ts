import { createHash, createPublicKey, type KeyObject } from 'node:crypto';

/** The RSA key of a PEM with an SPKI or PKCS#1 public key or a certificate; undefined when there is none. */
export function rsaPublicKey(pem: string): KeyObject | undefined {
  if (pem.includes('PRIVATE KEY')) return undefined;
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === 'rsa' ? key : undefined;
  } catch {
    return undefined;
  }
}

/** The RFC 7638 thumbprint: what Auth0 calls `kid`. Empty when the PEM holds no RSA key, as the provider has it. */
export function thumbprint(pem: string): string {
  const key = rsaPublicKey(pem);
  return key ? keyThumbprint(key) : '';
}

export function keyThumbprint(key: KeyObject): string {
  const { e, kty, n } = key.export({ format: 'jwk' });
  return createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url');
}
