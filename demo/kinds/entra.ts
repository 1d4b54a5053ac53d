import { EntraCertificate, EntraClientSecret } from 'cdktf-rotation/entra';
import { clientAssertion, type EntraModel, JWT_BEARER, requestToken } from 'cdktf-rotation/testing';
import { type Application, type FindKey, keyIdOf } from '../application';
import type { DemoKind } from '../kind';

export const ENTRA_KINDS: readonly DemoKind[] = [
  {
    kind: 'entra-client-secret',
    title: 'Entra client secret',
    register: ({ entra }) => entraApplication(entra),
    construct: (stack, { applicationId, clientId }, rotation) =>
      new EntraClientSecret(stack, 'app', { applicationId, clientId, rotation }),
    names: { clientId: 'clientId', clientSecret: 'clientSecret', keyId: 'keyId' },
  },
  {
    kind: 'entra-certificate',
    title: 'Entra certificate',
    register: ({ entra }, findKey) => entraApplication(entra, findKey),
    construct: (stack, { applicationId, clientId }, rotation) =>
      new EntraCertificate(stack, 'app', { applicationId, clientId, rotation }),
    names: { clientId: 'clientId', keyId: 'keyId', thumbprint: 'thumbprint' },
  },
];

export function entraApplication(entra: EntraModel, findKey?: FindKey): Application {
  const { objectId, clientId } = entra.addApplication({ displayName: 'app' });
  const url = entra.tokenUrl;
  return {
    clientId,
    applicationId: `/applications/${objectId}`,
    idOf: keyIdOf,
    held: () => entra.liveCredentials(clientId).length,
    signIn: (published) =>
      requestToken(url, {
        client_id: clientId,
        scope: 'https://graph.microsoft.com/.default',
        ...(findKey
          ? {
              client_assertion_type: JWT_BEARER,
              client_assertion: clientAssertion({
                clientId,
                audience: url,
                privateKey: findKey(published.keyId ?? ''),
                header: { 'x5t#S256': published.thumbprint ?? '' },
              }),
            }
          : { client_secret: published.clientSecret ?? '' }),
      }),
    onChange: (listener) =>
      void entra.onChange(({ keyId, displayName, kind, at }) =>
        listener({ keyId, name: displayName ?? undefined, live: kind === 'added', at: at.getTime() }),
      ),
  };
}
