import type { IncomingHttpHeaders } from 'node:http';

export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  /** The parts of the path that the pattern names. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Parsed JSON or form; undefined without a body. */
  readonly body: unknown;
}

export interface ApiResponse {
  readonly status: number;
  /** Sent as JSON; absent for an answer without content. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown by a handler for an answer that is an error. */
export class ApiError extends Error {
  constructor(readonly response: ApiResponse) {
    super(`status ${response.status}`);
    this.name = 'ApiError';
  }
}

export type Handler = (request: ApiRequest) => ApiResponse;

export interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  /** Calls of a token endpoint are neither logged nor intercepted. */
  readonly kind: 'admin' | 'token';
  /** Runs in one go, so that a call is committed whole or not at all. */
  readonly handler: Handler;
}

/** A call of the admin API: `{id}` stands for one part of the path, `{path...}` for one or more. */
export function adminRoute(method: string, path: string, handler: Handler): Route {
  return { method, pattern: pattern(path), kind: 'admin', handler };
}

export function tokenRoute(path: string, handler: Handler): Route {
  return { method: 'POST', pattern: pattern(path), kind: 'token', handler };
}

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

export function matchRoute(routes: readonly Route[], method: string, path: string): Match | undefined {
  for (const route of routes) {
    const found = route.method === method ? route.pattern.exec(path) : null;
    if (found) {
      const named = Object.entries(found.groups ?? {});
      return { route, params: Object.fromEntries(named.map(([name, part]) => [name, decodeURIComponent(part)])) };
    }
  }
  return undefined;
}

function pattern(path: string): RegExp {
  const source = path
    .replace(/[.*+?^$()|[\]\\]/g, '\\$&')
    .replace(/\{(\w+)(\\\.\\\.\\\.)?\}/g, (_, name: string, rest?: string) => `(?<${name}>${rest ? '.+?' : '[^/]+'})`);
  return new RegExp(`^${source}$`);
}
