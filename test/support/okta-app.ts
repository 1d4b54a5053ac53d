import { AppOauth, type AppOauthConfig } from '@cdktf/provider-okta/lib/app-oauth';
import type { Construct } from 'constructs';
import { publicJwk } from '../../lib/rotation';
import type { TestKey } from './keys';

export type OktaSettings = Pick<AppOauthConfig, 'tokenEndpointAuthMethod' | 'jwks'>;

/** The app of an adoption, as it stands in the code before the set. */
export function oktaApp(stack: Construct, settings: OktaSettings): AppOauth {
  return new AppOauth(stack, 'okta_app', {
    label: 'app',
    clientId: 'app',
    type: 'service',
    grantTypes: ['client_credentials'],
    responseTypes: ['token'],
    ...settings,
  });
}

/** Signs in with a key that it calls "their-key". */
export function theirKey({ publicKey }: TestKey): OktaSettings {
  const jwk = publicJwk(publicKey) as { kty: string; n: string; e: string };
  return { tokenEndpointAuthMethod: 'private_key_jwt', jwks: [{ kid: 'their-key', ...jwk }] };
}
