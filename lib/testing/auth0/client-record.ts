import { randomBytes } from 'node:crypto';
import { Auth0Error } from './auth0-error';
import type { Body, Credential } from './credential';

/** An application of the tenant. */
export interface ClientRecord {
  readonly clientId: string;
  readonly secret: string;
  /** What the Management API stores and gives back as it is: name, app_type, grant_types and so on. */
  readonly settings: Body;
  /** How it signs in; undefined while private_key_jwt is configured. */
  readonly method?: string;
  /** Ids of the attached keys, in the order in which they were given; undefined without private_key_jwt. */
  readonly slot?: readonly string[];
  /** Every key record, attached or not, oldest first. */
  readonly pool: readonly Credential[];
}

export const SECRET_METHODS = ['none', 'client_secret_post', 'client_secret_basic'];

/** What a client has that nobody configured, as recorded at the live API. */
const DEFAULTS: Body = {
  is_first_party: true,
  is_token_endpoint_ip_header_trusted: false,
  oidc_conformant: false,
  sso_disabled: false,
  cross_origin_authentication: false,
  custom_login_page_on: true,
  grant_types: ['authorization_code', 'implicit', 'refresh_token', 'client_credentials'],
  jwt_configuration: { alg: 'HS256', lifetime_in_seconds: 36000, secret_encoded: false },
  refresh_token: {
    rotation_type: 'non-rotating',
    expiration_type: 'non-expiring',
    leeway: 0,
    token_lifetime: 31557600,
    infinite_token_lifetime: true,
    infinite_idle_token_lifetime: true,
    idle_token_lifetime: 2592000,
  },
};

/** @throws Auth0Error when `POST /clients` would be refused */
export function newClient(body: Body): ClientRecord {
  const { token_endpoint_auth_method: method, client_secret: secret, ...rest } = body;
  if (typeof rest.name !== 'string' || rest.name === '') {
    throw Auth0Error.invalid("Payload validation error: 'Missing required property: name'.");
  }
  if (rest.client_authentication_methods !== undefined) {
    throw Auth0Error.invalid('keys in the body of POST /clients are not simulated');
  }
  return {
    clientId: randomBytes(16).toString('hex'),
    secret: typeof secret === 'string' ? secret : randomBytes(32).toString('hex'),
    settings: mergeSettings(DEFAULTS, rest),
    method: typeof method === 'string' ? method : defaultMethod(rest.app_type),
    pool: [],
  };
}

/** Top-level properties replace what is stored, `null` takes away, objects are completed by what they leave out. */
export function mergeSettings(stored: Body, body: Body): Body {
  const merged = Object.entries(body).map(([key, value]) => {
    const old = stored[key];
    return [key, isObject(value) && isObject(old) ? { ...old, ...value } : value] as const;
  });
  const all = { ...stored, ...Object.fromEntries(merged) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}

/** What `GET /clients/{id}` shows: no secret and no method while private_key_jwt is configured. */
export function clientBody({ clientId, secret, settings, method, slot }: ClientRecord): Body {
  const { name, ...rest } = settings;
  return {
    name,
    client_id: clientId,
    ...rest,
    ...(slot
      ? { client_authentication_methods: { private_key_jwt: { credentials: slot.map((id) => ({ id })) } } }
      : { client_secret: secret, token_endpoint_auth_method: method }),
  };
}

/** The method that a client of this type has when nobody chose one. */
export function defaultMethod(appType: unknown): string {
  if (appType === 'native' || appType === 'spa') return 'none';
  return appType === 'regular_web' || appType === 'non_interactive' ? 'client_secret_post' : 'client_secret_basic';
}

function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
