import type { Value, Values } from '../../plugin';
import { known } from './known';
import type { ClientAnswer } from './management-client';

/** Attributes of `auth0_client` that the API has under the same name and gives back as they were sent. */
export const ECHOED = [
  'name',
  'description',
  'app_type',
  'logo_uri',
  'client_aliases',
  'client_metadata',
  'is_first_party',
  'is_token_endpoint_ip_header_trusted',
  'oidc_conformant',
  'callbacks',
  'allowed_logout_urls',
  'allowed_origins',
  'allowed_clients',
  'web_origins',
  'grant_types',
  'organization_usage',
  'organization_require_behavior',
  'sso',
  'sso_disabled',
  'custom_login_page',
  'custom_login_page_on',
  'form_template',
  'initiate_login_uri',
  'require_pushed_authorization_requests',
  'require_proof_of_possession',
];

/** Blocks with at most one element that the API has as an object of the same name and properties. */
export const ECHOED_BLOCKS = ['jwt_configuration', 'refresh_token'];

/** The body that sets what is planned, and takes away what is no longer. */
export function clientRequest(planned: Values, prior: Values = {}): Values {
  const set = properties(known(planned));
  const lost = Object.keys(properties(prior)).filter((name) => !(name in set));
  return { ...Object.fromEntries(lost.map((name) => [name, null])), ...set };
}

function properties(values: Values): Values {
  const attributes = ECHOED.map((name) => [name, values[name] ?? null] as const);
  const blocks = ECHOED_BLOCKS.map((name) => [name, onlyBlock(values[name])] as const);
  return Object.fromEntries([...attributes, ...blocks].filter(([, value]) => value !== null));
}

/** What the API says of a client, by the names of Terraform's attributes. */
export function echoed(client: ClientAnswer): Values {
  return Object.fromEntries(ECHOED.map((name) => [name, (client[name] ?? null) as Value]));
}

/** The properties that are set in the only element of a block; null without the block. */
export function onlyBlock(blocks: Value = null): Values | null {
  const [block] = Array.isArray(blocks) ? (blocks as readonly Value[]) : [];
  if (!block) return null;
  return Object.fromEntries(Object.entries(block as Values).filter(([, value]) => value !== null));
}
