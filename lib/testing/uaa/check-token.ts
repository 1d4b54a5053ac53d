import type { ApiRequest, ApiResponse } from '../http';
import { object, text } from './body';
import { type SignInContext, signedInClient } from './client-sign-in';
import type { Tokens } from './token';
import { refusedToken } from './token-check';
import { UaaError } from './uaa-error';

export interface CheckContext extends SignInContext {
  readonly tokens: Tokens;
}

/** `POST /check_token`: what a resource server, a client with `uaa.resource`, is told of an access token. */
export function checkToken(request: ApiRequest, context: CheckContext): ApiResponse {
  if (request.headers.authorization === undefined) {
    const description = 'An Authentication object was not found in the SecurityContext';
    throw UaaError.unauthorizedClient('unauthorized', description);
  }
  const client = signedInClient(request, context);
  if (!client.settings.authorities.includes('uaa.resource')) {
    throw UaaError.oauth(403, 'access_denied', 'Access is denied');
  }
  const { tokens, registry } = context;
  const given = text(object(request.body).token) ?? '';
  const refused = refusedToken(given, tokens, registry);
  const token = tokens.find(given);
  if (refused === undefined && token) return { status: 200, body: tokens.claims(token) };
  const expired = refused?.startsWith('Invalid access token: expired');
  throw UaaError.oauth(400, 'invalid_token', expired ? 'Token has expired' : (refused ?? '').replaceAll('"', '&quot;'));
}
