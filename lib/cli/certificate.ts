import { createPrivateKey, createPublicKey, randomBytes, webcrypto } from 'node:crypto';
import { parseTimestamp } from '../rotation';
import type { KeyPair } from './key-pair';
import { x509 } from './lazy';

export interface CertificateOptions {
  readonly commonName: string;
  /** First and last second of its validity, `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly notBefore: string;
  readonly notAfter: string;
}

const ALGORITHM = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;

/** A self-signed X.509 certificate, as PEM: what an identity provider takes that knows certificates only. */
export async function selfSigned(pair: KeyPair, options: CertificateOptions): Promise<string> {
  const { KeyUsageFlags, KeyUsagesExtension, X509CertificateGenerator } = x509();
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: serialNumber(),
      name: [{ CN: [options.commonName] }],
      notBefore: parseTimestamp(options.notBefore),
      notAfter: parseTimestamp(options.notAfter),
      signingAlgorithm: ALGORITHM,
      keys: await importPair(pair),
      extensions: [new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true)],
    },
    webcrypto,
  );
  return certificate.toString('pem');
}

async function importPair({ privateKey, publicKey }: KeyPair): Promise<webcrypto.CryptoKeyPair> {
  const pkcs8 = createPrivateKey(privateKey).export({ type: 'pkcs8', format: 'der' });
  const spki = createPublicKey(publicKey).export({ type: 'spki', format: 'der' });
  return {
    privateKey: await webcrypto.subtle.importKey('pkcs8', pkcs8, ALGORITHM, false, ['sign']),
    publicKey: await webcrypto.subtle.importKey('spki', spki, ALGORITHM, true, ['verify']),
  };
}

/** 16 random bytes, positive and without leading zeros, as RFC 5280 wants a serial number. */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes.writeUInt8((bytes.readUInt8(0) & 0x7f) | 0x40, 0);
  return bytes.toString('hex');
}
