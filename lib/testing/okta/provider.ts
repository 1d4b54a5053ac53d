import { PluginError, type ProviderType } from '../../plugin';
import { providerSchema } from '../schemas';
import { appDataSource } from './app-data-source';
import { appOauth } from './app-oauth';
import type { OktaModel } from './model';
import { type Connection, OktaClient, type OktaRelease } from './okta-client';

export interface OktaProviderOptions {
  /**
   * What every wait of the real provider is multiplied with.
   *
   * @default 0.01
   */
  readonly waitScale?: number;
  /**
   * The release that is simulated, where they differ.
   *
   * @default 6.12.0
   */
  readonly release?: OktaRelease;
}

/** The provider `okta/okta` on top of a model, cut to OIDC apps. */
export function oktaProvider(
  model: OktaModel,
  { waitScale = 0.01, release = '6.12.0' }: OktaProviderOptions = {},
): ProviderType<Connection> {
  return {
    address: 'registry.terraform.io/okta/okta',
    legacyTypes: true,
    schema: providerSchema('okta').provider,
    // Whatever organization and token the configuration names, the answers come from the model.
    configure: async () => {
      const connection = { url: model.url, apiToken: model.apiToken, waitScale, release };
      await new OktaClient(connection).send('GET', '/api/v1/users/me').catch((error: unknown) => {
        throw new PluginError(`error with v4 SDK client: ${error instanceof Error ? error.message : error}`);
      });
      return connection;
    },
    resources: { okta_app_oauth: appOauth },
    dataSources: { okta_app_oauth: appDataSource },
  };
}
