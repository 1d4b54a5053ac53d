import type { Value, Values } from '../../plugin';
import { object } from './app';
import type { Json } from './key';

/** Where the API has each argument of `okta_app_oauth` that it gives back as it was sent. */
export const ECHOED: Readonly<Record<string, string>> = {
  label: 'label',
  type: 'settings.oauthClient.application_type',
  client_uri: 'settings.oauthClient.client_uri',
  logo_uri: 'settings.oauthClient.logo_uri',
  tos_uri: 'settings.oauthClient.tos_uri',
  policy_uri: 'settings.oauthClient.policy_uri',
  login_uri: 'settings.oauthClient.initiate_login_uri',
  jwks_uri: 'settings.oauthClient.jwks_uri',
  consent_method: 'settings.oauthClient.consent_method',
  issuer_mode: 'settings.oauthClient.issuer_mode',
  wildcard_redirect: 'settings.oauthClient.wildcard_redirect',
  grant_types: 'settings.oauthClient.grant_types',
  response_types: 'settings.oauthClient.response_types',
  redirect_uris: 'settings.oauthClient.redirect_uris',
  post_logout_redirect_uris: 'settings.oauthClient.post_logout_redirect_uris',
  implicit_assignment: 'settings.implicitAssignment',
  admin_note: 'settings.notes.admin',
  enduser_note: 'settings.notes.enduser',
  accessibility_self_service: 'accessibility.selfService',
  accessibility_error_redirect_url: 'accessibility.errorRedirectUrl',
  accessibility_login_redirect_url: 'accessibility.loginRedirectUrl',
  auto_submit_toolbar: 'visibility.autoSubmitToolbar',
  hide_ios: 'visibility.hide.iOS',
  hide_web: 'visibility.hide.web',
  client_id: 'credentials.oauthClient.client_id',
  token_endpoint_auth_method: 'credentials.oauthClient.token_endpoint_auth_method',
  auto_key_rotation: 'credentials.oauthClient.autoKeyRotation',
  pkce_required: 'credentials.oauthClient.pkce_required',
  user_name_template: 'credentials.userNameTemplate.template',
  user_name_template_type: 'credentials.userNameTemplate.type',
  user_name_template_suffix: 'credentials.userNameTemplate.userSuffix',
  user_name_template_push_status: 'credentials.userNameTemplate.pushStatus',
};

/** What the provider plans for arguments that are not set. */
export const DEFAULTS = {
  status: 'ACTIVE',
  omit_secret: false,
  token_endpoint_auth_method: 'client_secret_basic',
  auto_key_rotation: true,
  login_mode: 'DISABLED',
  wildcard_redirect: 'DISABLED',
  consent_method: 'TRUSTED',
  issuer_mode: 'ORG_URL',
  refresh_token_rotation: 'STATIC',
  refresh_token_leeway: 0,
  auto_submit_toolbar: false,
  hide_ios: true,
  hide_web: true,
  accessibility_self_service: false,
  user_name_template: '${source.login}',
  user_name_template_type: 'BUILT_IN',
} as const;

/** Simulated, but not by an echo. */
const OTHERS = [
  'id',
  'status',
  'jwks',
  'omit_secret',
  'client_basic_secret',
  'client_basic_secret_wo',
  'client_basic_secret_wo_version',
  'authentication_policy',
  'skip_authentication_policy',
  'timeouts',
];

/** Arguments that are set, have another value than the default, and are not simulated. */
export function notSimulated(config: Values): readonly string[] {
  const isSet = (value: Value): boolean => value !== null && !(Array.isArray(value) && value.length === 0);
  const defaults: Values = DEFAULTS;
  return Object.entries(config)
    .filter(([name, value]) => isSet(value) && value !== defaults[name])
    .map(([name]) => name)
    .filter((name) => !(name in ECHOED) && !OTHERS.includes(name));
}

/** What the API says of an app, by the names of Terraform's arguments. */
export function echoed(app: Json): Values {
  return Object.fromEntries(Object.entries(ECHOED).map(([name, path]) => [name, at(app, path)]));
}

/** The body that sets the arguments that are not empty. */
export function unechoed(planned: Values): Json {
  let body: Json = {};
  for (const [name, path] of Object.entries(ECHOED)) {
    const value = planned[name] ?? null;
    if (value !== null && value !== '') body = withValue(body, path.split('.'), value);
  }
  return body;
}

function at(app: Json, path: string): Value {
  const found = path.split('.').reduce<unknown>((inner, name) => object(inner)[name], app);
  return (found ?? null) as Value;
}

function withValue(body: Json, [name = '', ...rest]: readonly string[], value: unknown): Json {
  return { ...body, [name]: rest.length === 0 ? value : withValue(object(body[name]), rest, value) };
}
