import { InputError } from '../../../rotation';
import type { TokenFacts } from './way';

/**
 * What an access token of UAA, a JWT, says of itself. Its signature is UAA's business.
 *
 * @throws InputError when it is no JWT, without repeating it
 */
export function tokenFacts(token: string): TokenFacts {
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Claims;
    const { cid: clientId, scope: scopes, exp, user_id: user } = claims;
    if (typeof clientId === 'string' && Array.isArray(scopes) && typeof exp === 'number') {
      return { clientId, scopes, expires: exp * 1000, ...(user !== undefined && { user }) };
    }
  } catch {
    // said below
  }
  throw new InputError(
    'the access token must be a JWT of UAA, got something else: "cf oauth-token" or "uaac token owner get" give one',
  );
}

interface Claims {
  readonly cid?: string;
  readonly scope?: readonly string[];
  /** Seconds since 1970. */
  readonly exp?: number;
  /** Only in tokens of people. */
  readonly user_id?: string;
}
