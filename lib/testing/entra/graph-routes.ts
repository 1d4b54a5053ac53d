import { adminRoute, type ApiRequest, type Handler, type Route } from '../http';
import { type Application, applicationJson } from './application';
import { type CertificateInput, type SecretInput, shown } from './credential';
import type { Directory } from './directory';
import { badRequest, graphError } from './graph-error';

type Body = Readonly<Record<string, unknown>>;

/** The calls of Microsoft Graph that the azuread provider makes. */
export function graphRoutes(directory: Directory): readonly Route[] {
  const at = (method: string, path: string, handler: Handler): Route =>
    adminRoute(method, `/v1.0/applications${path}`, (request) => {
      if (!/^Bearer ./.test(request.headers.authorization ?? '')) {
        throw graphError(401, 'InvalidAuthenticationToken', 'Access token is empty.');
      }
      return handler(request);
    });
  const id = ({ params }: ApiRequest): string => params.id as string;
  return [
    at('GET', '', ({ query }) => ({
      status: 200,
      body: {
        value: directory
          .list()
          .filter(matches(query.get('$filter')))
          .map(applicationJson),
      },
    })),
    at('POST', '', (request) => ({ status: 201, body: applicationJson(directory.create(body(request))) })),
    at('GET', '/{id}', (request) => ({ status: 200, body: applicationJson(directory.get(id(request))) })),
    at('PATCH', '/{id}', (request) => {
      const given = body(request);
      const { keyCredentials } = given;
      if (Array.isArray(keyCredentials)) {
        directory.setCertificates(id(request), keyCredentials as readonly CertificateInput[]);
      }
      directory.update(id(request), given);
      return { status: 204 };
    }),
    at('DELETE', '/{id}', (request) => {
      directory.delete(id(request));
      return { status: 204 };
    }),
    at('POST', '/{id}/addPassword', (request) => {
      const input = (body(request).passwordCredential ?? {}) as SecretInput;
      const secret = directory.addSecret(id(request), input);
      return { status: 200, body: { ...shown(secret), secretText: secret.secretText } };
    }),
    at('POST', '/{id}/removePassword', (request) => {
      directory.removeSecret(id(request), String(body(request).keyId));
      return { status: 204 };
    }),
  ];
}

function body(request: ApiRequest): Body {
  if (typeof request.body !== 'object' || request.body === null) throw badRequest('A JSON object is required.');
  return request.body as Body;
}

/** `appId eq '...'` and `displayName eq '...'`, the filters in use. */
function matches(filter: string | null): (application: Application) => boolean {
  if (filter === null) return () => true;
  const [, property, value] = /^(appId|displayName) eq '(.*)'$/.exec(filter) ?? [];
  if (property === undefined) throw badRequest(`Invalid filter clause: '${filter}'.`);
  return (application) => applicationJson(application)[property] === value?.replaceAll("''", "'");
}
