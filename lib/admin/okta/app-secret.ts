import { createHash } from 'node:crypto';
import { UnreadableAnswer } from '../unreadable-answer';
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

/** A secret without its value, for those who only look. */
export interface AppSecretRecord extends Omit<AppSecret, 'value'> {
  /** What the provider `rotation` made it for; absent for a secret of somebody else. */
  readonly madeFor?: SecretPlace;
}

export interface SecretPlace {
  readonly slot: 'a' | 'b';
  readonly generation: number;
}

const OWN = /^rot\.([ab])\.(\d+)\.[\w-]{43}$/;

/** The list of secrets, of which no value is kept. @throws UnreadableAnswer as {@link readSecrets} */
export function readSecretRecords(body: unknown): readonly AppSecretRecord[] {
  return readSecrets(body).map(({ value, ...record }) => {
    const madeFor = secretPlace(value);
    return madeFor ? { ...record, madeFor } : record;
  });
}

/** What the provider `rotation` made a value for; undefined when it is of somebody else. */
export function secretPlace(value: string): SecretPlace | undefined {
  const [, slot, generation] = OWN.exec(value) ?? [];
  return slot === undefined ? undefined : { slot: slot as SecretPlace['slot'], generation: Number(generation) };
}

/** @throws UnreadableAnswer when the answer is no list of secrets with their values */
export function readSecrets(body: unknown): readonly AppSecret[] {
  if (!Array.isArray(body)) throw new UnreadableAnswer('okta answered a list of secrets with something else');
  return body.map((one: unknown) => {
    const secret = isRecord(one) ? one : {};
    const [id, value] = [textIn(secret, 'id'), textIn(secret, 'client_secret')];
    if (id === undefined || value === undefined)
      throw new UnreadableAnswer('okta listed a secret without its id or value');
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
