import type { ProviderType } from '../../plugin';
import { providerSchema } from '../schemas';
import { client } from './client';
import { clientCredentials } from './client-credentials';
import { clientDataSource } from './client-data-source';
import type { Connection } from './connection';

export interface Auth0ProviderOptions {
  /**
   * What every wait of the real provider is multiplied with: its pauses and those between retries.
   *
   * @default 0.01
   */
  readonly waitScale?: number;
}

/** The provider `auth0/auth0` 1.55.0 on top of a model, cut to clients and their credentials. */
export function auth0Provider(
  model: { readonly url: string },
  { waitScale = 0.01 }: Auth0ProviderOptions = {},
): ProviderType<Connection> {
  return {
    address: 'registry.terraform.io/auth0/auth0',
    legacyTypes: true,
    schema: providerSchema('auth0').provider,
    // Whatever tenant and login the configuration names, the answers come from the model.
    configure: async () => ({ url: model.url, waitScale }),
    resources: { auth0_client: client, auth0_client_credentials: clientCredentials },
    dataSources: { auth0_client: clientDataSource },
  };
}
