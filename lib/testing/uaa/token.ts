import { randomBytes, randomUUID } from 'node:crypto';
import { type Client, revocationSignature } from './client';
import type { User } from './registry';

/** A token that the model gave out. */
export interface Token {
  readonly kind: 'access' | 'refresh';
  readonly zone: string;
  readonly clientId: string;
  /** Absent for a token of the client itself. */
  readonly user?: User;
  readonly scope: readonly string[];
  readonly jti: string;
  readonly revSig: string;
  /** Seconds since 1970. */
  readonly iat: number;
  readonly exp: number;
}

export interface Grant {
  readonly kind: Token['kind'];
  readonly client: Client;
  readonly user?: User;
  readonly scope: readonly string[];
}

/** Defaults of UAA, in seconds. */
const ACCESS_VALIDITY = 43_200;
const REFRESH_VALIDITY = 2_592_000;

/** The tokens that were given out: they look like JWTs and can be read as such, but only the model knows which are its own. */
export class Tokens {
  private readonly known = new Map<string, Token>();

  constructor(
    private readonly now: () => Date,
    private readonly issuer: () => string,
  ) {}

  grant({ kind, client, user, scope }: Grant): { readonly text: string; readonly token: Token } {
    const { access_token_validity = ACCESS_VALIDITY, refresh_token_validity = REFRESH_VALIDITY } = client.settings;
    const iat = Math.floor(this.now().getTime() / 1000);
    const token: Token = {
      kind,
      zone: client.zone,
      clientId: client.clientId,
      ...(user && { user }),
      scope,
      jti: randomUUID().replaceAll('-', ''),
      revSig: revocationSignature(client, user?.id),
      iat,
      exp: iat + (kind === 'access' ? access_token_validity : refresh_token_validity),
    };
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signature = randomBytes(32).toString('base64url');
    const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(this.claims(token))}.${signature}`;
    this.known.set(text, token);
    return { text, token };
  }

  find(text: string): Token | undefined {
    return this.known.get(text);
  }

  isExpired({ exp }: Token): boolean {
    return exp * 1000 <= this.now().getTime();
  }

  claims({ clientId, user, scope, jti, revSig, iat, exp, zone }: Token): Readonly<Record<string, unknown>> {
    return {
      jti,
      sub: user?.id ?? clientId,
      ...(user === undefined && { authorities: scope }),
      scope,
      client_id: clientId,
      cid: clientId,
      azp: clientId,
      grant_type: user === undefined ? 'client_credentials' : 'password',
      ...(user && { user_id: user.id, origin: 'uaa', user_name: user.userName }),
      rev_sig: revSig,
      iat,
      exp,
      iss: `${this.issuer()}/oauth/token`,
      zid: zone,
      aud: [clientId],
    };
  }
}
