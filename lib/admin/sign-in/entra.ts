import { certificateThumbprint } from '../../rotation';
import type { IdentityProvider } from './identity-provider';
import type { Verdict } from './verdict';

// Numbers and meanings: https://learn.microsoft.com/entra/identity-platform/reference-error-codes, which says that they
// may change; an unknown number is judged by the name of the error.
const CREDENTIAL: Readonly<Record<number, string>> = {
  7000215: 'it does not know this secret',
  7000222: 'the secret has expired',
  50012: 'it does not know this secret or key',
  700027: 'the certificate is not registered on the application, has expired, or did not sign this',
};

const APPLICATION: Readonly<Record<number, string>> = {
  700016: 'the tenant has no such application',
  7000112: 'the application is disabled',
  7000229: 'the application has no service principal in the tenant',
  53003: 'a conditional access policy blocks the application',
};

const REQUEST: Readonly<Record<number, string>> = {
  90002: 'there is no such tenant',
  900023: 'the tenant id is none',
  500011: 'the tenant does not know the resource of the scope',
  500014: 'the resource of the scope is disabled',
  70011: 'the scope is none',
  1002012: 'the scope of client_credentials ends with /.default',
  700023: 'the audience of the assertion is not the token endpoint of the tenant',
};

const UNCLEAR: Readonly<Record<number, string>> = {
  700024: 'the assertion is not within its time: compare the clocks',
};

/**
 * Microsoft Entra ID. An assertion is for the token endpoint of the tenant and is signed with PS256
 * (https://learn.microsoft.com/entra/identity-platform/certificate-credentials).
 */
export const ENTRA: IdentityProvider = {
  name: 'Entra',
  secretIn: 'post',
  rsa: 'PS256',
  audience: ({ href }) => href,
  keyHeader: (certificate) => ({ 'x5t#S256': certificateThumbprint(certificate) }),
  judge: ({ error, codes }): Verdict | undefined => {
    for (const code of codes) {
      const [credential, application, request, unclear] = [CREDENTIAL, APPLICATION, REQUEST, UNCLEAR].map(
        (meanings) => meanings[code],
      );
      if (credential !== undefined) return { kind: 'refused', what: 'credential', why: credential };
      if (application !== undefined) return { kind: 'refused', what: 'application', why: application };
      if (request !== undefined) return { kind: 'misasked', why: request };
      if (unclear !== undefined) return { kind: 'unclear', why: unclear };
    }
    return error === 'unauthorized_client'
      ? { kind: 'refused', what: 'application', why: 'the application may not sign in' }
      : undefined;
  },
};
