import { adminRoute, type ApiRequest, type ApiResponse, type Route } from '../http';
import { clientBody } from './client-record';
import { type Body, credentialBody } from './credential';
import type { Tenant } from './tenant';

/** The Management API v2, cut to clients and their credentials. */
export function managementApi(tenant: Tenant): readonly Route[] {
  const client = '/api/v2/clients/{client}';
  const credential = `${client}/credentials/{credential}`;
  return [
    adminRoute('GET', '/api/v2/clients', (request) => ok(listClients(tenant, request))),
    adminRoute('POST', '/api/v2/clients', ({ body }) => created(clientBody(tenant.create(object(body))))),
    adminRoute('GET', client, ({ params, query }) => ok(onlyFields(clientBody(tenant.find(id(params))), query))),
    adminRoute('PATCH', client, ({ params, body }) => ok(clientBody(tenant.patch(id(params), object(body))))),
    adminRoute('DELETE', client, ({ params }) => noContent(() => tenant.delete(id(params)))),

    // Newest first, and a plain list even when totals are asked for: so it was recorded.
    adminRoute('GET', `${client}/credentials`, ({ params }) =>
      ok([...tenant.find(id(params)).pool].reverse().map(credentialBody)),
    ),
    adminRoute('POST', `${client}/credentials`, ({ params, body }) =>
      created(credentialBody(tenant.addCredential(id(params), object(body)))),
    ),
    adminRoute('GET', credential, ({ params }) => ok(credentialBody(tenant.credential(id(params), key(params))))),
    adminRoute('PATCH', credential, ({ params, body }) =>
      ok(credentialBody(tenant.patchCredential(id(params), key(params), object(body)))),
    ),
    adminRoute('DELETE', credential, ({ params }) => noContent(() => tenant.deleteCredential(id(params), key(params)))),
  ];
}

function listClients(tenant: Tenant, { query }: ApiRequest): unknown {
  const page = Number(query.get('page') ?? 0);
  const limit = Number(query.get('per_page') ?? 50);
  const start = page * limit;
  const clients = tenant.all.slice(start, start + limit).map(clientBody);
  if (query.get('include_totals') !== 'true') return clients;
  return { start, limit, length: clients.length, total: tenant.all.length, clients };
}

function onlyFields(body: Body, query: URLSearchParams): Body {
  const fields = query.get('fields')?.split(',');
  if (!fields) return body;
  const included = query.get('include_fields') !== 'false';
  return Object.fromEntries(Object.entries(body).filter(([name]) => fields.includes(name) === included));
}

type Params = ApiRequest['params'];

function id({ client = '' }: Params): string {
  return client;
}

function key({ credential = '' }: Params): string {
  return credential;
}

function object(body: unknown): Body {
  return typeof body === 'object' && body !== null ? (body as Body) : {};
}

function ok(body: unknown): ApiResponse {
  return { status: 200, body };
}

function created(body: unknown): ApiResponse {
  return { status: 201, body };
}

function noContent(change: () => void): ApiResponse {
  change();
  return { status: 204 };
}
