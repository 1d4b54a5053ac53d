import { type DataSourceType, PluginError, type Value, type Values } from '../../plugin';
import { providerSchema } from '../schemas';
import { echoed } from './client-attributes';
import { type Connection, managementClient } from './connection';
import type { ClientAnswer, ManagementClient } from './management-client';
import { credentialState } from './credential-state';

/** The data source `auth0_client`: all attached keys, whoever owns them. */
export const clientDataSource: DataSourceType<Connection> = {
  schema: providerSchema('auth0').dataSources['auth0_client'],

  async read(context, config) {
    const api = managementClient(context);
    const client = await findClient(api, config);
    return {
      ...config,
      ...echoed(client),
      id: client.client_id,
      client_id: client.client_id,
      client_secret: config.hide_client_secret === true ? '' : (client.client_secret ?? ''),
      token_endpoint_auth_method: client.token_endpoint_auth_method ?? '',
      jwt_configuration: [(client.jwt_configuration ?? {}) as Values],
      client_authentication_methods: await authenticationMethods(api, client),
    };
  },
};

async function findClient(api: ManagementClient, { client_id: id, name }: Values): Promise<ClientAnswer> {
  if (typeof id === 'string' && id !== '') return api.getClient(id);
  if (typeof name !== 'string' || name === '') throw new PluginError("One of 'client_id' or 'name' is required.");
  for (let page = 0; ; page++) {
    const { clients, total } = await api.listClients(page);
    const found = clients.find((client) => client.name === name);
    if (found) return found;
    if (clients.length === 0 || (page + 1) * 100 >= total) {
      throw new PluginError(`No client found with "name" = "${name}"`);
    }
  }
}

async function authenticationMethods(
  api: ManagementClient,
  { client_id, client_authentication_methods: methods }: ClientAnswer,
): Promise<Value> {
  if (!methods?.private_key_jwt) return [];
  const credentials: Values[] = [];
  for (const { id } of methods.private_key_jwt.credentials) {
    credentials.push(credentialState(await api.getCredential(client_id, id)));
  }
  return [{ private_key_jwt: [{ credentials }], tls_client_auth: [], self_signed_tls_client_auth: [] }];
}
