import { byKid, type IdentityProvider } from './identity-provider';

/**
 * Cloud Foundry UAA. It checks the credential before it looks at the grant type and the scope, so a refusal of these
 * proves that the credential is right. A wrong credential and an absent client have one answer, whose error is
 * `unauthorized` before 76.26 (read from its source, and seen).
 */
export const UAA: IdentityProvider = {
  name: 'UAA',
  secretIn: 'post',
  audience: ({ href }) => href,
  keyHeader: byKid,
  judge: ({ status, error, description }) => {
    if (/^unauthorized grant type/i.test(description)) return { kind: 'accepted', token: 'withheld' };
    if (status === 401 && (error === 'invalid_client' || error === 'unauthorized')) {
      return /missing credentials/i.test(description)
        ? { kind: 'refused', what: 'credential', why: 'the client has no secret at all' }
        : { kind: 'refused', what: 'either', why: 'the credential is wrong, or there is no such client' };
    }
    return error === 'invalid_scope'
      ? { kind: 'misasked', why: 'the credential is right, but the client does not have this scope' }
      : undefined;
  },
};
