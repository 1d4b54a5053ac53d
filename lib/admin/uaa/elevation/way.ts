import { InputError } from '../../../rotation';

/** How a secret is changed with the token that there is. */
export type Way =
  /** The token itself may do it. */
  | 'direct'
  /** The token was issued through the client itself, with `clients.secret`: UAA wants the old secret. */
  | 'self'
  /** Through a short-lived client. */
  | 'helper'
  /** The client itself is elevated. */
  | 'client';

export interface Circumstances {
  readonly client: string;
  /** UAA's version, such as `4.30.0`. */
  readonly version: string;
  readonly zone?: string;
  readonly token: TokenFacts;
  readonly elevate: 'helper' | 'client';
}

/** What the access token says of itself. */
export interface TokenFacts {
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** Of a person; absent for a token that a client got for itself. */
  readonly user?: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

/** Since this version a user may change a secret; before it "only a client can change client secret". */
const USERS_MAY = 74;

/**
 * Decides whether anything has to be elevated at all.
 *
 * @throws InputError when the token's scopes are not enough for any way
 */
export function wayOf({ client, version, zone, token, elevate }: Circumstances): { way: Way; why: string } {
  const admin = ['uaa.admin', 'clients.admin', `zones.${zone ?? 'uaa'}.admin`].find((one) =>
    token.scopes.includes(one),
  );
  const usersMay = Number.parseInt(version, 10) >= USERS_MAY;
  if (admin !== undefined) {
    if (usersMay) return { way: 'direct', why: `with ${admin} nothing has to be elevated since UAA ${USERS_MAY}` };
    if (token.user === undefined) return { way: 'direct', why: `a client with ${admin} changes secrets itself` };
    return elevate === 'helper'
      ? { way: 'helper', why: `before UAA ${USERS_MAY} only a client can change a secret: a short-lived one does` }
      : {
          way: 'client',
          why: `before UAA ${USERS_MAY} only a client can change a secret: "${client}" is elevated for it`,
        };
  }
  const itself = token.clientId === client && token.scopes.includes('clients.secret');
  if (itself && (usersMay || token.user === undefined)) {
    return { way: 'self', why: `the token was issued through "${client}" with clients.secret` };
  }
  throw new InputError(
    `the token needs uaa.admin, clients.admin or zones.${zone ?? 'uaa'}.admin to change the secret of "${client}", got ${token.scopes.join(' ') || 'no scope'}: ask for one of them and sign in again`,
  );
}
