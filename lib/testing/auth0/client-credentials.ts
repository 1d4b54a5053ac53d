import type { ResourceType } from '../../plugin';
import { providerSchema, withForceNew } from '../schemas';
import { changeMethod, removeKeys } from './authentication-method';
import { planClientCredentials } from './client-credentials-plan';
import { checkClientCredentials } from './client-credentials-rules';
import { clientCredentialsState } from './client-credentials-state';
import { defaultMethod } from './client-record';
import { type Connection, managementClient } from './connection';
import { rotate, storeAll } from './rotate';
import { foundOrUndefined } from './slot';
import { storingPlan } from './storing-plan';

const { version, ...schema } = providerSchema('auth0').resources['auth0_client_credentials'];

/** `auth0_client_credentials` as provider 1.55.0 has it, cut to private_key_jwt and the methods with a secret. */
export const clientCredentials: ResourceType<Connection> = {
  version,
  schema: withForceNew(schema, 'client_id'),
  validate: checkClientCredentials,
  plan: (_, request) => planClientCredentials(request),

  async create(context, planned, config) {
    const api = managementClient(context);
    const clientId = String(planned.client_id);
    await api.getClient(clientId, 'client_id');
    return storingPlan({ ...planned, id: clientId }, async () => {
      if (planned.authentication_method === 'private_key_jwt') await storeAll(api, clientId, config);
      else await changeMethod(api, clientId, { planned, config });
      return clientCredentialsState(api, await api.getClient(clientId), { wanted: planned });
    });
  },

  async read(context, state) {
    const api = managementClient(context);
    const client = await foundOrUndefined(api.getClient(String(state.id)));
    return client && clientCredentialsState(api, client, { prior: state, wanted: state });
  },

  async update(context, prior, planned, config) {
    const api = managementClient(context);
    const clientId = String(prior.id);
    return storingPlan(planned, async () => {
      await api.getClient(clientId, 'client_id');
      if (planned.authentication_method === 'private_key_jwt') {
        await rotate(api, clientId, prior, planned);
      } else {
        if (prior.authentication_method === 'private_key_jwt') {
          await removeKeys(api, clientId, prior, String(planned.authentication_method));
        }
        await changeMethod(api, clientId, { prior, planned, config });
      }
      return clientCredentialsState(api, await api.getClient(clientId), { prior, wanted: planned });
    });
  },

  async delete(context, state) {
    const api = managementClient(context);
    const client = await foundOrUndefined(api.getClient(String(state.id), 'client_id', 'app_type'));
    if (!client) return;
    const method = defaultMethod(client.app_type);
    const hadKeys = await removeKeys(api, client.client_id, state, method);
    if (!hadKeys) await api.patchClient(client.client_id, { token_endpoint_auth_method: method });
  },

  // Only the id is known: the read that follows finds no client_id and adopts whatever is attached.
  import: async (_, id) => ({ id }),
};
