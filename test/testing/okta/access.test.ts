import { createPublicKey } from 'node:crypto';
import { clientAssertion, JWT_BEARER, OktaModel, requestToken } from '../../../lib/testing';
import { rsaKey, type TestKey } from '../../support/keys';
import { call } from './organization';

let now: number;
let model: OktaModel;
let appId: string;
let admin: TestKey;

beforeAll(async () => {
  admin = await rsaKey();
});

beforeEach(async () => {
  now = Date.parse('2026-03-01T00:00:00Z');
  model = await OktaModel.start({ clock: () => new Date(now), apiToken: '00token' });
  ({ appId } = model.addApp({ label: 'billing' }));
});

afterEach(() => model.close());

const read = async (authorization?: string): Promise<unknown> => {
  const { status, body } = await call(model, 'GET', `/api/v1/apps/${appId}`, undefined, authorization);
  return body.errorCode ?? status;
};

const write = async (authorization?: string): Promise<unknown> => {
  const path = `/api/v1/apps/${appId}/credentials/secrets`;
  const { status, body } = await call(model, 'POST', path, {}, authorization);
  return body.errorCode ?? status;
};

/** The header with an access token of a new service app. */
async function bearer(granted: readonly string[], asked = granted): Promise<string> {
  const { clientId } = model.addServiceApp({
    kid: 'admin',
    publicKey: createPublicKey(admin.publicKey),
    scopes: granted,
  });
  const response = await fetch(model.tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      scope: asked.join(' '),
      client_assertion_type: JWT_BEARER,
      client_assertion: clientAssertion({
        clientId,
        audience: model.tokenUrl,
        privateKey: admin.privateKey,
        header: { kid: 'admin' },
        clock: () => new Date(now),
      }),
    }),
  });
  const { access_token: token, error } = (await response.json()) as { access_token?: string; error?: string };
  return token === undefined ? `refused: ${error}` : `Bearer ${token}`;
}

test('the API token reads and writes', async () => {
  expect([await read(), await write()]).toEqual([200, 201]);
});

test.each(['', 'SSWS wrong', 'Bearer 00token', 'Bearer wrong'])('refuses "%s"', async (authorization) => {
  expect([await read(authorization), await write(authorization)]).toEqual(['E0000011', 'E0000011']);
});

test('a revoked API token does nothing, a limited one only reads', async () => {
  model.setApiToken('revoked');
  expect([await read(), await write()]).toEqual(['E0000011', 'E0000011']);
  model.setApiToken('read-only');
  expect([await read(), await write()]).toEqual([200, 'E0000006']);
});

test('an access token does what its scopes allow', async () => {
  const manage = await bearer(['okta.apps.manage']);
  expect([await read(manage), await write(manage)]).toEqual([200, 201]);
  const readOnly = await bearer(['okta.apps.read']);
  expect([await read(readOnly), await write(readOnly)]).toEqual([200, 'E0000006']);
  const none = await bearer([]);
  expect([await read(none), await write(none)]).toEqual(['E0000006', 'E0000006']);
});

test('an access token ends after an hour, or when it is revoked', async () => {
  const token = await bearer(['okta.apps.manage']);
  now += 3_599_000;
  expect(await read(token)).toBe(200);
  now += 1000;
  expect(await read(token)).toBe('E0000011');
  const another = await bearer(['okta.apps.manage']);
  model.revokeAccessTokens();
  expect(await read(another)).toBe('E0000011');
});

test('a secret gets no scope of the management API', async () => {
  const { clientId, secret } = model.addApp({ label: 'orders' });
  const form = { client_id: clientId, client_secret: secret!.value };
  expect(await requestToken(model.tokenUrl, form)).toBeUndefined();
  expect(await requestToken(model.tokenUrl, { ...form, scope: 'okta.apps.read' })).toContain('invalid_scope');
});

test('a scope that was not granted is refused', async () => {
  expect(await bearer(['okta.apps.read'], ['okta.apps.manage'])).toBe('refused: invalid_scope');
});
