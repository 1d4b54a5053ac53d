import { createHash, randomBytes } from 'node:crypto';
import { oktaDate, oktaId } from './okta-id';
import { OktaError } from './okta-error';

export type Status = 'ACTIVE' | 'INACTIVE';

/** A client secret of an app. The value never changes. */
export interface StoredSecret {
  readonly id: string;
  readonly value: string;
  readonly status: Status;
  readonly created: string;
  readonly lastUpdated: string;
}

export const SECRET_CAP = 2;

/** @throws OktaError when the value is shorter than 14 or longer than 100 characters, or not printable ASCII */
export function newSecret(given: unknown, status: Status, now: Date): StoredSecret {
  const value = given ?? randomBytes(48).toString('base64url');
  if (typeof value !== 'string' || !/^[\x20-\x7e]{14,100}$/.test(value)) {
    throw OktaError.invalid('client_secret', 'client_secret: must be 14 to 100 printable ASCII characters.');
  }
  const created = oktaDate(now);
  return { id: oktaId('ocs'), value, status, created, lastUpdated: created };
}

/** What Okta calls `secret_hash`: base64url of the first 16 bytes of the value's SHA-256. */
export function secretHash(value: string): string {
  return createHash('sha256').update(value).digest().subarray(0, 16).toString('base64url');
}

/** A secret as the API shows it, its value in clear. `path` is the address of the app's secrets. */
export function secretBody({ id, value, status, created, lastUpdated }: StoredSecret, path: string): object {
  const link = (method: string, end: string) => ({ href: `${path}/${id}${end}`, hints: { allow: [method] } });
  return {
    id,
    created,
    lastUpdated,
    status,
    client_secret: value,
    secret_hash: secretHash(value),
    _links:
      status === 'ACTIVE'
        ? { deactivate: link('POST', '/lifecycle/deactivate') }
        : { activate: link('POST', '/lifecycle/activate'), delete: link('DELETE', '') },
  };
}
