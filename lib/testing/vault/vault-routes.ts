import { adminRoute, type ApiRequest, type ApiResponse, type Handler, type Route } from '../http';
import type { KvStore, Secret, SecretMetadata, SecretVersion } from './kv-store';
import type { Mounts } from './mounts';
import { vaultError } from './vault-error';

type Body = Readonly<Record<string, unknown>>;

/** The calls of Vault's HTTP API that the vault provider makes for KV version 2 and mounts. */
export function vaultRoutes(store: KvStore, mounts: Mounts): readonly Route[] {
  return [...mountRoutes(mounts), ...secretRoutes(store, mounts)];
}

function mountRoutes(mounts: Mounts): readonly Route[] {
  const path = ({ params }: ApiRequest): string => params.path as string;
  return both('/v1/sys/mounts/{path...}/tune', (request) => {
    mounts.tune(path(request), body(request));
    return { status: 204 };
  }).concat(
    both('/v1/sys/mounts/{path...}', (request) => {
      mounts.enable(path(request), body(request));
      return { status: 204 };
    }),
    route('GET', '/v1/sys/mounts/{path...}', (request) => ({ status: 200, body: { data: mounts.get(path(request)) } })),
    route('DELETE', '/v1/sys/mounts/{path...}', (request) => {
      mounts.disable(path(request));
      return { status: 204 };
    }),
  );
}

function secretRoutes(store: KvStore, mounts: Mounts): readonly Route[] {
  const at =
    (handle: (mount: string, path: string, request: ApiRequest) => ApiResponse): Handler =>
    (request) => {
      const { mount, path } = request.params as { readonly mount: string; readonly path: string };
      mounts.check(mount);
      return handle(mount, path, request);
    };
  const data = '/v1/{mount...}/data/{path...}';
  const metadata = '/v1/{mount...}/metadata/{path...}';
  return both(
    data,
    at((mount, path, request) => {
      const { data: secret, options } = body(request);
      if (typeof secret !== 'object' || secret === null) throw vaultError(400, 'no data provided');
      const cas = (options as { readonly cas?: number } | undefined)?.cas;
      return { status: 200, body: { data: versionJson(store.write(mount, path, secret as Secret, cas)) } };
    }),
  ).concat(
    route(
      'GET',
      data,
      at((mount, path, { query }) => read(store, mount, path, Number(query.get('version') ?? 0))),
    ),
    route(
      'DELETE',
      data,
      at((mount, path) => (store.deleteLatest(mount, path), { status: 204 })),
    ),
    both(
      metadata,
      at((mount, path, request) => {
        store.setMetadata(mount, path, body(request) as Partial<SecretMetadata>);
        return { status: 204 };
      }),
    ),
    route(
      'GET',
      metadata,
      at((mount, path) => {
        const key = store.key(mount, path);
        if (!key) throw vaultError(404);
        const versions = Object.fromEntries(key.versions.map((one) => [one.version, versionJson(one)]));
        return {
          status: 200,
          body: { data: { ...key.metadata, versions, current_version: key.versions.at(-1)?.version ?? 0 } },
        };
      }),
    ),
    route(
      'DELETE',
      metadata,
      at((mount, path) => (store.deleteAll(mount, path), { status: 204 })),
    ),
  );
}

function read(store: KvStore, mount: string, path: string, wanted: number): ApiResponse {
  const key = store.key(mount, path);
  const found = wanted === 0 ? key?.versions.at(-1) : key?.versions.find(({ version }) => version === wanted);
  if (!key || !found) throw vaultError(404);
  const metadata = { ...versionJson(found), custom_metadata: key.metadata.custom_metadata };
  if (found.deletedAt) return { status: 404, body: { data: { data: null, metadata } } };
  return { status: 200, body: { data: { data: found.data, metadata } } };
}

function versionJson({ version, createdAt, deletedAt }: SecretVersion): Body {
  return {
    version,
    created_time: createdAt.toISOString(),
    deletion_time: deletedAt?.toISOString() ?? '',
    destroyed: false,
    custom_metadata: null,
  };
}

/** Vault takes POST and PUT for the same. */
function both(path: string, handler: Handler): readonly Route[] {
  return [route('POST', path, handler), route('PUT', path, handler)];
}

function route(method: string, path: string, handler: Handler): Route {
  return adminRoute(method, path, (request) => {
    if (!request.headers['x-vault-token']) throw vaultError(403, 'permission denied');
    return handler(request);
  });
}

function body(request: ApiRequest): Body {
  return typeof request.body === 'object' && request.body !== null ? (request.body as Body) : {};
}
