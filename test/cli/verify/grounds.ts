import type { KeyObject } from 'node:crypto';
import { publicJwk, rfc7638 } from '../../../lib/rotation';
import { Auth0Model } from '../../../lib/testing/auth0';
import { EntraModel } from '../../../lib/testing/entra';
import type { ModelServer, ModelServerOptions } from '../../../lib/testing/http';
import { OktaModel } from '../../../lib/testing/okta';
import { UaaModel } from '../../../lib/testing/uaa';
import { certificate, rsaKey, type TestKey } from '../../support/keys';

type Options = ModelServerOptions & { readonly replicaLag?: number };

/** An application of one kind at a model identity provider. */
export interface Ground {
  readonly model: ModelServer;
  readonly tokenUrl: string;
  readonly clientId: string;
  /** Key kinds: of the credential that is staged, which the identity provider knows, too. */
  readonly key?: TestKey;
  /** Secret kinds: the same. */
  readonly secret?: string;
  /** Whether the identity provider has one answer for a wrong credential and an absent application. */
  readonly answers: 'apart' | 'alike';
  readonly removeApplication: () => unknown;
  /** Takes the staged credential away. */
  readonly removeCredential: () => unknown;
  /** The application may no longer use client_credentials. */
  readonly forbidGrant?: () => void;
}

export const SECRET = 'next/secret+Aa1_ é';

export const GROUNDS: Readonly<Record<string, (options?: Options) => Promise<Ground>>> = {
  'entra-client-secret': async (options) => {
    const { model, ...app } = await entra(options);
    const { secretText: secret, keyId } = model.addForeignSecret(app.clientId);
    return { ...app, model, secret, removeCredential: () => model.removeCredential(app.clientId, keyId) };
  },
  'entra-certificate': async (options) => {
    const { model, ...app } = await entra(options);
    const key = await certificate('app');
    await admin(model, 'PATCH', `/v1.0/applications/${app.objectId}`, { keyCredentials: [keyCredential(key)] });
    const removeCredential = (): void =>
      model.liveCredentials(app.clientId).forEach(({ keyId }) => model.removeCredential(app.clientId, keyId));
    return { ...app, model, key, removeCredential };
  },
  'auth0-private-key-jwt': async (options) => {
    const model = await Auth0Model.start(options);
    const key = await rsaKey();
    const { clientId } = model.addClient({ name: 'app' });
    const id = model.addForeignCredential(clientId, { pem: key.publicKey, name: 'app b', as: 'attached' });
    return {
      model,
      tokenUrl: model.tokenUrl,
      clientId,
      key,
      answers: 'alike',
      removeCredential: () => model.removeCredential(clientId, id),
      removeApplication: () => admin(model, 'DELETE', `/api/v2/clients/${clientId}`),
    };
  },
  'okta-client-secret': async (options) => {
    const model = await OktaModel.start(options);
    const { appId, clientId } = model.addApp({ label: 'app' });
    const secret = `rot.b.2.${'x'.repeat(43)}`;
    const { id } = model.addForeignSecret(appId, { value: secret });
    return { ...okta(model, appId, clientId), secret, removeCredential: () => model.removeSecret(appId, id) };
  },
  'okta-private-key-jwt': async (options) => {
    const model = await OktaModel.start(options);
    const [other, key] = [await rsaKey(), await rsaKey()];
    const jwks = [
      { ...publicJwk(other.publicKey), kid: 'other' },
      { ...publicJwk(key.publicKey), kid: `k0002-${rfc7638(key.publicKey)}` },
    ];
    const { appId, clientId } = model.addApp({ label: 'app', jwks });
    const removeCredential = async (): Promise<void> => {
      const path = `/api/v1/apps/${appId}/credentials/jwks`;
      const authorization = `SSWS ${model.apiToken}`;
      const answer = await fetch(`${model.url}${path}`, { headers: { authorization } });
      const { jwks } = (await answer.json()) as { readonly jwks: { readonly keys: readonly Record<string, string>[] } };
      const id = jwks.keys.find(({ kid }) => kid?.startsWith('k0002'))?.id;
      const { ok } = await fetch(`${model.url}${path}/${id}/lifecycle/deactivate`, {
        method: 'POST',
        headers: { authorization },
      });
      expect(ok).toBe(true);
    };
    return { ...okta(model, appId, clientId), key, removeCredential };
  },
  'uaa-client-secret': async (options) => {
    const model = await UaaModel.start(options);
    model.addClient({ clientId: 'app', secrets: ['current-Aa1_', SECRET] });
    return {
      ...uaa(model),
      secret: SECRET,
      removeCredential: () => model.updateSecret('app', 'current-Aa1_'),
      forbidGrant: () => model.addClient({ clientId: 'app', secrets: [SECRET], grantTypes: ['authorization_code'] }),
    };
  },
  'uaa-private-key-jwt': async (options) => {
    const model = await UaaModel.start(options);
    model.addClient({ clientId: 'app' });
    const key = await rsaKey();
    const kid = rfc7638(key.publicKey);
    model.addForeignKey('app', { ...publicJwk(key.publicKey), kid });
    return { ...uaa(model), key, removeCredential: () => model.removeKey('app', kid) };
  },
};

export function pemOf(privateKey: KeyObject): string {
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

async function admin({ url }: ModelServer, method: string, path: string, body?: object): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization: 'Bearer administrator' };
  const { ok } = await fetch(`${url}${path}`, { method, headers, body: body && JSON.stringify(body) });
  expect(ok).toBe(true);
}

async function entra(options?: Options) {
  const model = await EntraModel.start(options);
  const { clientId, objectId } = model.addApplication({ displayName: 'app' });
  const removeApplication = (): void => model.removeApplication(clientId);
  return { model, tokenUrl: model.tokenUrl, clientId, objectId, answers: 'apart' as const, removeApplication };
}

function keyCredential({ publicKey }: TestKey): object {
  return { key: Buffer.from(publicKey).toString('base64'), type: 'AsymmetricX509Cert', usage: 'Verify' };
}

function okta(model: OktaModel, appId: string, clientId: string) {
  const removeApplication = (): void => model.removeApp(appId);
  return { model, tokenUrl: model.tokenUrl, clientId, answers: 'apart' as const, removeApplication };
}

function uaa(model: UaaModel) {
  const removeApplication = (): void => model.removeClient('app');
  return { model, tokenUrl: model.tokenUrl, clientId: 'app', answers: 'alike' as const, removeApplication };
}
