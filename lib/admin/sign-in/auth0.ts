import { byKid, type IdentityProvider } from './identity-provider';

/**
 * Auth0. An assertion is for `https://<domain>/`, with the slash, and lives five minutes at most
 * (https://auth0.com/docs/get-started/authentication-and-authorization-flow/authenticate-with-private-key-jwt).
 *
 * A wrong credential and an absent application are both refused with 401; 403 is about what is asked for: the audience
 * or the grant.
 */
export const AUTH0: IdentityProvider = {
  name: 'Auth0',
  secretIn: 'post',
  audience: ({ origin }) => `${origin}/`,
  keyHeader: byKid,
  judge: ({ status, error }) => {
    if (status === 401) {
      return { kind: 'refused', what: 'either', why: 'the credential is wrong, or there is no such application' };
    }
    return status === 403 || error === 'access_denied'
      ? { kind: 'misasked', why: 'the application may not use this audience or client_credentials' }
      : undefined;
  },
};
