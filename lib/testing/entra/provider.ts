import type { ProviderType } from '../../plugin';
import { providerSchema } from '../schemas';
import { applicationCertificate } from './application-certificate';
import { applicationPassword } from './application-password';
import { applicationRegistration } from './application-registration';
import { clientConfig } from './client-config';
import type { EntraConnection } from './connection';
import { given } from '../provider/given';
import { KeyedLock } from './keyed-lock';
import type { EntraModel } from './model';

export interface EntraProviderOptions {
  /**
   * What every wait of the real provider is multiplied with.
   *
   * @default 0.02
   */
  readonly waitScale?: number;
}

/** The client that the simulated provider signs in as, when the configuration names none. */
const CLIENT_ID = '00000000-1111-4222-8333-444444444444';

/** The azuread provider, against a model instead of Microsoft Graph. */
export function entraProvider(
  model: EntraModel,
  { waitScale = 0.02 }: EntraProviderOptions = {},
): ProviderType<EntraConnection> {
  return {
    address: 'registry.terraform.io/hashicorp/azuread',
    legacyTypes: true,
    schema: providerSchema('azuread').provider,
    configure: async ({ tenant_id, client_id }) => ({
      url: model.url,
      tenantId: given(tenant_id) ?? model.tenantId,
      clientId: given(client_id) ?? CLIENT_ID,
      waitScale,
      lock: new KeyedLock(),
    }),
    resources: {
      azuread_application_registration: applicationRegistration,
      azuread_application_password: applicationPassword,
      azuread_application_certificate: applicationCertificate,
    },
    dataSources: { azuread_client_config: clientConfig },
  };
}
