import type { DataSourceType } from '../../plugin';
import { providerSchema } from '../schemas';
import type { EntraConnection } from './connection';

const { azuread_client_config: loaded } = providerSchema('azuread').dataSources;

/** The object that the simulated provider signs in as. */
const OBJECT_ID = '99999999-8888-4777-8666-555555555555';

/** `data.azuread_client_config`: who the provider is; makes no call. */
export const clientConfig: DataSourceType<EntraConnection> = {
  schema: loaded ?? {},

  async read({ client: { tenantId, clientId } }, config) {
    return {
      ...config,
      id: `${tenantId}-${clientId}-${OBJECT_ID}`,
      tenant_id: tenantId,
      client_id: clientId,
      object_id: OBJECT_ID,
    };
  },
};
