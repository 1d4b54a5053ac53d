import type { ApiRequest, ApiResponse } from '../http';
import { type Body, object, text } from './body';
import { type Client, revocationSignature, validSignatures } from './client';
import { badCredentials, type SignInContext, signedInClient } from './client-sign-in';
import type { User } from './registry';
import type { Token, Tokens } from './token';
import { UaaError } from './uaa-error';

export interface TokenContext extends SignInContext {
  readonly tokens: Tokens;
  /** Whether refresh tokens from before an ADD are refused, as UAA does up to at least 78.2.0 (its bug 4047). */
  readonly bug4047: boolean;
}

/** `POST /oauth/token`: the client signs in first, so an unknown grant type tells whether its secret is right. */
export function answerToken(request: ApiRequest, context: TokenContext): ApiResponse {
  const client = signedInClient(request, context);
  const form = object(request.body);
  const grant = text(form.grant_type);
  switch (grant) {
    case undefined:
      throw UaaError.oauth(400, 'invalid_request', 'Missing grant type');
    case 'client_credentials':
      checkGrant(client, grant, context);
      return answer(context.tokens, client, undefined, clientScope(client, form, context));
    case 'password':
      checkGrant(client, grant, context);
      return byPassword(client, form, context);
    case 'refresh_token':
      checkGrant(client, grant, context);
      return byRefreshToken(client, form, context);
    default:
      throw UaaError.oauth(400, 'unsupported_grant_type', `Unsupported grant type: ${grant}`);
  }
}

function checkGrant({ settings }: Client, grant: string, { behaviour }: TokenContext): void {
  if (settings.authorized_grant_types.includes(grant)) return;
  const detail = behaviour.messages === 'old' ? `: ${grant}` : '';
  throw UaaError.oauth(401, 'invalid_client', `Unauthorized grant type${detail}`);
}

/** All authorities when none is asked for. */
function clientScope({ settings }: Client, form: Body, { behaviour }: TokenContext): readonly string[] {
  const asked = askedScope(form);
  const wrong = asked.find((scope) => !settings.authorities.includes(scope));
  if (wrong === undefined) return asked.length > 0 ? asked : settings.authorities;
  if (behaviour.messages === 'old') {
    const scope = settings.authorities.join(' ');
    throw UaaError.oauth(400, 'invalid_scope', `Invalid scope: ${wrong}`, { scope });
  }
  throw invalidScope(wrong);
}

function byPassword(client: Client, form: Body, context: TokenContext): ApiResponse {
  const { tokens, registry, behaviour } = context;
  const user = registry.findUser(text(form.username) ?? '');
  if (user?.password !== text(form.password)) throw badCredentials(behaviour);
  return answer(tokens, client, user, userScope(client, user, form));
}

/** What the client may be given and the user has; of what is asked for, at least one has to be left. */
function userScope({ settings }: Client, user: User | undefined, form: Body): readonly string[] {
  const asked = askedScope(form);
  const wrong = asked.find((scope) => !settings.scope.includes(scope));
  if (wrong !== undefined) throw invalidScope(wrong);
  const owned = settings.scope.filter((scope) => user?.groups.includes(scope));
  const given = asked.length > 0 ? asked.filter((scope) => owned.includes(scope)) : owned;
  if (given.length > 0) return given;
  throw UaaError.oauth(
    400,
    'invalid_scope',
    `${asked.join(' ')} is invalid. This user is not allowed any of the requested scopes`,
  );
}

function byRefreshToken(client: Client, form: Body, { tokens, registry, bug4047 }: TokenContext): ApiResponse {
  const given = text(form.refresh_token) ?? '';
  const token = tokens.find(given);
  if (token?.kind !== 'refresh' || token.clientId !== client.clientId || tokens.isExpired(token)) {
    throw UaaError.oauth(401, 'invalid_token', 'The token expired, was revoked, or the token ID is incorrect.');
  }
  if (!signatures(client, token, bug4047).includes(token.revSig)) {
    throw UaaError.oauth(401, 'invalid_token', 'Invalid refresh token: revocable signature mismatch');
  }
  const user = registry.findUser(token.user?.userName ?? '');
  return answer(tokens, client, user, token.scope, given);
}

function signatures(client: Client, { user }: Token, bug4047: boolean): readonly string[] {
  return bug4047 ? [revocationSignature(client, user?.id)] : validSignatures(client, user?.id);
}

function askedScope(form: Body): readonly string[] {
  return (text(form.scope) ?? '').split(' ').filter((scope) => scope !== '');
}

function invalidScope(scope: string): UaaError {
  return UaaError.oauth(400, 'invalid_scope', `${scope} is invalid. Please use a valid scope name in the request`);
}

function answer(
  tokens: Tokens,
  client: Client,
  user: User | undefined,
  scope: readonly string[],
  refreshToken?: string,
): ApiResponse {
  const { text: access_token, token } = tokens.grant({ kind: 'access', client, ...(user && { user }), scope });
  const refreshes = user !== undefined && client.settings.authorized_grant_types.includes('refresh_token');
  const refresh = (): string => tokens.grant({ kind: 'refresh', client, ...(user && { user }), scope }).text;
  return {
    status: 200,
    body: {
      access_token,
      token_type: 'bearer',
      ...(refreshes && { refresh_token: refreshToken ?? refresh() }),
      expires_in: Math.max(0, token.exp - token.iat - 1),
      scope: scope.join(' '),
      jti: token.jti,
    },
  };
}
