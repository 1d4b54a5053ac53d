import { generateKeyPair, KeyObject, webcrypto } from 'node:crypto';
import { promisify } from 'node:util';
import 'reflect-metadata';
import { X509CertificateGenerator } from '@peculiar/x509';

const generate = promisify(generateKeyPair);

export interface TestKey {
  readonly publicKey: string;
  readonly privateKey: KeyObject;
}

/** An RSA key pair; the asynchronous call, because a loop of the synchronous one was seen to hang on Node 20. */
export async function rsaKey(): Promise<TestKey> {
  const { publicKey, privateKey } = await generate('rsa', { modulusLength: 2048 });
  return { publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(), privateKey };
}

/** A self-signed certificate and its private key. */
export async function certificate(name = 'test', notAfter = '2099-01-01T00:00:00Z'): Promise<TestKey> {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    publicExponent: new Uint8Array([1, 0, 1]),
    modulusLength: 2048,
  };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const made = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    notBefore: new Date('2025-01-01T00:00:00Z'),
    notAfter: new Date(notAfter),
    signingAlgorithm: algorithm,
    keys: keys as webcrypto.CryptoKeyPair,
  });
  return { publicKey: `${made.toString('pem').trim()}\n`, privateKey: KeyObject.from(keys.privateKey) };
}
