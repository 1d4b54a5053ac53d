import { createPublicKey } from 'node:crypto';
import type { ApiResponse } from '../http';
import { type Body, object, text } from './body';
import type { Client, ClientKey } from './client';
import { UaaError } from './uaa-error';

const MAX_KEYS = 10;

/** `PUT /oauth/clients/{id}/clientjwt`: the changed client and the answer. Unlike secrets, keys have names. */
export function changeKeys(client: Client, given: unknown): { readonly client: Client; readonly answer: ApiResponse } {
  const body = object(given);
  const { changeMode: mode = 'ADD' } = body;
  switch (mode) {
    case 'ADD':
      return add(client, body);
    case 'UPDATE':
      return update(client, body);
    case 'DELETE':
      return remove(client, body);
    default:
      throw UaaError.bare(400);
  }
}

/** A kid that is there keeps its old key, and a client with an address keeps that: the answer is 200 all the same. */
function add(client: Client, body: Body): Changed {
  const { jwksUri, keys } = configurationOf(body);
  const added =
    client.jwksUri === undefined ? keys.filter(({ kid }) => !client.keys.some((one) => one.kid === kid)) : [];
  if (jwksUri === undefined && added.length === 0) return done(client, 'No key added');
  const changed = jwksUri === undefined ? { keys: [...client.keys, ...added] } : { keys: [], jwksUri };
  return done({ ...client, ...limited(changed) }, 'Client jwt configuration is added');
}

/** Replaces keys of the same kid and keeps the others: no replacement of the whole. */
function update(client: Client, body: Body): Changed {
  const { jwksUri, keys } = configurationOf(body);
  const kept = client.keys.filter(({ kid }) => !keys.some((one) => one.kid === kid));
  const changed = jwksUri === undefined ? { keys: [...kept, ...keys] } : { keys: [], jwksUri };
  return done({ ...client, jwksUri: undefined, ...limited(changed) }, 'Client jwt configuration updated');
}

function remove(client: Client, body: Body): Changed {
  const kid = text(body.kid);
  const named = kid === undefined ? configurationOf(body).keys.map((key) => key.kid) : [kid];
  const keys = client.keys.filter((key) => !named.includes(key.kid));
  if (keys.length === client.keys.length && client.jwksUri === undefined) return done(client, 'No key deleted');
  return done({ ...client, keys, jwksUri: undefined }, 'Client jwt configuration is deleted');
}

interface Changed {
  readonly client: Client;
  readonly answer: ApiResponse;
}

function done(client: Client, message: string): Changed {
  return { client, answer: { status: 200, body: { status: 'ok', message } } };
}

function limited<Configuration extends { readonly keys: readonly ClientKey[] }>(changed: Configuration): Configuration {
  if (changed.keys.length > MAX_KEYS) {
    // The words of UAA, typing error included.
    throw UaaError.invalidClient(
      `Invalid private_key_jwt: jwk set is empty of exceeds to maximum of keys. max: + ${MAX_KEYS}`,
    );
  }
  return changed;
}

/** @throws UaaError 400 for what is no address and no JWK or set of JWKs as a string */
function configurationOf(body: Body): { readonly jwksUri?: string; readonly keys: readonly ClientKey[] } {
  const jwksUri = text(body.jwks_uri);
  if (jwksUri !== undefined) return { jwksUri, keys: [] };
  const keys = parse(body.jwks).map(clientKey);
  if (new Set(keys.map(({ kid }) => kid)).size < keys.length) {
    throw UaaError.invalidClient('Invalid private_key_jwt: duplicate kid in JWKSet not allowed');
  }
  return { keys };
}

function parse(jwks: unknown): readonly Body[] {
  try {
    const parsed = object(JSON.parse(String(jwks)));
    if (Array.isArray(parsed.keys)) return parsed.keys.map(object);
    if (parsed.kty !== undefined) return [parsed];
  } catch {
    // refused below
  }
  throw unreadable();
}

function clientKey(jwk: Body): ClientKey {
  const kid = text(jwk.kid);
  if (kid === undefined) throw UaaError.invalidClient('Invalid private_key_jwt: kid is required attribute');
  const { kty, n, e, crv, x, y } = jwk;
  try {
    return { kid, key: createPublicKey({ key: JSON.parse(JSON.stringify({ kty, n, e, crv, x, y })), format: 'jwk' }) };
  } catch {
    throw unreadable();
  }
}

function unreadable(): UaaError {
  return UaaError.invalidClient('Client jwt configuration cannot be parsed');
}
