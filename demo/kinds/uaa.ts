import { randomBytes } from 'node:crypto';
import { TerraformVariable } from 'cdktf';
import { clientAssertion, JWT_BEARER, requestToken, uaaSecretId, type UaaModel } from 'cdktf-rotation/testing';
import { UaaClientSecret, UaaPrivateKeyJwt } from 'cdktf-rotation/uaa';
import { type Application, type FindKey, keyIdOf } from '../application';
import { type DemoKind, ownProvider } from '../kind';

export const UAA_KINDS: readonly DemoKind[] = [
  {
    kind: 'uaa-private-key-jwt',
    title: 'UAA private_key_jwt',
    ownProvider: true,
    register: ({ uaa }, findKey) => uaaKeyApplication(uaa, findKey),
    construct: (stack, { clientId }, rotation) => {
      ownProvider(stack);
      return new UaaPrivateKeyJwt(stack, 'app', { clientId, rotation });
    },
    names: { clientId: 'clientId', keyId: 'keyId' },
  },
  {
    kind: 'uaa-client-secret',
    title: 'UAA client secret',
    ownProvider: true,
    register: ({ uaa }) => uaaSecretApplication(uaa),
    construct: (stack, { clientId }, rotation) => {
      ownProvider(stack);
      const initialSecret = new TerraformVariable(stack, 'initial_secret', { sensitive: true, type: 'string' });
      return new UaaClientSecret(stack, 'app', { clientId, initialSecret: initialSecret.stringValue, rotation });
    },
    names: { clientId: 'clientId', clientSecret: 'clientSecret' },
  },
];

/** The client came with a secret; its tokens are short-lived, so the previous secret need not stay for hours. */
function uaaSecretApplication(uaa: UaaModel): Application {
  const clientId = 'app';
  const first = randomBytes(24).toString('base64url');
  uaa.addClient({ clientId, secrets: [first], accessTokenValidity: 0 });
  return {
    clientId,
    applicationId: clientId,
    environment: { TF_VAR_initial_secret: first },
    idOf: ({ clientSecret = '' }) => uaaSecretId(clientSecret),
    held: () => uaa.client(clientId)?.secrets.length ?? 0,
    signIn: ({ clientSecret = '' }) => requestToken(uaa.tokenUrl, { client_id: clientId, client_secret: clientSecret }),
    onChange: (listener) => {
      listener({ keyId: uaaSecretId(first), live: true, at: Date.now() });
      listen(uaa, clientId, listener);
    },
  };
}

function uaaKeyApplication(uaa: UaaModel, findKey: FindKey): Application {
  const clientId = 'app';
  uaa.addClient({ clientId, accessTokenValidity: 0 });
  return {
    clientId,
    applicationId: clientId,
    idOf: keyIdOf,
    held: () => uaa.client(clientId)?.keys.length ?? 0,
    signIn: ({ keyId = '' }) =>
      requestToken(uaa.tokenUrl, {
        client_id: clientId,
        client_assertion_type: JWT_BEARER,
        client_assertion: clientAssertion({
          clientId,
          audience: uaa.tokenUrl,
          privateKey: findKey(keyId),
          header: { kid: keyId },
        }),
      }),
    onChange: (listener) => listen(uaa, clientId, listener),
  };
}

function listen(uaa: UaaModel, clientId: string, listener: Parameters<Application['onChange']>[0]): void {
  uaa.onChange(({ clientId: of, id, kind, at }) => {
    if (of === clientId) listener({ keyId: id, live: kind === 'added', at: at.getTime() });
  });
}
