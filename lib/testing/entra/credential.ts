import { createHash, randomBytes, randomUUID, X509Certificate } from 'node:crypto';
import { graphDate } from './graph-date';
import { badRequest } from './graph-error';

interface Stored {
  readonly keyId: string;
  readonly displayName: string | null;
  readonly startDateTime: string;
  readonly endDateTime: string;
  /** When it was added, to the model's clock. */
  readonly addedAt: Date;
}

export interface StoredSecret extends Stored {
  readonly kind: 'secret';
  readonly secretText: string;
}

export interface StoredCertificate extends Stored {
  readonly kind: 'certificate';
  readonly type: string;
  readonly usage: string;
  readonly certificate: X509Certificate;
}

export type StoredCredential = StoredSecret | StoredCertificate;

export interface SecretInput {
  readonly displayName?: string | null;
  readonly startDateTime?: string | null;
  readonly endDateTime?: string | null;
}

export interface CertificateInput extends SecretInput {
  readonly keyId?: string | null;
  readonly type?: string | null;
  readonly usage?: string | null;
  /** Base64 of the certificate, PEM or DER. */
  readonly key?: string | null;
}

export function newSecret(input: SecretInput, now: Date): StoredSecret {
  const startDateTime = graphDate(input.startDateTime ?? now);
  const twoYearsOn = new Date(startDateTime);
  twoYearsOn.setUTCFullYear(twoYearsOn.getUTCFullYear() + 2);
  return {
    kind: 'secret',
    keyId: randomUUID(),
    displayName: input.displayName ?? null,
    startDateTime,
    endDateTime: graphDate(input.endDateTime ?? twoYearsOn),
    secretText: randomBytes(30).toString('base64url'),
    addedAt: now,
  };
}

export function newCertificate(input: CertificateInput, now: Date): StoredCertificate {
  const certificate = parse(input.key);
  return {
    kind: 'certificate',
    keyId: input.keyId ?? randomUUID(),
    displayName: input.displayName ?? certificate.subject,
    type: input.type ?? 'AsymmetricX509Cert',
    usage: input.usage ?? 'Verify',
    startDateTime: graphDate(input.startDateTime ?? new Date(certificate.validFrom)),
    endDateTime: graphDate(input.endDateTime ?? new Date(certificate.validTo)),
    certificate,
    addedAt: now,
  };
}

/** What Graph shows of a credential: never the secret or the key itself. */
export function shown(credential: StoredCredential): Readonly<Record<string, unknown>> {
  const { keyId, displayName, startDateTime, endDateTime } = credential;
  const common = { keyId, displayName, startDateTime, endDateTime };
  switch (credential.kind) {
    case 'secret':
      return { ...common, customKeyIdentifier: null, hint: credential.secretText.slice(0, 3), secretText: null };
    case 'certificate': {
      const { type, usage, certificate } = credential;
      const customKeyIdentifier = createHash('sha1').update(certificate.raw).digest('base64');
      return { ...common, customKeyIdentifier, type, usage, key: null };
    }
  }
}

function parse(key: string | null | undefined): X509Certificate {
  try {
    return new X509Certificate(Buffer.from(key ?? '', 'base64'));
  } catch {
    throw badRequest('Key credential must have a certificate as its value.');
  }
}
