import { randomBytes } from 'node:crypto';
import type { ApiRequest, Route } from '../http';
import { OktaError } from './okta-error';

/** What an API token is good for. */
export type TokenState = 'valid' | 'read-only' | 'revoked';

interface Grant {
  readonly scopes: readonly string[];
  readonly expires: number;
}

const LIFETIME = 3600;

/** Who may call the management API: the API token, and access tokens of service apps. */
export class Access {
  apiTokenState: TokenState = 'valid';
  private readonly grants = new Map<string, Grant>();

  constructor(
    readonly apiToken: string,
    private readonly now: () => Date,
  ) {}

  /** A new access token and how long it lives, in seconds. */
  grant(scopes: readonly string[]): { readonly token: string; readonly lifetime: number } {
    const token = randomBytes(32).toString('base64url');
    this.grants.set(token, { scopes, expires: this.now().getTime() + LIFETIME * 1000 });
    return { token, lifetime: LIFETIME };
  }

  /** Ends every access token. */
  revokeGrants(): void {
    this.grants.clear();
  }

  /** The same route for those who may call it. */
  guard(route: Route): Route {
    return {
      ...route,
      handler: (request) => {
        this.check(request);
        return route.handler(request);
      },
    };
  }

  private check({ method, headers }: ApiRequest): void {
    const [scheme, token = ''] = headers.authorization?.split(' ') ?? [];
    const reads = method === 'GET';
    if (scheme === 'SSWS' && token === this.apiToken && this.apiTokenState !== 'revoked') {
      if (this.apiTokenState === 'read-only' && !reads) throw OktaError.forbidden();
      return;
    }
    const grant = scheme === 'Bearer' ? this.grants.get(token) : undefined;
    if (!grant || grant.expires <= this.now().getTime()) throw OktaError.invalidToken();
    const sufficient = reads ? ['okta.apps.read', 'okta.apps.manage'] : ['okta.apps.manage'];
    if (!sufficient.some((scope) => grant.scopes.includes(scope))) throw OktaError.forbidden();
  }
}
