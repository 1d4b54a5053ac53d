import type { Log, ProviderType } from '../plugin';
import { type Connections, connectionsOf } from './connections';
import { oktaClientSecret } from './okta-client-secret';
import { OKTA_BLOCK } from './okta-connection';
import { uaaClientKey } from './uaa-client-key';
import { uaaClientSecret } from './uaa-client-secret';
import { UAA_BLOCK } from './uaa-connection';

/**
 * Stands in the state of every user, so it stays for ever. Nobody can own a name under `.invalid`: no registry will
 * ever answer for it.
 */
export const PROVIDER_ADDRESS = 'cdktf-rotation.invalid/cdktf-rotation/rotation';

/** The provider for what no vendor's provider can rotate: Okta client secrets and the credentials of UAA clients. */
export function rotationProvider(environment: NodeJS.ProcessEnv, log?: Log): ProviderType<Connections> {
  return {
    address: PROVIDER_ADDRESS,
    schema: { blocks: { okta: OKTA_BLOCK, uaa: UAA_BLOCK } },
    configure: async (config) => connectionsOf(config, environment, log),
    resources: {
      rotation_okta_client_secret: oktaClientSecret,
      rotation_uaa_client_secret: uaaClientSecret,
      rotation_uaa_client_key: uaaClientKey,
    },
  };
}
