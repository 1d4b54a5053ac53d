import type { Behaviour } from './behaviour';
import { type Body, names, text } from './body';
import type { Client, Settings } from './client';
import { newSecret } from './secret';
import { UaaError } from './uaa-error';

const GRANTS = [
  'implicit',
  'refresh_token',
  'urn:ietf:params:oauth:grant-type:saml2-bearer',
  'password',
  'client_credentials',
  'authorization_code',
  'user_token',
  'urn:ietf:params:oauth:grant-type:jwt-bearer',
];

/** Members that are no additional information. */
const NAMED = [
  'client_id',
  'client_secret',
  'scope',
  'resource_ids',
  'authorized_grant_types',
  'redirect_uri',
  'autoapprove',
  'access_token_validity',
  'refresh_token_validity',
  'authorities',
  'lastModified',
  'required_user_groups',
];

/** The client that `POST /oauth/clients` makes. */
export function createdClient(body: Body, context: { readonly zone: string; readonly behaviour: Behaviour }): Client {
  const clientId = text(body.client_id);
  if (clientId === undefined) throw UaaError.bare(500);
  const { zone, behaviour } = context;
  const settings = completed(settingsOf(body, {}));
  const secrets = [
    text(body.client_secret),
    ...(behaviour.secondarySecret ? [text(body.secondary_client_secret)] : []),
  ];
  const needsSecret = ['client_credentials', 'authorization_code'];
  if (secrets[0] === undefined && settings.authorized_grant_types.some((grant) => needsSecret.includes(grant))) {
    throw UaaError.invalidClient(`Client secret is required for ${needsSecret.join(' and ')} grant types`);
  }
  const hidden = behaviour.secondarySecret ? ['secondary_client_secret'] : [];
  return {
    zone,
    clientId,
    secrets: secrets.filter((secret) => secret !== undefined).map(newSecret),
    keys: [],
    settings,
    additional: Object.fromEntries(Object.entries(body).filter(([name]) => !NAMED.concat(hidden).includes(name))),
    lastModified: 0,
  };
}

/** The client after `PUT /oauth/clients/{id}`: lists that are given and not empty replace, secrets and keys stay. */
export function updatedClient(client: Client, body: Body): Client {
  const removed = ([name, value]: readonly [string, unknown]): boolean =>
    value === null || (name === 'allowpublic' && value === false);
  const given = Object.entries(body).filter(([name]) => !NAMED.includes(name));
  const merged = Object.entries({ ...client.additional, ...Object.fromEntries(given) });
  const additional = Object.fromEntries(merged.filter((entry) => !removed(entry)));
  return { ...client, settings: completed(settingsOf(body, client.settings)), additional };
}

/** @throws UaaError 400 for grant types that UAA would not take */
export function checkGrants(body: Body, existing: readonly string[] = []): void {
  const grants = filled(body.authorized_grant_types) ?? existing;
  const allowed = `Must be one of: [${GRANTS.join(', ')}]`;
  if (grants.length === 0) throw UaaError.invalidClient(`An authorized grant type must be provided. ${allowed}`);
  for (const grant of grants) {
    if (!GRANTS.includes(grant)) throw UaaError.invalidClient(`${grant} is not an allowed grant type. ${allowed}`);
  }
}

/** What somebody who only has `clients.write` may give to a client. */
export function checkModestCaller(body: Body, caller: string): void {
  const grants = names(body.authorized_grant_types) ?? [];
  if (grants.includes('password')) {
    throw UaaError.invalidClient('password is not an allowed grant type for non-admin caller.');
  }
  const allowed = ['uaa.resource', 'uaa.none'];
  const beyond = (names(body.authorities) ?? []).find((authority) => !allowed.includes(authority));
  if (beyond !== undefined) {
    const rule = `Must be one of: [${allowed.join(', ')}]`;
    throw UaaError.invalidClient(`${beyond} is not an allowed authority for caller=${caller}. ${rule}`);
  }
}

function settingsOf(body: Body, existing: Partial<Settings>): Partial<Settings> {
  const list = (name: 'scope' | 'redirect_uri' | 'authorities' | 'authorized_grant_types') =>
    filled(body[name]) ?? existing[name];
  const seconds = (name: 'access_token_validity' | 'refresh_token_validity') =>
    typeof body[name] === 'number' ? body[name] : existing[name];
  const given = {
    scope: list('scope'),
    authorized_grant_types: list('authorized_grant_types'),
    redirect_uri: list('redirect_uri'),
    authorities: list('authorities'),
    autoapprove: body.autoapprove === true ? ['true'] : (names(body.autoapprove) ?? existing.autoapprove),
    access_token_validity: seconds('access_token_validity'),
    refresh_token_validity: seconds('refresh_token_validity'),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function completed(settings: Partial<Settings>): Settings {
  const { scope = ['uaa.none'], authorities = ['uaa.none'], authorized_grant_types: grants = [] } = settings;
  const refreshes = ['authorization_code', 'password'].some((grant) => grants.includes(grant));
  const added = refreshes && !grants.includes('refresh_token') ? ['refresh_token'] : [];
  return {
    autoapprove: [],
    ...settings,
    scope,
    authorities,
    resource_ids: ['none'],
    authorized_grant_types: [...grants, ...added],
  };
}

function filled(value: unknown): readonly string[] | undefined {
  const list = names(value);
  return list?.length === 0 ? undefined : list;
}
