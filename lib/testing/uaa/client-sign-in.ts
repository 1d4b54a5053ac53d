import { verify } from 'node:crypto';
import { type Assertion, readAssertion, refusedClaims } from '../auth0/assertion';
import { JWT_BEARER } from '../client-assertion';
import type { ApiRequest } from '../http';
import type { Behaviour } from './behaviour';
import { object, text } from './body';
import type { Client } from './client';
import type { Registry } from './registry';
import { matches } from './secret';
import { UaaError } from './uaa-error';

export interface SignInContext {
  readonly registry: Registry;
  readonly zone: string;
  readonly behaviour: Behaviour;
  readonly now: Date;
  /** What a client assertion may name as `aud`: the token endpoints. */
  readonly audiences: readonly string[];
}

/**
 * The client of a request: by Basic header, by id and secret in the form, or by assertion.
 *
 * @throws UaaError 401
 */
export function signedInClient({ headers, body }: ApiRequest, context: SignInContext): Client {
  const form = object(body);
  const basic = basicCredentials(headers.authorization, context.behaviour);
  const assertion = text(form.client_assertion);
  if (context.behaviour.clientKeys && assertion !== undefined && !basic && form.client_secret === undefined) {
    return byAssertion(assertion, text(form.client_assertion_type), context);
  }
  const { id, secret } = basic ?? { id: text(form.client_id), secret: text(form.client_secret) };
  return bySecret(id, secret, context);
}

function bySecret(id = '', secret: string | undefined, { registry, zone, behaviour }: SignInContext): Client {
  const client = registry.find(zone, id);
  if (client && client.secrets.length === 0 && behaviour.messages === 'new') {
    throw UaaError.unauthorizedClient(behaviour.badCredentials, 'Missing credentials');
  }
  if (!client || secret === undefined || !client.secrets.some((one) => matches(one, secret))) {
    throw badCredentials(behaviour);
  }
  return client;
}

export function badCredentials({ badCredentials: error }: Behaviour): UaaError {
  return UaaError.unauthorizedClient(error, 'Bad credentials');
}

function byAssertion(given: string, type: string | undefined, context: SignInContext): Client {
  const assertion = type === JWT_BEARER ? readAssertion(given) : undefined;
  if (!assertion || refusedClaims(assertion, context.audiences, context.now.getTime()) !== undefined) {
    throw badCredentials(context.behaviour);
  }
  const client = context.registry.find(context.zone, String(assertion.claims.sub));
  if (!client?.keys.some(({ kid, key }) => kid === assertion.header.kid && isSignedBy(assertion, key))) {
    throw badCredentials(context.behaviour);
  }
  return client;
}

function isSignedBy({ header, signed, signature }: Assertion, key: Client['keys'][number]['key']): boolean {
  const alg = String(header.alg);
  if (!(key.asymmetricKeyType === 'ec' ? /^ES(256|384|512)$/ : /^RS(256|384|512)$/).test(alg)) return false;
  return verify(alg.replace(/^../, 'sha'), Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }, signature);
}

interface Credentials {
  readonly id: string;
  readonly secret: string;
}

function basicCredentials(authorization: string | undefined, { decodesBasic }: Behaviour): Credentials | undefined {
  const [scheme, encoded = ''] = authorization?.split(' ') ?? [];
  if (scheme?.toLowerCase() !== 'basic') return undefined;
  const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':');
  const part = (raw: string): string => (decodesBasic ? decode(raw) : raw);
  return { id: part(id), secret: part(rest.join(':')) };
}

function decode(raw: string): string {
  try {
    return decodeURIComponent(raw.replaceAll('+', ' '));
  } catch {
    return raw;
  }
}
