import { createHash } from 'node:crypto';
import { isRecord, textIn } from './json';

/** A client secret of an app, as Okta lists it. The value never changes. */
export interface AppSecret {
  /** `ocs…`. */
  readonly id: string;
  readonly isActive: boolean;
  /** When it was made, ISO 8601 to the second. */
  readonly created: string;
  readonly value: string;
  readonly hash: string;
}

/** @throws Error when the answer is no list of secrets with their values */
export function readSecrets(body: unknown): readonly AppSecret[] {
  if (!Array.isArray(body)) throw new Error('okta answered a list of secrets with something else');
  return body.map((one: unknown) => {
    const secret = isRecord(one) ? one : {};
    const [id, value] = [textIn(secret, 'id'), textIn(secret, 'client_secret')];
    if (id === undefined || value === undefined) throw new Error('okta listed a secret without its id or value');
    return {
      id,
      value,
      isActive: secret.status === 'ACTIVE',
      created: textIn(secret, 'created') ?? '',
      hash: textIn(secret, 'secret_hash') ?? secretHash(value),
    };
  });
}

/** Okta's `secret_hash`, as two recorded pairs of the okta provider's tests have it. */
export function secretHash(value: string): string {
  return createHash('sha256').update(value).digest().subarray(0, 16).toString('base64url');
}
