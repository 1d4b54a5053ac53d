import { type DataSourceType, PluginError, type Value, type Values } from '../../plugin';
import { given } from '../provider/given';
import { providerSchema } from '../schemas';
import { echoed } from './app-arguments';
import type { Json } from './key';
import { type Connection, type OktaClient, oktaClient } from './okta-client';

const { okta_app_oauth: schema } = providerSchema('okta').dataSources;

/** The data source `okta_app_oauth`: its `client_secret` is the newest active one, whoever made it. */
export const appDataSource: DataSourceType<Connection> = {
  schema,

  async read(context, config) {
    const api = oktaClient(context);
    const app = await findApp(api, config);
    const id = String(app.id);
    const shown = Object.entries(echoed(app)).filter(([name]) => schema?.attributes?.[name]?.computed);
    return {
      ...config,
      ...Object.fromEntries(shown),
      id,
      label: String(app.label),
      name: String(app.name),
      status: String(app.status),
      client_secret: await newestSecret(api, id),
    };
  },
};

async function findApp(api: OktaClient, { id, label }: Values): Promise<Json> {
  if (given(id) !== undefined) return api.send('GET', `/api/v1/apps/${String(id)}`);
  if (given(label) === undefined) throw new PluginError('one of id and label is simulated, got neither');
  const query = new URLSearchParams({ filter: 'status eq "ACTIVE"', limit: '1', q: String(label) });
  const [app] = (await api.send('GET', `/api/v1/apps?${query}`)) as unknown as readonly Json[];
  if (app?.label !== label) throw new PluginError('no application found with provided filter');
  return app as Json;
}

async function newestSecret(api: OktaClient, id: string): Promise<Value> {
  const all = (await api.send('GET', `/api/v1/apps/${id}/credentials/secrets`)) as unknown as readonly Json[];
  const active = all.filter(({ status }) => status === 'ACTIVE');
  const newest = [...active].sort((one, other) => (String(one.created) < String(other.created) ? 1 : -1)).at(0);
  return newest ? String(newest.client_secret) : null;
}
