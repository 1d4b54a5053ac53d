import { byKid, type IdentityProvider } from './identity-provider';

/**
 * Okta. An assertion is for the token endpoint and lives an hour at most; with several keys it must have a kid
 * (https://developer.okta.com/docs/guides/build-self-signed-jwt, okta-sdk-java #504).
 *
 * Told apart by the text, for the name of the error is `invalid_client` in every case.
 */
export const OKTA: IdentityProvider = {
  name: 'Okta',
  secretIn: 'basic',
  audience: ({ href }) => href,
  keyHeader: byKid,
  judge: ({ error, description }) => {
    if (error !== 'invalid_client') return undefined;
    if (/client_id/.test(description)) {
      return { kind: 'refused', what: 'application', why: 'there is no such application, or it is not active' };
    }
    if (/client secret/i.test(description)) {
      return { kind: 'refused', what: 'credential', why: 'the application has no such active secret' };
    }
    return /\b(kid|signature|jwk)/i.test(description)
      ? { kind: 'refused', what: 'credential', why: 'the application has no such active key' }
      : undefined;
  },
};
