import { auth0ClientCredentials } from './auth0-client-credentials';
import type { Holder } from './holder';
import { oktaAppOauth } from './okta-app-oauth';
import { oktaClientSecret, uaaClientSecret } from './rotation-secrets';
import { uaaClientKey } from './uaa-client-key';

export type { Holder, Survival } from './holder';

/** The resources that hold both credentials of a set. Every other one holds one credential. */
export const HOLDERS: ReadonlyMap<string, Holder> = new Map([
  ['auth0_client_credentials', auth0ClientCredentials],
  ['okta_app_oauth', oktaAppOauth],
  ['rotation_okta_client_secret', oktaClientSecret],
  ['rotation_uaa_client_secret', uaaClientSecret],
  ['rotation_uaa_client_key', uaaClientKey],
]);
