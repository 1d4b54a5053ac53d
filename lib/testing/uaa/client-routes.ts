import { adminRoute, type ApiRequest, type ApiResponse, type Route } from '../http';
import type { Access } from './access';
import type { Behaviour } from './behaviour';
import { type Body, object, text } from './body';
import { type Client, clientView } from './client';
import { checkGrants, checkModestCaller, createdClient, updatedClient } from './client-body';
import { changeKeys } from './client-key';
import { filtered } from './filter';
import type { Registry } from './registry';
import { changeSecret } from './secret-change';
import { checkPolicy, type SecretPolicy } from './secret-policy';
import { UaaError } from './uaa-error';

export interface ClientRules {
  readonly registry: Registry;
  readonly access: Access;
  readonly behaviour: Behaviour;
  readonly policy: SecretPolicy;
  readonly now: () => Date;
}

const READ = ['clients.read', 'clients.admin'];
const WRITE = ['clients.write', 'clients.admin'];
const SECRET = ['clients.secret', 'clients.admin'];
const KEYS = ['clients.trust', 'clients.admin'];

/** The client management, below a path. */
export function clientRoutes(path: string, rules: ClientRules): readonly Route[] {
  const { registry, access } = rules;
  const one = `${path}/oauth/clients/{id}`;
  return [
    adminRoute('GET', `${path}/oauth/clients`, (request) => {
      const { zone } = access.caller(request, READ);
      return list(filtered(registry.inZone(zone), request.query.get('filter')));
    }),
    adminRoute('POST', `${path}/oauth/clients`, (request) => create(rules, request)),
    adminRoute('GET', one, (request) => {
      const { zone } = access.caller(request, READ);
      return shown(200, registry.get(zone, idOf(request)));
    }),
    adminRoute('PUT', one, (request) => update(rules, request)),
    adminRoute('DELETE', one, (request) => {
      const { zone } = access.caller(request, WRITE);
      return shown(200, registry.remove(zone, idOf(request)));
    }),
    adminRoute('PUT', `${one}/secret`, (request) => secret(rules, request)),
    adminRoute('PUT', `${one}/clientjwt`, (request) => keys(rules, request)),
  ];
}

function create({ registry, access, behaviour, policy, now }: ClientRules, request: ApiRequest): ApiResponse {
  const caller = access.caller(request, WRITE);
  const body = jsonOf(request);
  if (text(body.client_id) === undefined) throw UaaError.bare(500);
  checkGrants(body);
  if (!caller.administersClients) checkModestCaller(body, caller.clientId);
  const client = createdClient(body, { zone: caller.zone, behaviour });
  for (const { value } of client.secrets) checkPolicy(value, policy, behaviour);
  if (registry.find(caller.zone, client.clientId)) {
    throw UaaError.conflict(`Client already exists: ${client.clientId}`);
  }
  return shown(201, registry.store({ ...client, lastModified: now().getTime() }));
}

function update({ registry, access, now }: ClientRules, request: ApiRequest): ApiResponse {
  const caller = access.caller(request, WRITE);
  const body = jsonOf(request);
  if (body.client_id !== idOf(request)) throw UaaError.bare(500);
  const existing = registry.find(caller.zone, idOf(request));
  checkGrants(body, withoutNull(body) ? existing?.settings.authorized_grant_types : undefined);
  if (!caller.administersClients) checkModestCaller(body, caller.clientId);
  if (!existing) throw UaaError.notFound();
  return shown(200, registry.store({ ...updatedClient(existing, body), lastModified: now().getTime() }));
}

/** Beside a member that is null the merge fails, and the grant types have to be given. */
function withoutNull(body: Body): boolean {
  return !Object.values(body).includes(null);
}

function secret({ registry, access, behaviour, policy }: ClientRules, request: ApiRequest): ApiResponse {
  const caller = access.caller(request, SECRET);
  const body = jsonOf(request);
  const client = registry.get(caller.zone, idOf(request));
  const changed = changeSecret({ caller, client, body, policy, behaviour });
  registry.store(changed.client);
  return changed.answer;
}

/** Self-service is meant to work and does not: UAA compares with an empty old secret. */
function keys({ registry, access, behaviour }: ClientRules, request: ApiRequest): ApiResponse {
  if (!behaviour.clientKeys) throw UaaError.bare(405);
  const caller = access.caller(request, KEYS);
  const body = jsonOf(request);
  const client = registry.get(caller.zone, idOf(request));
  if (!caller.administersClients) {
    throw UaaError.invalidClient('Previous secret is required and must be valid');
  }
  const changed = changeKeys(client, body);
  registry.store(changed.client);
  return changed.answer;
}

function list(clients: readonly Client[]): ApiResponse {
  const count = clients.length;
  const schemas = ['http://cloudfoundry.org/schema/scim/oauth-clients-1.0'];
  const resources = clients.map(clientView);
  return { status: 200, body: { resources, startIndex: 1, itemsPerPage: count, totalResults: count, schemas } };
}

function shown(status: 200 | 201, client: Client): ApiResponse {
  return { status, body: { ...clientView(client), required_user_groups: [] } };
}

function idOf({ params }: ApiRequest): string {
  return params.id ?? '';
}

function jsonOf({ headers, body }: ApiRequest): Body {
  if (!headers['content-type']?.includes('application/json')) throw UaaError.bare(415);
  if (body === undefined) throw UaaError.bare(400);
  return object(body);
}
