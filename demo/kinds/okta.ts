import { AppOauth } from '@cdktf/provider-okta/lib/app-oauth';
import { OktaClientSecret, OktaPrivateKeyJwt, OktaSecretRef } from 'cdktf-rotation/okta';
import { clientAssertion, JWT_BEARER, type OktaModel, requestToken } from 'cdktf-rotation/testing';
import { type Application, type FindKey, keyIdOf } from '../application';
import { type DemoKind, ownProvider } from '../kind';

export const OKTA_KINDS: readonly DemoKind[] = [
  {
    kind: 'okta-private-key-jwt',
    title: 'Okta private_key_jwt',
    register: ({ okta }, findKey) => oktaKeyApplication(okta, findKey),
    construct: (stack, { clientId }, rotation) => {
      const app = new AppOauth(stack, 'okta_app', {
        label: 'app',
        clientId,
        type: 'service',
        grantTypes: ['client_credentials'],
        responseTypes: ['token'],
        tokenEndpointAuthMethod: 'private_key_jwt',
      });
      return new OktaPrivateKeyJwt(stack, 'app', { app, rotation });
    },
    names: { clientId: 'clientId', keyId: 'keyId' },
  },
  {
    kind: 'okta-client-secret',
    title: 'Okta client secret',
    ownProvider: true,
    register: ({ okta }) => oktaSecretApplication(okta),
    construct: (stack, { applicationId: appId, clientId, firstSecretId = '' }, rotation) => {
      ownProvider(stack);
      const initialSecret = OktaSecretRef.fromId(firstSecretId);
      return new OktaClientSecret(stack, 'app', { appId, clientId, initialSecret, rotation });
    },
    names: { clientId: 'clientId', clientSecret: 'clientSecret', keyId: 'keyId' },
  },
];

const SCOPE = 'orders.read';

/** The app came with a secret, as every app that signs in with one; its consumers go on with it. */
function oktaSecretApplication(okta: OktaModel): Application {
  const { appId, clientId, secret } = okta.addApp({ label: 'app' });
  return {
    clientId,
    applicationId: appId,
    firstSecretId: secret?.id,
    idOf: keyIdOf,
    held: () => okta.secrets(appId).length,
    signIn: ({ clientSecret = '' }) =>
      requestToken(okta.tokenUrl, { client_id: clientId, client_secret: clientSecret, scope: SCOPE }),
    onChange: (listener) => {
      if (secret) listener({ keyId: secret.id, live: true, at: Date.now() });
      okta.onChange(({ clientId: of, id, kind, at }) => {
        if (of === clientId) listener({ keyId: id, live: kind === 'added', at: at.getTime() });
      });
    },
  };
}

/** The app is the user's own resource: Terraform makes it, with the keys in it. */
function oktaKeyApplication(okta: OktaModel, findKey: FindKey): Application {
  const clientId = 'app';
  return {
    clientId,
    applicationId: clientId,
    idOf: keyIdOf,
    held: () => okta.liveCredentials(clientId).length,
    signIn: ({ keyId = '' }) =>
      requestToken(okta.tokenUrl, {
        client_id: clientId,
        scope: SCOPE,
        client_assertion_type: JWT_BEARER,
        client_assertion: clientAssertion({
          clientId,
          audience: okta.tokenUrl,
          privateKey: findKey(keyId),
          header: { kid: keyId },
        }),
      }),
    onChange: (listener) =>
      void okta.onChange(({ clientId: of, kid = '', credential, kind, at }) => {
        if (of === clientId && credential === 'key') listener({ keyId: kid, live: kind === 'added', at: at.getTime() });
      }),
  };
}
