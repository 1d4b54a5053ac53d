import { listOf, objectOf, type Unchecked } from '../../rotation';
import type { Holder } from './holder';

const MATERIAL = ['kty', 'n', 'e', 'x', 'y'] as const;

/** `okta_app_oauth` with `jwks`: one PUT replaces the whole list of keys, with every other setting of the app. */
export const oktaAppOauth: Holder = {
  calls: 'Okta takes the whole list of keys in one call',
  holds: (values, { keys }, slot) => isOn(values) && keyOf(values, keys[slot]) !== undefined,
  update: (before, after, unknown, { keys }, slot) => {
    if (
      ['jwks', 'jwks_uri', 'token_endpoint_auth_method', 'status', 'grant_types'].some((name) => unknown[name] === true)
    ) {
      return 'unknown';
    }
    const [mine, later] = [keyOf(before, keys[slot]), keyOf(after, keys[slot])];
    if (!mine || !later || !isOn(after)) return 'removed';
    return MATERIAL.every((part) => (mine[part] ?? '') === (later[part] ?? '')) ? 'stays' : 'removed';
  },
  keyIds: ({ jwks, jwks_uri: uri, token_endpoint_auth_method: method }) => {
    const kids = listOf(jwks).map((key) => objectOf(key).kid);
    const secret = typeof method === 'string' && method.startsWith('client_secret_') ? 'the client secret' : undefined;
    return [...kids, uri, secret].filter((id): id is string => typeof id === 'string' && id !== '');
  },
  values: () => [],
  slotOf: (attribute) => (attribute.startsWith('jwks') ? 'both' : undefined),
};

function isOn({ token_endpoint_auth_method: method, status, jwks_uri: uri, grant_types: grants }: Unchecked): boolean {
  const takesKeys = (typeof method !== 'string' || method === 'private_key_jwt') && (uri ?? '') === '';
  const grantsClients = !Array.isArray(grants) || grants.length === 0 || grants.includes('client_credentials');
  return takesKeys && grantsClients && status !== 'INACTIVE';
}

function keyOf({ jwks }: Unchecked, kid: string | undefined): Unchecked | undefined {
  return listOf(jwks)
    .map(objectOf)
    .find((key) => kid !== undefined && key.kid === kid);
}
