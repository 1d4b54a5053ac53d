import 'reflect-metadata'; // @peculiar/x509 needs it and does not bring it
import { webcrypto } from 'node:crypto';
import { SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';

/** What a provider shows Terraform, and Terraform trusts for this one connection. */
export interface Identity {
  /** PEM. */
  readonly certificate: string;
  /** PKCS#8, PEM. */
  readonly privateKey: string;
  /** The certificate as the handshake line has it: base64 of the DER, without padding. */
  readonly announced: string;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 86_400_000;

/** A key and a certificate for this process alone; they are never stored. Terraform wants the name `localhost` in it. */
export async function makeIdentity(): Promise<Identity> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const now = Date.now();
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=localhost',
      keys,
      signingAlgorithm: ALGORITHM,
      // Clocks of containers are set back now and then; a provider runs for minutes.
      notBefore: new Date(now - DAY),
      notAfter: new Date(now + DAY),
      extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }])],
    },
    webcrypto,
  );
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  return {
    certificate: certificate.toString('pem'),
    privateKey: `-----BEGIN PRIVATE KEY-----\n${pkcs8.toString('base64')}\n-----END PRIVATE KEY-----\n`,
    announced: Buffer.from(certificate.rawData).toString('base64').replace(/=+$/, ''),
  };
}
