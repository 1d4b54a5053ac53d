import type { Diagnostic, ResourceType, Value, Values } from '../../plugin';
import { providerSchema } from '../schemas';
import { clientRequest, ECHOED, ECHOED_BLOCKS } from './client-attributes';
import { clientState } from './client-state';
import { type Connection, managementClient } from './connection';
import { wait } from './retry';
import { foundOrUndefined } from './slot';
import { storingPlan } from './storing-plan';

const { version, ...schema } = providerSchema('auth0').resources['auth0_client'];

/** `auth0_client`, cut to the attributes that Auth0 gives back as they were sent. */
export const client: ResourceType<Connection> = {
  version,
  schema,
  validate: notSimulated,

  async create(context, planned) {
    const api = managementClient(context);
    const { client_id: id } = await api.createClient(clientRequest(planned));
    return storingPlan({ ...planned, id, client_id: id }, async () => {
      await wait(800, { ...context.client, signal: context.signal });
      return clientState(await api.getClient(id), planned);
    });
  },

  async read(context, state) {
    const found = await foundOrUndefined(managementClient(context).getClient(String(state.id)));
    return found && clientState(found, state);
  },

  async update(context, prior, planned) {
    const api = managementClient(context);
    const id = String(prior.id);
    return storingPlan(planned, async () => {
      await api.patchClient(id, clientRequest(planned, prior));
      await wait(200, { ...context.client, signal: context.signal });
      return clientState(await api.getClient(id), planned);
    });
  },

  async delete(context, state) {
    await foundOrUndefined(managementClient(context).deleteClient(String(state.id)));
  },

  import: async (_, id) => ({ id }),
};

function notSimulated(config: Values): readonly Diagnostic[] {
  const isSet = (value: Value): boolean => value !== null && !(Array.isArray(value) && value.length === 0);
  return Object.entries(config)
    .filter(([name, value]) => isSet(value) && ![...ECHOED, ...ECHOED_BLOCKS].includes(name))
    .map(([name]) => ({ severity: 'error', summary: `${name} is not simulated`, path: [name] }));
}
