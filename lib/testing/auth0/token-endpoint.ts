import { randomUUID } from 'node:crypto';
import { readAssertion, refusedClaims, signer } from './assertion';
import type { SignInView } from './sign-in-views';

export interface TokenRequest {
  /** Fields of the body, form or JSON. */
  readonly fields: Readonly<Record<string, string | undefined>>;
  /** The header `Authorization`. */
  readonly authorization?: string;
}

export interface TokenAnswer {
  readonly status: 200 | 400 | 401 | 403;
  readonly body: Readonly<Record<string, string | number>>;
}

export interface TokenContext {
  readonly now: Date;
  /** What an assertion may name as `aud`: the issuer and the token endpoint. */
  readonly audiences: readonly string[];
  readonly find: (clientId: string) => SignInView | undefined;
}

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Answers a sign-in with client_credentials as `POST /oauth/token` does. */
export function answerToken(request: TokenRequest, context: TokenContext): TokenAnswer {
  const { grant_type: grant, client_assertion: assertion, client_assertion_type: type } = request.fields;
  if (grant !== 'client_credentials') {
    return refuse(403, 'unauthorized_client', `Grant type '${grant}' is not simulated.`);
  }
  if (assertion === undefined) return secretSignIn(request, context);
  if (type !== JWT_BEARER) return refuse(400, 'invalid_request', 'client_assertion_type is missing or not supported');
  return assertionSignIn(assertion, request, context);
}

function assertionSignIn(text: string, { fields }: TokenRequest, { now, audiences, find }: TokenContext): TokenAnswer {
  const assertion = readAssertion(text);
  if (!assertion) return refuse(401, 'invalid_client', 'Client assertion is malformed');
  const reason = refusedClaims(assertion, audiences, now.getTime());
  if (reason !== undefined) return refuse(401, 'invalid_client', `Client assertion is refused: ${reason}`);
  const clientId = String(assertion.claims.sub);
  if (fields.client_id !== undefined && fields.client_id !== clientId) {
    return refuse(401, 'invalid_client', 'Client assertion is for another client_id');
  }
  const client = find(clientId);
  if (!client) return refuse(401, 'access_denied', 'Unauthorized');
  const valid = client.attached.filter(({ expiresAt }) => !expiresAt || expiresAt > now);
  if (!signer(assertion, valid)) {
    return refuse(401, 'invalid_client', 'Client assertion is signed by no key of the client');
  }
  return grantTo(client);
}

function secretSignIn(request: TokenRequest, { find }: TokenContext): TokenAnswer {
  const { id, secret, method } = presented(request);
  const client = find(id);
  if (!client || client.method !== method || client.secret !== secret) {
    return refuse(401, 'access_denied', 'Unauthorized');
  }
  return grantTo(client);
}

function presented({ fields, authorization }: TokenRequest): { id: string; secret?: string; method: string } {
  const [scheme, encoded] = authorization?.split(' ') ?? [];
  if (scheme?.toLowerCase() === 'basic' && encoded !== undefined) {
    const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':');
    return { id, secret: rest.join(':'), method: 'client_secret_basic' };
  }
  return { id: fields.client_id ?? '', secret: fields.client_secret, method: 'client_secret_post' };
}

function grantTo({ grants }: SignInView): TokenAnswer {
  if (!grants.includes('client_credentials')) {
    return refuse(403, 'unauthorized_client', "Grant type 'client_credentials' not allowed for the client.");
  }
  return { status: 200, body: { access_token: randomUUID(), token_type: 'Bearer', expires_in: 86400 } };
}

function refuse(status: 400 | 401 | 403, error: string, description: string): TokenAnswer {
  return { status, body: { error, error_description: description } };
}
