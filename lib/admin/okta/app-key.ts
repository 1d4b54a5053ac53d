import { UnreadableAnswer } from '../unreadable-answer';
import { isRecord, textIn } from './json';

/** A public key of an app, as Okta lists it. */
export interface AppKey {
  /** `pks…`. */
  readonly id: string;
  /** Absent for a key that somebody added without one. */
  readonly kid?: string;
  readonly isActive: boolean;
  /** `sig` or `enc`; absent for both. */
  readonly use?: string;
  readonly created?: string;
}

/** @throws UnreadableAnswer when the answer is no list of keys */
export function readKeys(body: unknown): readonly AppKey[] {
  const jwks = isRecord(body) && isRecord(body.jwks) ? body.jwks : {};
  if (!Array.isArray(jwks.keys)) throw new UnreadableAnswer('okta answered a list of keys with something else');
  return jwks.keys.map((one: unknown) => {
    const key = isRecord(one) ? one : {};
    const id = textIn(key, 'id');
    if (id === undefined) throw new UnreadableAnswer('okta listed a key without its id');
    return {
      id,
      kid: textIn(key, 'kid'),
      isActive: key.status !== 'INACTIVE',
      use: textIn(key, 'use'),
      created: textIn(key, 'created'),
    };
  });
}
