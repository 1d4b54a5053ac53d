import type { HttpOptions } from '../admin/http';
import { UaaCalls, wayOf, withHelperClient } from '../admin/uaa/elevation';
import type { NestedBlockSchema, Values } from '../plugin';
import { PluginError } from '../plugin';
import { Settings } from './setting';

export const UAA_BLOCK: NestedBlockSchema = {
  nesting: 'single',
  block: {
    attributes: {
      url: { type: 'string', optional: true, description: 'Address of the UAA. Default: UAA_URL.' },
      client_id: { type: 'string', optional: true, description: 'An admin client. Default: UAA_CLIENT_ID.' },
      client_secret: {
        type: 'string',
        optional: true,
        sensitive: true,
        description: 'Secret of the admin client. Default: UAA_CLIENT_SECRET.',
      },
      token: {
        type: 'string',
        optional: true,
        sensitive: true,
        description: 'Access token of a person, instead of an admin client. Default: UAA_TOKEN.',
      },
      zone_id: { type: 'string', optional: true, description: 'Identity zone. Default: UAA_ZONE_ID.' },
      zone_url: {
        type: 'string',
        optional: true,
        description: 'Where clients of that zone sign in. Default: UAA_ZONE_URL.',
      },
      ca_certificate: {
        type: 'string',
        optional: true,
        description: 'A private CA, PEM or a path. Default: UAA_CA_CERTIFICATE.',
      },
      request_timeout: { type: 'number', optional: true, description: 'Seconds a call may take, 0.1 to 300.' },
      helper_client: {
        type: 'bool',
        optional: true,
        description: 'Whether a short-lived client may be made below UAA 74 with the token of a person. Default: true.',
      },
    },
  },
};

/** How the resources reach UAA. */
export interface UaaAccess {
  readonly calls: UaaCalls;
  /** Milliseconds to wait after a write whose answer was lost, before anything that depends on it. */
  readonly settle: number;
  /** Such as `77.18.0`; asked once. */
  version(): Promise<string>;
  /** Runs writes to a client's secrets with whatever right that takes. */
  writing<Result>(client: string, work: (calls: UaaCalls) => Promise<Result>): Promise<Result>;
}

/** @throws PluginError when a setting is missing or wrong */
export function uaaFrom(values: Values, environment: NodeJS.ProcessEnv, onCall?: HttpOptions['onCall']): UaaAccess {
  const settings = new Settings('uaa', values, environment);
  const zone = settings.tryText('zone_id', 'UAA_ZONE_ID');
  const zoneUrl = settings.tryText('zone_url', 'UAA_ZONE_URL');
  if ((zone === undefined) !== (zoneUrl === undefined)) {
    throw new PluginError(
      `a zone is given by its id and its own address, got only uaa.${zone === undefined ? 'zone_url' : 'zone_id'}`,
      'Set UAA_ZONE_ID and UAA_ZONE_URL (https://<subdomain>.<address of UAA>) both, or, with an admin client of that zone, its address as UAA_URL alone.',
    );
  }
  const token = settings.tryText('token', 'UAA_TOKEN');
  const calls = new UaaCalls(
    {
      url: settings.text('url', 'UAA_URL'),
      zone,
      zoneUrl,
      caCertificate: settings.tryCertificate('ca_certificate', 'UAA_CA_CERTIFICATE'),
      timeout: settings.timeout,
      onCall,
    },
    token === undefined
      ? {
          clientId: settings.text('client_id', 'UAA_CLIENT_ID'),
          clientSecret: settings.text('client_secret', 'UAA_CLIENT_SECRET'),
        }
      : { token: token.replace(/^bearer\s+/i, '').trim() },
  );
  let found: Promise<string> | undefined;
  const version = (): Promise<string> => (found ??= calls.version());
  const writing: UaaAccess['writing'] = async (client, work) => {
    if (token === undefined) return work(calls);
    const { way } = wayOf({ client, version: await version(), zone, token: calls.token, elevate: 'helper' });
    if (way !== 'helper') return work(calls);
    if (settings.isOn('helper_client')) return withHelperClient(calls, work);
    throw new PluginError(
      `before UAA 74 only a client can change a client secret, got the token of a person and uaa.helper_client = false`,
      'Let the provider make a short-lived client, or give it an admin client: uaa.client_id and uaa.client_secret.',
    );
  };
  return { calls, settle: calls.settle, version, writing };
}
