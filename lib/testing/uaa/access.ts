import type { ApiRequest } from '../http';
import type { Registry, Zone } from './registry';
import type { Token, Tokens } from './token';
import { refusedToken } from './token-check';
import { UaaError } from './uaa-error';

/** Who calls the client management, and in which zone. */
export interface Caller {
  readonly zone: string;
  readonly clientId: string;
  /** The name of the user whose token it is; absent for a token of a client. */
  readonly user?: string;
  /** Whether the scopes let it do anything to any client of the zone. */
  readonly administersClients: boolean;
}

/** The bearer tokens and zone headers of the client management. */
export class Access {
  constructor(
    private readonly registry: Registry,
    private readonly tokens: Tokens,
  ) {}

  /**
   * The caller of a request, which must have `uaa.admin`, `zones.<zone>.admin` or one of the scopes.
   *
   * @throws UaaError 401, 403, 404
   */
  caller({ headers }: ApiRequest, scopes: readonly string[]): Caller {
    const token = this.bearer(headers.authorization);
    const zone = this.zoneOf(token, headers);
    const admin = token.scope.includes('uaa.admin') || token.scope.includes(`zones.${zone.id}.admin`);
    const has = (scope: string): boolean =>
      token.scope.includes(zone.id === token.zone ? scope : `zones.${zone.id}.${scope}`);
    if (!admin && !scopes.some(has)) {
      throw UaaError.insufficientScope(['uaa.admin', ...scopes, `zones.${zone.id}.admin`]);
    }
    return {
      zone: zone.id,
      clientId: token.clientId,
      ...(token.user && { user: token.user.userName }),
      administersClients: admin || has('clients.admin'),
    };
  }

  private bearer(authorization = ''): Token {
    const [scheme, text = ''] = authorization.split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || text === '') throw UaaError.unauthenticated();
    const refused = refusedToken(text, this.tokens, this.registry);
    if (refused !== undefined) throw UaaError.invalidToken(refused);
    return this.tokens.find(text) as Token;
  }

  /** The zone that a header switches to, which takes a scope for that zone; without one that of the token. */
  private zoneOf(token: Token, headers: ApiRequest['headers']): Zone {
    const [id, subdomain] = [headers['x-identity-zone-id'], headers['x-identity-zone-subdomain']];
    const own = { id: token.zone, subdomain: '' };
    if (id === undefined && subdomain === undefined) return own;
    const zone = this.registry.zones.find((one) => (id === undefined ? one.subdomain === subdomain : one.id === id));
    if (!zone) throw UaaError.bare(404);
    const enters = (scope: string): boolean => scope === 'uaa.admin' || scope.startsWith(`zones.${zone.id}.`);
    if (!token.scope.some(enters)) throw UaaError.bare(403);
    return zone;
  }
}
