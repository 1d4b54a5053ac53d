import { adminRoute, type ApiResponse, type Route } from '../http';
import { type App, object } from './app';
import { appBody, POLICY_ID, withSecret } from './app-body';
import { type Json, keyBody, ordered, type StoredKey } from './key';
import { OktaError } from './okta-error';
import type { Org } from './org';
import { secretBody, type StoredSecret } from './secret';
import type { OktaUnknowns } from './unknowns';

export interface ManagementApiOptions {
  readonly org: Org;
  readonly url: () => string;
  readonly order: Required<OktaUnknowns>['order'];
}

type Params = Readonly<Record<string, string>>;

/** The management API, cut to apps, their secrets and keys, and what the okta provider asks besides. */
export function managementApi(options: ManagementApiOptions): readonly Route[] {
  return [...surroundings(options), ...apps(options), ...secrets(options), ...keys(options)];
}

function surroundings({ org }: ManagementApiOptions): readonly Route[] {
  const idToken = '/api/v1/internal/apps/{app}/settings/oauth/idToken';
  const settings = { issuer: null, orgUrl: null, customUrl: null, audience: null, issuerMode: 'ORG_URL' };
  const answer = ({ params }: { readonly params: Params }): ApiResponse => {
    org.get(part(params, 'app'));
    return ok(settings);
  };
  return [
    adminRoute('GET', '/api/v1/users/me', () => ok({ id: '00u1', status: 'ACTIVE', profile: { login: 'a@b.c' } })),
    adminRoute('GET', '/.well-known/okta-organization', () => ok({ id: '00o1', pipeline: 'idx', settings: {} })),
    adminRoute('GET', '/api/v1/policies', () => ok([{ id: POLICY_ID, status: 'ACTIVE', system: true }])),
    adminRoute('PUT', '/api/v1/apps/{app}/policies/{policy}', ({ params }) => done(() => org.get(part(params, 'app')))),
    adminRoute('GET', idToken, answer),
    adminRoute('POST', idToken, answer),
  ];
}

function apps({ org, url, order }: ManagementApiOptions): readonly Route[] {
  const path = '/api/v1/apps/{app}';
  const shown = (app: App): Json => appBody(app, url(), order);
  return [
    adminRoute('GET', '/api/v1/apps', ({ query }) => {
      const label = query.get('q') ?? '';
      const active = org.all.filter(({ status }) => status === 'ACTIVE' || !query.get('filter')?.includes('ACTIVE'));
      const found = active.filter(({ body }) => String(body.label).startsWith(label));
      return ok(found.slice(0, Number(query.get('limit') ?? 20)).map(shown));
    }),
    adminRoute('POST', '/api/v1/apps', ({ query, body }) => {
      const app = org.create(labelled(body), query.get('activate') === 'false' ? 'INACTIVE' : 'ACTIVE');
      return ok(withSecret(shown(app), app));
    }),
    adminRoute('GET', path, ({ params }) => ok(shown(org.get(part(params, 'app'))))),
    adminRoute('PUT', path, ({ params, body }) => {
      const app = org.update(part(params, 'app'), labelled(body));
      return ok(withSecret(shown(app), app));
    }),
    adminRoute('DELETE', path, ({ params }) => done(() => org.delete(part(params, 'app')))),
    ...(['activate', 'deactivate'] as const).map((change) =>
      adminRoute('POST', `${path}/lifecycle/${change}`, ({ params }) => {
        org.setStatus(part(params, 'app'), change === 'activate' ? 'ACTIVE' : 'INACTIVE');
        return ok({});
      }),
    ),
  ];
}

function secrets({ org, url }: ManagementApiOptions): readonly Route[] {
  const path = '/api/v1/apps/{app}/credentials/secrets';
  const one = `${path}/{secret}`;
  const ids = (params: Params): [string, string] => [part(params, 'app'), part(params, 'secret')];
  const shown = (params: Params, secret: StoredSecret): object =>
    secretBody(secret, `${url()}/api/v1/apps/${part(params, 'app')}/credentials/secrets`);
  return [
    adminRoute('GET', path, ({ params }) =>
      ok(org.get(part(params, 'app')).secrets.map((secret) => shown(params, secret))),
    ),
    adminRoute('POST', path, ({ params, body }) => ({
      status: 201,
      body: shown(params, org.addSecret(part(params, 'app'), object(body))),
    })),
    adminRoute('GET', one, ({ params }) => ok(shown(params, org.secret(...ids(params))))),
    adminRoute('DELETE', one, ({ params }) => done(() => org.deleteSecret(...ids(params)))),
    adminRoute('POST', `${one}/lifecycle/activate`, ({ params }) =>
      ok(shown(params, org.activateSecret(...ids(params)))),
    ),
    adminRoute('POST', `${one}/lifecycle/deactivate`, ({ params }) =>
      ok(shown(params, org.deactivateSecret(...ids(params)))),
    ),
  ];
}

function keys({ org, order }: ManagementApiOptions): readonly Route[] {
  const path = '/api/v1/apps/{app}/credentials/jwks';
  const one = `${path}/{key}`;
  const ids = (params: Params): [string, string] => [part(params, 'app'), part(params, 'key')];
  const shown = (key: StoredKey): Json => ({ ...keyBody(key), created: key.created, lastUpdated: key.lastUpdated });
  return [
    adminRoute('GET', path, ({ params }) =>
      ok({ jwks: { keys: ordered(org.get(part(params, 'app')).keys, order).map(shown) } }),
    ),
    adminRoute('POST', path, ({ params, body }) => ({
      status: 201,
      body: shown(org.addKey(part(params, 'app'), object(body))),
    })),
    adminRoute('GET', one, ({ params }) => ok(shown(org.key(...ids(params))))),
    adminRoute('DELETE', one, ({ params }) => done(() => org.deleteKey(...ids(params)))),
    adminRoute('POST', `${one}/lifecycle/activate`, ({ params }) =>
      ok(shown(org.setKeyStatus(...ids(params), 'ACTIVE'))),
    ),
    adminRoute('POST', `${one}/lifecycle/deactivate`, ({ params }) =>
      ok(shown(org.setKeyStatus(...ids(params), 'INACTIVE'))),
    ),
  ];
}

function labelled(body: unknown): Json {
  const given = object(body);
  if (typeof given.label === 'string' && given.label !== '') return given;
  throw OktaError.invalid('label', 'label: The field cannot be left blank');
}

function ok(body: unknown): ApiResponse {
  return { status: 200, body };
}

function done(change: () => unknown): ApiResponse {
  change();
  return { status: 204 };
}

function part(params: Params, name: string): string {
  return params[name] ?? '';
}
