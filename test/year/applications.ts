import { createHash } from 'node:crypto';
import { AppOauth } from '@cdktf/provider-okta/lib/app-oauth';
import { type TerraformStack, TerraformVariable } from 'cdktf';
import type { CredentialSet } from '../../lib';
import { Auth0PrivateKeyJwt } from '../../lib/auth0';
import { EntraCertificate, EntraClientSecret } from '../../lib/entra';
import { OktaClientSecret, OktaPrivateKeyJwt, OktaSecretRef } from '../../lib/okta';
import type { ManifestSet } from '../../lib/rotation';
import { clientAssertion, JWT_BEARER, type Published } from '../../lib/testing';
import { UaaClientSecret, UaaPrivateKeyJwt } from '../../lib/uaa';
import type { World } from './world';

/** An application that is registered at a model identity provider, and its consumers' way to sign in. */
export interface Application {
  readonly construct: (stack: TerraformStack, rotation: ManifestSet) => CredentialSet;
  /** What is published, by the names of the values. */
  readonly values: readonly string[];
  /** What its consumers signed in with before the set was there. */
  readonly outside?: Published;
  /** Values that do not stand in the stack. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly signIn: (published: Published) => Promise<string | undefined>;
  /** When the identity provider ends what is published; undefined where it never does. */
  readonly endOf: (published: Published) => number | undefined;
  /** How many credentials the identity provider holds for it. */
  readonly held: () => number;
  /**
   * What a person does after an answer was lost: discards the credential that blocks the apply, which says so.
   * Undefined where it blocks nothing, or our own provider finds it.
   */
  readonly discardStray?: (message: string) => void;
}

export type Register = (world: World, name: string, start: 'own' | 'outside') => Application;

