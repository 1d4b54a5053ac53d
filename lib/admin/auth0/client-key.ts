import { isObject, listOf, objectOf } from '../../rotation';
import { UnreadableAnswer } from '../unreadable-answer';

/** A key record of a client: every one counts against its limit, attached or not. */
export interface ClientKey {
  /** `cred_…`. */
  readonly id: string;
  /** The RFC 7638 thumbprint; absent for a record that is no public key. */
  readonly kid?: string;
  readonly name?: string;
  readonly created?: string;
  readonly expires?: string;
}

/** @throws UnreadableAnswer when the answer is no list of key records */
export function readKeys(body: unknown): readonly ClientKey[] {
  if (!Array.isArray(body)) throw new UnreadableAnswer('auth0 answered a list of credentials with something else');
  return body.map(readKey);
}

function readKey(value: unknown): ClientKey {
  const { id, kid, name, created_at: created, expires_at: expires } = objectOf(value);
  if (typeof id !== 'string') throw new UnreadableAnswer('auth0 listed a credential without its id');
  return {
    id,
    ...(typeof kid === 'string' && { kid }),
    ...(typeof name === 'string' && { name }),
    ...(typeof created === 'string' && { created }),
    ...(typeof expires === 'string' && { expires }),
  };
}

/** The ids that any method of sign-in of the client takes: attached records, which Auth0 refuses to delete. */
export function attachedIds(client: unknown): readonly string[] {
  if (!isObject(client)) throw new UnreadableAnswer('auth0 answered a client with something else');
  const { client_authentication_methods: methods, signed_request_object: requests } = client;
  return [...Object.values(objectOf(methods)), requests]
    .flatMap((one) => listOf(objectOf(one).credentials))
    .flatMap((one) => objectOf(one).id ?? [])
    .map(String);
}
