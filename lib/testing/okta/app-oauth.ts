import { type Diagnostic, PluginError, type ResourceType, type Value, type Values } from '../../plugin';
import { known } from '../auth0/known';
import { storingPlan } from '../auth0/storing-plan';
import { given } from '../provider/given';
import { withDefaults } from '../provider/with-defaults';
import { providerSchema } from '../schemas';
import { object } from './app';
import { DEFAULTS, notSimulated } from './app-arguments';
import { appRequest, appState } from './app-state';
import type { Json } from './key';
import { type Connection, OktaApiError, type OktaClient, oktaClient } from './okta-client';

const { version, ...schema } = providerSchema('okta').resources['okta_app_oauth'];

/** `okta_app_oauth`: every change is one PUT of the whole app. */
export const appOauth: ResourceType<Connection> = {
  version,
  schema: withDefaults(schema, DEFAULTS),

  validate: (config) =>
    notSimulated(config).map((name): Diagnostic => ({
      severity: 'error',
      summary: `${name} is not simulated`,
      path: [name],
    })),

  async plan(_, { prior, config, proposed }) {
    const replaced = prior ? ['type', 'client_id'].filter((name) => prior[name] !== proposed[name]) : [];
    const shown = prior?.omit_secret === true && config.omit_secret !== true ? ['omit_secret'] : [];
    return { planned: proposed, requiresReplace: [...replaced, ...shown] };
  },

  async create(context, planned, config) {
    const api = oktaClient(context);
    const asked = known(planned);
    checkKeys(asked, 'create');
    const activate = asked.status === 'ACTIVE';
    const created = await trying('create', () =>
      api.send('POST', `/api/v1/apps?activate=${activate}`, appRequest(asked, ownSecret(asked, config))),
    );
    const id = String(created.id);
    const secret = asked.omit_secret === true ? null : secretIn(created);
    return storingPlan({ ...asked, id, client_id: clientIdIn(created), client_secret: secret }, async () => {
      await api.send('POST', `/api/v1/internal/apps/${id}/settings/oauth/idToken`, { issuerMode: 'ORG_URL' });
      if (asked.type !== 'service') await assignPolicy(api, id, asked);
      return readBack(api, id, { ...asked, client_secret: secret });
    });
  },

  async read(context, state) {
    const api = oktaClient(context);
    const app = await api.findApp(String(state.id));
    if (!app && context.client.release === '4.20.0') return undefined;
    if (!app) throw new PluginError('failed to get OAuth application: the API returned an error: Not found');
    await api.send('GET', `/api/v1/internal/apps/${String(state.id)}/settings/oauth/idToken`).catch(() => undefined);
    return appState(app, state);
  },

  async update(context, prior, planned, config) {
    const api = oktaClient(context);
    const id = String(prior.id);
    const asked = known(planned);
    return storingPlan(asked, async () => {
      if (prior.status !== asked.status) {
        await api.send('POST', `/api/v1/apps/${id}/lifecycle/${asked.status === 'ACTIVE' ? 'activate' : 'deactivate'}`);
      }
      checkKeys(asked, 'update');
      const body = appRequest(asked, updateSecret(asked, config, context.client));
      const updated = await trying('update', () => api.send('PUT', `/api/v1/apps/${id}`, body));
      const secret = asked.omit_secret === true ? null : (secretIn(updated) ?? asked.client_secret ?? null);
      if (asked.skip_authentication_policy !== true) await assignPolicy(api, id, asked);
      return readBack(api, id, { ...asked, client_secret: secret });
    });
  },

  async delete(context, state) {
    const api = oktaClient(context);
    const path = `/api/v1/apps/${String(state.id)}`;
    if (state.status === 'ACTIVE') await goneIsFine(api.send('POST', `${path}/lifecycle/deactivate`));
    await goneIsFine(api.send('DELETE', path));
  },

  import: async (_, id) => ({ id }),
};

async function readBack(api: OktaClient, id: string, held: Values): Promise<Values> {
  const app = await trying('get', () => api.send('GET', `/api/v1/apps/${id}`));
  await api.send('GET', `/api/v1/internal/apps/${id}/settings/oauth/idToken`).catch(() => undefined);
  return appState(app, held);
}

/** Assigned at every update, also for a service app that has none. */
async function assignPolicy(api: OktaClient, id: string, { authentication_policy: chosen }: Values): Promise<void> {
  const policy = given(chosen ?? null) ?? (await systemPolicy(api));
  await api.send('PUT', `/api/v1/apps/${id}/policies/${policy}`);
}

async function systemPolicy(api: OktaClient): Promise<string> {
  const policies = (await api.send('GET', '/api/v1/policies?type=ACCESS_POLICY')) as unknown as readonly Json[];
  return String(policies.find(({ system }) => system === true)?.id);
}

/** The value that the configuration gives; what it holds from before is sent, too. */
function ownSecret(planned: Values, config: Values): Value {
  return (
    given(config.client_basic_secret_wo) ?? given(planned.client_basic_secret) ?? given(planned.client_secret) ?? null
  );
}

/** With omit_secret the provider's SDK 6 sends an empty secret, the one before sent none. */
function updateSecret(planned: Values, config: Values, { release }: Connection): Value {
  if (planned.omit_secret !== true) return ownSecret(planned, config);
  return release === '4.20.0' ? null : '';
}

function secretIn(app: Json): string | null {
  return given(object(object(app.credentials).oauthClient).client_secret as Value) ?? null;
}

function clientIdIn(app: Json): string {
  return String(object(object(app.credentials).oauthClient).client_id);
}

function checkKeys({ token_endpoint_auth_method: method, jwks, jwks_uri: uri }: Values, doing: string): void {
  if (method !== 'private_key_jwt' || given(uri) !== undefined || (Array.isArray(jwks) && jwks.length > 0)) return;
  throw new PluginError(
    `failed to ${doing} OAuth application: 'jwks' or 'jwks_uri' is required when 'token_endpoint_auth_method' is 'private_key_jwt'`,
  );
}

async function trying<Answer>(doing: string, call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    throw new PluginError(`failed to ${doing} OAuth application: ${error instanceof Error ? error.message : error}`);
  }
}

async function goneIsFine(answer: Promise<unknown>): Promise<void> {
  try {
    await answer;
  } catch (error) {
    if (error instanceof OktaApiError && error.status === 404) return;
    throw new PluginError(`failed to delete OAuth application: ${error instanceof Error ? error.message : error}`);
  }
}
