import { type App, object, usesSecret } from './app';
import { type Json, keyBody, ordered } from './key';
import type { OktaUnknowns } from './unknowns';

/** An app as the API shows it: what was sent, completed as recorded at the live API. */
export function appBody(app: App, url: string, order: Required<OktaUnknowns>['order']): Json {
  const { body } = app;
  const settings = object(body.settings);
  const { client_secret: _, ...oauthClient } = object(object(body.credentials).oauthClient);
  const keys = ordered(app.keys, order).map(keyBody);
  const self = `${url}/api/v1/apps/${app.id}`;
  return {
    id: app.id,
    name: 'oidc_client',
    label: body.label,
    status: app.status,
    lastUpdated: app.lastUpdated,
    created: app.created,
    accessibility: {
      selfService: false,
      errorRedirectUrl: null,
      loginRedirectUrl: null,
      ...object(body.accessibility),
    },
    visibility: {
      autoLaunch: false,
      autoSubmitToolbar: false,
      hide: { iOS: true, web: true },
      appLinks: { oidc_client_link: true },
      ...object(body.visibility),
    },
    features: [],
    signOnMode: 'OPENID_CONNECT',
    credentials: {
      userNameTemplate: { template: '${source.login}', type: 'BUILT_IN' },
      signing: { kid: 'model' },
      ...object(body.credentials),
      oauthClient: {
        autoKeyRotation: true,
        pkce_required: false,
        ...oauthClient,
        client_id: app.clientId,
        token_endpoint_auth_method: app.authMethod,
      },
    },
    settings: {
      app: {},
      notifications: { vpn: { network: { connection: 'DISABLED' }, message: null, helpUrl: null } },
      manualProvisioning: false,
      implicitAssignment: false,
      emOptInStatus: 'NONE',
      notes: { admin: null, enduser: null },
      ...settings,
      oauthClient: {
        grant_types: [],
        response_types: [],
        application_type: 'service',
        wildcard_redirect: 'DISABLED',
        issuer_mode: 'DYNAMIC',
        consent_method: 'TRUSTED',
        ...object(settings.oauthClient),
        ...(keys.length > 0 ? { jwks: { keys } } : { jwks: undefined }),
      },
    },
    ...(body.profile !== undefined && { profile: body.profile }),
    _links: {
      accessPolicy: { href: `${url}/api/v1/policies/${POLICY_ID}` },
      logo: [],
      appLinks: [],
      clientCredentials: [{ name: 'secrets', href: `${self}/credentials/secrets` }],
      deactivate: { href: `${self}/lifecycle/deactivate` },
    },
  };
}

/** The same with the newest active secret, as the answer to POST and PUT has it. */
export function withSecret(body: Json, app: App): Json {
  const secret = usesSecret(app) ? app.secrets.findLast(({ status }) => status === 'ACTIVE') : undefined;
  if (!secret) return body;
  const credentials = object(body.credentials);
  const oauthClient = { ...object(credentials.oauthClient), client_secret: secret.value };
  return { ...body, credentials: { ...credentials, oauthClient } };
}

/** The only access policy of the organization. */
export const POLICY_ID = 'rst0model0access0pol';
