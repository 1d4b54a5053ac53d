import { isObject, PluginError, type Value, type Values } from '../../plugin';
import { keepEmpty } from '../provider/keep-empty';
import { object } from './app';
import { echoed, unechoed } from './app-arguments';
import type { Json } from './key';

type GrantTypes = Readonly<Record<string, readonly string[]>>;

const LEAST_GRANTS: GrantTypes = {
  web: ['authorization_code'],
  native: ['authorization_code'],
  browser: ['implicit', 'authorization_code'],
  service: ['client_credentials'],
};

/** The whole app as the provider sends it with POST and PUT: what it leaves out, it takes away. */
export function appRequest(planned: Values, secret: Value): Json {
  const body = unechoed({ ...planned, ...types(planned) });
  const settings = object(body.settings);
  const oauthClient = object(settings.oauthClient);
  const credentials = object(body.credentials);
  const keys = blocks(planned.jwks).map(keyRequest);
  return {
    ...body,
    name: 'oidc_client',
    signOnMode: 'OPENID_CONNECT',
    credentials: {
      ...credentials,
      oauthClient: {
        pkce_required: false,
        ...object(credentials.oauthClient),
        ...(typeof secret === 'string' && { client_secret: secret }),
      },
    },
    settings: { ...settings, oauthClient: { ...oauthClient, ...(keys.length > 0 && { jwks: { keys } }) } },
  };
}

/** What the state holds of an app; secrets are not read. */
export function appState(app: Json, held: Values): Values {
  const accessPolicy = String(object(object(app._links).accessPolicy).href ?? '');
  const { jwks } = object(object(app.settings).oauthClient);
  return {
    ...held,
    ...keepEmpty(held, {
      ...echoed(app),
      name: String(app.name),
      status: String(app.status),
      sign_on_mode: String(app.signOnMode),
      authentication_policy: accessPolicy.split('/').at(-1) ?? '',
      logo_url: '',
    }),
    id: String(app.id),
    // Without keys in the answer the provider leaves those that the state holds.
    ...(jwks !== undefined && { jwks: keyStates(object(jwks).keys) }),
  };
}

/** Grant and response types, where the configuration names none. */
function types({ type, grant_types: grants, response_types: responses }: Values): Values {
  const grantTypes = Array.isArray(grants) && grants.length > 0 ? grants : (LEAST_GRANTS[String(type)] ?? []);
  const has = (...some: readonly string[]): boolean => some.some((one) => grantTypes.includes(one));
  const least = [
    ...(has('implicit', 'client_credentials') ? ['token'] : []),
    ...(has('password', 'authorization_code', 'refresh_token') ? ['code'] : []),
  ];
  return {
    grant_types: grantTypes,
    response_types: Array.isArray(responses) && responses.length > 0 ? responses : least,
  };
}

/** `use` and `crv` are not in the schema: never sent. */
function keyRequest({ kid, kty, e, n, x, y }: Values): Json {
  return { kid, kty, status: 'ACTIVE', ...(kty === 'EC' ? { x, y } : { e, n }) };
}

/** In the order of the answer: the list is compared by position. */
function keyStates(keys: unknown): readonly Values[] {
  return (Array.isArray(keys) ? (keys as readonly Json[]) : []).map(({ kid, kty, e, n, x, y, use }, index) => {
    if (use === 'enc') {
      throw new PluginError(
        `failed to set OAuth application properties: Invalid address to set: []string{"jwks", "${index}", "use"}`,
      );
    }
    const text = (value: unknown): Value => (typeof value === 'string' ? value : null);
    return { kid: text(kid), kty: text(kty), e: text(e), n: text(n), x: text(x), y: text(y) };
  });
}

function blocks(value: Value = null): readonly Values[] {
  return Array.isArray(value) ? (value as readonly Value[]).filter(isObject) : [];
}
