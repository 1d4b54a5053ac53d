import { Auth0PrivateKeyJwt } from 'cdktf-rotation/auth0';
import { type Auth0Model, clientAssertion, JWT_BEARER, requestToken } from 'cdktf-rotation/testing';
import { type Application, type FindKey, keyIdOf } from '../application';
import type { DemoKind } from '../kind';

export const AUTH0_KINDS: readonly DemoKind[] = [
  {
    kind: 'auth0-private-key-jwt',
    title: 'Auth0 private_key_jwt',
    register: ({ auth0 }, findKey) => auth0Application(auth0, findKey),
    construct: (stack, { clientId }, rotation) => new Auth0PrivateKeyJwt(stack, 'app', { clientId, rotation }),
    names: { clientId: 'clientId', keyId: 'keyId' },
  },
];

export function auth0Application(auth0: Auth0Model, findKey: FindKey): Application {
  const { clientId } = auth0.addClient({ name: 'app' });
  return {
    clientId,
    applicationId: clientId,
    idOf: keyIdOf,
    held: () => auth0.pool(clientId).length,
    signIn: (published) =>
      requestToken(auth0.tokenUrl, {
        client_id: clientId,
        audience: 'https://api.example.com/',
        client_assertion_type: JWT_BEARER,
        client_assertion: clientAssertion({
          clientId,
          audience: auth0.issuer,
          privateKey: findKey(published.keyId ?? ''),
          header: { kid: published.keyId ?? '' },
        }),
      }),
    onChange: (listener) =>
      void auth0.onChange(({ kid, name, kind, at }) =>
        listener({ keyId: kid, name, live: kind === 'attached', at: at.getTime() }),
      ),
  };
}
