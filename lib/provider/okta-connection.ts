import type { HttpOptions } from '../admin/http';
import { OktaAdmin, type OktaCredentials } from '../admin/okta';
import { type NestedBlockSchema, PluginError, type Values } from '../plugin';
import { Settings } from './setting';

export const OKTA_BLOCK: NestedBlockSchema = {
  nesting: 'single',
  block: {
    attributes: {
      org_url: { type: 'string', optional: true, description: 'Address of the organization. Default: OKTA_ORG_URL.' },
      api_token: {
        type: 'string',
        optional: true,
        sensitive: true,
        description: 'API token of an administrator. Default: OKTA_API_TOKEN.',
      },
      client_id: {
        type: 'string',
        optional: true,
        description: 'A service app with the scope okta.apps.manage, instead of a token. Default: OKTA_API_CLIENT_ID.',
      },
      private_key: {
        type: 'string',
        optional: true,
        sensitive: true,
        description: 'Private key of the service app, PEM. Default: OKTA_API_PRIVATE_KEY.',
      },
      private_key_id: {
        type: 'string',
        optional: true,
        description: 'The kid of that key. Default: OKTA_API_PRIVATE_KEY_ID.',
      },
      ca_certificate: {
        type: 'string',
        optional: true,
        description: 'A private CA, PEM or a path. Default: OKTA_CA_CERTIFICATE.',
      },
      request_timeout: { type: 'number', optional: true, description: 'Seconds a call may take, 0.1 to 300.' },
    },
  },
};

/** @throws PluginError when a setting is missing, InputError when it is wrong */
export function oktaFrom(values: Values, environment: NodeJS.ProcessEnv, onCall?: HttpOptions['onCall']): OktaAdmin {
  const settings = new Settings('okta', values, environment);
  const { OKTA_ORG_NAME: name, OKTA_BASE_URL: domain = 'okta.com' } = environment;
  const byName = name === undefined || name === '' ? undefined : `https://${name}.${domain}`;
  return new OktaAdmin(
    {
      baseUrl: settings.tryText('org_url', 'OKTA_ORG_URL') ?? byName ?? settings.text('org_url', 'OKTA_ORG_URL'),
      caCertificate: settings.tryCertificate('ca_certificate', 'OKTA_CA_CERTIFICATE'),
      timeout: settings.timeout,
      onCall,
    },
    credentialsOf(settings, values),
  );
}

/** What the block names wins over the environment, so that both may be set there. */
function credentialsOf(settings: Settings, values: Values): OktaCredentials {
  const apiToken = settings.tryText('api_token', 'OKTA_API_TOKEN');
  const clientId = settings.tryText('client_id', 'OKTA_API_CLIENT_ID');
  const isGiven = (attribute: string): boolean => typeof values[attribute] === 'string' && values[attribute] !== '';
  if (isGiven('api_token') && isGiven('client_id')) {
    throw new PluginError(
      'okta is reached with api_token or with client_id, got both',
      'Leave one of them out of the provider block.',
    );
  }
  if (apiToken !== undefined && !isGiven('client_id')) return { apiToken };
  if (clientId === undefined) {
    throw new PluginError(
      'the provider rotation needs okta.api_token or okta.client_id, got neither',
      'Set OKTA_API_TOKEN, or OKTA_API_CLIENT_ID and OKTA_API_PRIVATE_KEY of a service app with the scope okta.apps.manage.',
    );
  }
  return {
    clientId,
    privateKey: settings.text('private_key', 'OKTA_API_PRIVATE_KEY'),
    privateKeyId: settings.tryText('private_key_id', 'OKTA_API_PRIVATE_KEY_ID'),
  };
}
