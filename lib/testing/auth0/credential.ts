import { type KeyObject, randomBytes, X509Certificate } from 'node:crypto';
import { Auth0Error } from './auth0-error';
import { keyThumbprint, rsaPublicKey } from './thumbprint';

/** A public key in the pool of a client, attached to its private_key_jwt slot or not. */
export interface Credential {
  readonly id: string;
  readonly kid: string;
  readonly alg: string;
  readonly name?: string;
  readonly key: KeyObject;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly expiresAt?: Date;
}

export type Body = Readonly<Record<string, unknown>>;

const ALGORITHMS = ['RS256', 'RS384', 'PS256'];

/** @throws Auth0Error when Auth0 would refuse the body of `POST /clients/{id}/credentials` */
export function newCredential(body: Body, now: Date): Credential {
  const {
    credential_type: type,
    pem,
    alg = 'RS256',
    name,
    expires_at: expiresAt,
    parse_expiry_from_cert: parse,
  } = body;
  if (type !== 'public_key') throw Auth0Error.invalid(`credential_type "${String(type)}" is not simulated`);
  if (typeof alg !== 'string' || !ALGORITHMS.includes(alg)) {
    throw Auth0Error.invalid(`Payload validation error: 'No enum match for: ${String(alg)}' on property alg.`);
  }
  if (name !== undefined && typeof name !== 'string') {
    throw Auth0Error.invalid("Payload validation error: 'Expected type string' on property name.");
  }
  const key = typeof pem === 'string' ? rsaPublicKey(pem) : undefined;
  if (typeof pem !== 'string' || !key) {
    throw Auth0Error.invalid('The pem does not hold an RSA public key or certificate.');
  }
  const expiry = parse === true ? certificateExpiry(pem) : readExpiry(expiresAt);
  return {
    id: `cred_${randomBytes(11).toString('hex')}`,
    kid: keyThumbprint(key),
    alg,
    ...(name === undefined ? {} : { name }),
    key,
    createdAt: now,
    updatedAt: now,
    ...(expiry && { expiresAt: expiry }),
  };
}

/** @throws Auth0Error for anything but a new `expires_at`, which cannot be taken away again */
export function withExpiry(credential: Credential, body: Body, now: Date): Credential {
  const others = Object.keys(body).filter((property) => property !== 'expires_at');
  if (others.length > 0) {
    throw Auth0Error.invalid(`Payload validation error: 'Additional properties not allowed: ${others.join(', ')}'.`);
  }
  const expiresAt = readExpiry(body.expires_at);
  if (!expiresAt) throw Auth0Error.invalid("Payload validation error: 'Missing required property: expires_at'.");
  return { ...credential, expiresAt, updatedAt: now };
}

/** What Auth0 shows of a credential: never the PEM. */
export function credentialBody({ id, kid, alg, name, createdAt, updatedAt, expiresAt }: Credential): Body {
  return {
    id,
    credential_type: 'public_key',
    kid,
    alg,
    ...(name === undefined ? {} : { name }),
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
    ...(expiresAt && { expires_at: expiresAt.toISOString() }),
  };
}

function readExpiry(value: unknown): Date | undefined {
  if (value === undefined) return undefined;
  const date = typeof value === 'string' ? new Date(value) : new Date(NaN);
  if (Number.isNaN(date.getTime())) {
    throw Auth0Error.invalid(
      "Payload validation error: 'Object didn't pass validation for format date-time' on property expires_at.",
    );
  }
  return date;
}

function certificateExpiry(pem: string): Date | undefined {
  return pem.includes('BEGIN CERTIFICATE') ? new Date(new X509Certificate(pem).validTo) : undefined;
}
