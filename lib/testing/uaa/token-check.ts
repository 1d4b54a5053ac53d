import { validSignatures } from './client';
import type { Registry } from './registry';
import type { Tokens } from './token';

/** Why UAA does not take an access token, or undefined when it does, with the checks in its order. */
export function refusedToken(text: string, tokens: Tokens, registry: Registry): string | undefined {
  const token = tokens.find(text);
  if (token?.kind !== 'access') return 'The token expired, was revoked, or the token ID is incorrect.';
  const client = registry.find(token.zone, token.clientId);
  if (!client) return `Invalid client ID ${token.clientId}`;
  if (tokens.isExpired(token)) return `Invalid access token: expired at ${new Date(token.exp * 1000).toUTCString()}`;
  const { scope, authorities } = client.settings;
  const missing = token.scope.filter((one) => !(token.user ? scope : authorities).includes(one));
  if (missing.length > 0) return `Some required "scope" are missing: [${missing.join(', ')}]`;
  if (!validSignatures(client, token.user?.id).includes(token.revSig)) return 'revocable signature mismatch';
  return undefined;
}
