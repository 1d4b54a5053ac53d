import { verify } from 'node:crypto';
import { type Assertion, readAssertion, refusedClaims } from '../auth0/assertion';
import { JWT_BEARER } from '../client-assertion';
import { ApiError, type ApiRequest, type ApiResponse } from '../http';
import type { Access } from './access';
import { type App, liveKeys, liveSecrets, object } from './app';
import type { StoredKey } from './key';

export interface TokenContext {
  readonly now: Date;
  /** What an assertion may name as `aud`: the issuer and the token endpoints. */
  readonly audiences: readonly string[];
  readonly find: (clientId: string) => App | undefined;
  /** Scopes of the management API that an app was granted. */
  readonly granted: (clientId: string) => readonly string[];
  readonly access: Access;
}

type Fields = Readonly<Record<string, string | undefined>>;

const ALGORITHMS: Readonly<Record<string, readonly string[]>> = {
  rsa: ['RS256', 'RS384', 'RS512'],
  ec: ['ES256', 'ES384', 'ES512'],
};

/** Answers a sign-in with client_credentials: with a client secret, in the form or as Basic, or an assertion. */
export function answerToken({ body, headers }: ApiRequest, context: TokenContext): ApiResponse {
  const fields = object(body) as Fields;
  if (fields.grant_type !== 'client_credentials') {
    throw refusal(400, 'unsupported_grant_type', 'The authorization grant type is not supported by the server.');
  }
  const asserted = fields.client_assertion !== undefined;
  const app = asserted ? byAssertion(fields, context) : bySecret(fields, headers.authorization, context);
  const asked = (fields.scope ?? '').split(' ').filter((scope) => scope.startsWith('okta.'));
  const missing = asked.filter((scope) => !asserted || !context.granted(app.clientId).includes(scope));
  if (missing.length > 0) {
    throw refusal(400, 'invalid_scope', 'The client does not have permission to request one or more of the scopes.');
  }
  const { token, lifetime } = context.access.grant(asked);
  return {
    status: 200,
    body: { token_type: 'Bearer', expires_in: lifetime, access_token: token, scope: asked.join(' ') },
  };
}

function bySecret(fields: Fields, authorization: string | undefined, { find }: TokenContext): App {
  const { id = '', secret } = basic(authorization) ?? { id: fields.client_id, secret: fields.client_secret };
  const app = find(id);
  if (!app) throw refusal(401, 'invalid_client', "Invalid value for 'client_id' parameter.");
  if (!liveSecrets(app).some(({ value }) => value === secret)) {
    throw refusal(401, 'invalid_client', 'The client secret supplied for a confidential client is invalid.');
  }
  return app;
}

function basic(authorization = ''): { readonly id: string; readonly secret: string } | undefined {
  const [scheme, encoded = ''] = authorization.split(' ');
  if (scheme?.toLowerCase() !== 'basic') return undefined;
  const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':');
  return { id: decodeURIComponent(id), secret: decodeURIComponent(rest.join(':')) };
}

function byAssertion(fields: Fields, { now, audiences, find }: TokenContext): App {
  const assertion = readAssertion(fields.client_assertion ?? '');
  if (!assertion || fields.client_assertion_type !== JWT_BEARER) {
    throw refusal(401, 'invalid_client', 'The client_assertion is malformed or its type is not supported.');
  }
  const reason = refusedClaims(assertion, audiences, now.getTime());
  if (reason !== undefined) throw refusal(401, 'invalid_client', `The client_assertion is invalid: ${reason}.`);
  const clientId = String(assertion.claims.sub);
  if (fields.client_id !== undefined && fields.client_id !== clientId) {
    throw refusal(401, 'invalid_client', 'The client_assertion is for another client_id.');
  }
  const app = find(clientId);
  if (!app) throw refusal(401, 'invalid_client', "Invalid value for 'client_id' parameter.");
  if (!isSignedByOne(assertion, liveKeys(app))) {
    throw refusal(401, 'invalid_client', 'The client_assertion token signature is invalid.');
  }
  return app;
}

/** An assertion without a kid is taken only from an app with a single key. */
function isSignedByOne(assertion: Assertion, keys: readonly StoredKey[]): boolean {
  const { kid } = assertion.header;
  const named = kid === undefined ? keys.slice(0, keys.length === 1 ? 1 : 0) : keys.filter((key) => key.kid === kid);
  return named.some((key) => isSignedBy(assertion, key));
}

function isSignedBy({ header, signed, signature }: Assertion, { key }: StoredKey): boolean {
  const alg = String(header.alg);
  if (!ALGORITHMS[key.asymmetricKeyType ?? '']?.includes(alg)) return false;
  const hash = alg.replace(/^../, 'sha');
  return verify(hash, Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }, signature);
}

function refusal(status: 400 | 401, error: string, description: string): ApiError {
  return new ApiError({ status, body: { error, error_description: description } });
}