export const REGISTER: Readonly<Record<string, Register>> = {
  'entra-client-secret': (world, name, start) => {
    const { objectId, clientId } = world.entra.addApplication({ displayName: name });
    const { secretText, keyId } = world.entra.addForeignSecret(clientId, {});
    return {
      construct: (stack, rotation) =>
        new EntraClientSecret(stack, name, { applicationId: `/applications/${objectId}`, clientId, rotation }),
      values: ['clientSecret', 'keyId'],
      ...(start === 'outside' && { outside: { clientSecret: secretText, keyId } }),
      signIn: ({ clientSecret = '' }) =>
        request(world, world.entra.tokenUrl, { client_id: clientId, client_secret: clientSecret }),
      endOf: ({ keyId: id }) => endAtEntra(world, clientId, id),
      held: () => world.entra.liveCredentials(clientId).length - 1,
    };
  },

  'entra-certificate': (world, name) => {
    const { objectId, clientId } = world.entra.addApplication({ displayName: name });
    const audience = world.entra.tokenUrl;
    return {
      construct: (stack, rotation) =>
        new EntraCertificate(stack, name, { applicationId: `/applications/${objectId}`, clientId, rotation }),
      values: ['keyId', 'thumbprint'],
      signIn: ({ keyId = '', thumbprint = '' }) =>
        asserted(world, { url: audience, clientId, audience, keyId, header: { 'x5t#S256': thumbprint } }),
      endOf: ({ keyId }) => endAtEntra(world, clientId, keyId),
      held: () => world.entra.liveCredentials(clientId).length,
      discardStray: (message) => {
        world.entra.removeCredential(clientId, /certificate\/([\w-]+)" already exists/.exec(message)?.[1] ?? '');
      },
    };
  },

  'auth0-private-key-jwt': (world, name) => {
    const { clientId } = world.auth0.addClient({ name });
    const { tokenUrl: url, issuer: audience } = world.auth0;
    return {
      construct: (stack, rotation) => new Auth0PrivateKeyJwt(stack, name, { clientId, rotation }),
      values: ['keyId'],
      signIn: ({ keyId = '' }) => asserted(world, { url, clientId, audience, keyId, header: { kid: keyId } }),
      endOf: ({ keyId }) =>
        world.auth0
          .attached(clientId)
          .find(({ kid }) => kid === keyId)
          ?.expiresAt?.getTime(),
      held: () => world.auth0.pool(clientId).length,
      discardStray: () => {
        const strays = world.auth0.pool(clientId).filter(({ attached }) => !attached);
        for (const { id } of strays) world.auth0.removeCredential(clientId, id);
      },
    };
  },

  'okta-private-key-jwt': (world, name) => {
    const url = world.okta.tokenUrl;
    return {
      construct: (stack, rotation) => {
        const app = new AppOauth(stack, `${name}-app`, {
          label: name,
          clientId: name,
          type: 'service',
          grantTypes: ['client_credentials'],
          responseTypes: ['token'],
          tokenEndpointAuthMethod: 'private_key_jwt',
        });
        app.overrideLogicalId(`${name}_app`);
        return new OktaPrivateKeyJwt(stack, name, { app, rotation });
      },
      values: ['keyId'],
      signIn: ({ keyId = '' }) =>
        asserted(world, { url, clientId: name, audience: url, keyId, header: { kid: keyId } }),
      endOf: () => undefined,
      held: () => world.okta.liveCredentials(name).length,
    };
  },

  'okta-client-secret': (world, name, start) => {
    const { appId, clientId, secret } = world.okta.addApp({ label: name });
    const first = OktaSecretRef.fromId(secret?.id ?? '');
    return {
      construct: (stack, rotation) =>
        new OktaClientSecret(stack, name, {
          appId,
          clientId,
          rotation,
          ...(start === 'outside' ? { adoptedSecrets: [first] } : { initialSecret: first }),
        }),
      values: ['clientSecret', 'keyId'],
      ...(start === 'outside' && { outside: { clientSecret: secret?.value ?? '', keyId: secret?.id ?? '' } }),
      signIn: ({ clientSecret = '' }) =>
        request(world, world.okta.tokenUrl, { client_id: clientId, client_secret: clientSecret }),
      endOf: () => undefined,
      held: () => world.okta.secrets(appId).length,
    };
  },

  'uaa-client-secret': (world, name) => {
    const first = createHash('sha256').update(name).digest('base64url');
    world.uaa.addClient({ clientId: name, secrets: [first], accessTokenValidity: 3600 });
    return {
      construct: (stack, rotation) => {
        const initial = new TerraformVariable(stack, 'initial_secret', { sensitive: true, type: 'string' });
        return new UaaClientSecret(stack, name, { clientId: name, initialSecret: initial.stringValue, rotation });
      },
      variables: { initial_secret: first },
      values: ['clientSecret'],
      signIn: ({ clientSecret = '' }) =>
        request(world, world.uaa.tokenUrl, { client_id: name, client_secret: clientSecret }),
      endOf: () => undefined,
      held: () => world.uaa.client(name)?.secrets.length ?? 0,
    };
  },

  'uaa-private-key-jwt': (world, name) => {
    world.uaa.addClient({ clientId: name, accessTokenValidity: 3600 });
    const url = world.uaa.tokenUrl;
    return {
      construct: (stack, rotation) => new UaaPrivateKeyJwt(stack, name, { clientId: name, rotation }),
      values: ['keyId'],
      signIn: ({ keyId = '' }) =>
        asserted(world, { url, clientId: name, audience: url, keyId, header: { kid: keyId } }),
      endOf: () => undefined,
      held: () => world.uaa.client(name)?.keys.length ?? 0,
    };
  },
};

function request(world: World, url: string, form: Readonly<Record<string, string>>): Promise<string | undefined> {
  return world.tokens.request(url, form);
}

interface Asserted {
  readonly url: string;
  readonly clientId: string;
  readonly audience: string;
  readonly keyId: string;
  readonly header: Readonly<Record<string, string>>;
}

function asserted(world: World, { url, clientId, audience, keyId, header }: Asserted): Promise<string | undefined> {
  const privateKey = world.keys.find(keyId);
  return request(world, url, {
    client_id: clientId,
    client_assertion_type: JWT_BEARER,
    client_assertion: clientAssertion({ clientId, audience, privateKey, header, clock: world.clock.now }),
  });
}

function endAtEntra(world: World, clientId: string, keyId: string | undefined): number | undefined {
  const found = world.entra.liveCredentials(clientId).find((one) => one.keyId === keyId);
  return found && Date.parse(found.endDateTime);
}
