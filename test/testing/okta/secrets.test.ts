import { OktaModel, type OktaApp, type OktaCredentialChange, type OktaModelOptions } from '../../../lib/testing';
import { type Answer, call, jwk, signInWithSecret } from './organization';
import { rsaKey } from '../../support/keys';

let model: OktaModel;
const others: OktaModel[] = [];
let app: OktaApp;

beforeEach(async () => {
  model = await OktaModel.start();
  app = model.addApp({ label: 'billing', clientSecret: 'first-secret-of-the-app' });
});

afterEach(() => Promise.all([model, ...others.splice(0)].map((one) => one.close())));

/** Another model, closed after the test. */
async function another(options: OktaModelOptions): Promise<OktaModel> {
  const other = await OktaModel.start(options);
  others.push(other);
  return other;
}

const secrets = (method: string, rest = '', body?: object): Promise<Answer> =>
  call(model, method, `/api/v1/apps/${app.appId}/credentials/secrets${rest}`, body);

const cause = ({ status, body }: Answer): readonly unknown[] => [
  status,
  body.errorCode,
  body.errorCauses?.[0]?.errorSummary,
];

test('an app comes with one secret, which the list shows in clear with its hash', async () => {
  const { status, body } = await secrets('GET');
  expect(status).toBe(200);
  expect(body).toEqual([
    expect.objectContaining({
      id: app.secret!.id,
      status: 'ACTIVE',
      client_secret: 'first-secret-of-the-app',
      // printf %s first-secret-of-the-app | openssl dgst -sha256 -binary | head -c 16 | basenc --base64url (unpadded)
      secret_hash: 'lb5En3QrWBkq_dJL-GsG2g',
    }),
  ]);
  expect(app.secret!.id).toMatch(/^ocs[A-Za-z0-9]{17}$/);
});

test('takes a second secret with a given value and refuses a third', async () => {
  const second = await secrets('POST', '', { client_secret: 'rot.b.2.0123456789' });
  expect([second.status, second.body.client_secret]).toEqual([201, 'rot.b.2.0123456789']);
  const third = await secrets('POST', '', {});
  expect(third.body.errorSummary).toBe('Api validation failed: OAuth2ClientSecretMediated');
  expect(cause(third)).toEqual([400, 'E0000001', 'You have reached the maximum number of client secrets per client.']);
});

test.each([
  ['too short', 'x'.repeat(13)],
  ['too long', 'x'.repeat(101)],
  ['not ASCII', 'ö'.repeat(20)],
])('refuses a value that is %s', async (_, value) => {
  expect((await secrets('POST', '', { client_secret: value })).status).toBe(400);
});

test('refuses to deactivate the only active secret, even beside an inactive one', async () => {
  model.addForeignSecret(app.appId, { status: 'INACTIVE' });
  expect(cause(await secrets('POST', `/${app.secret!.id}/lifecycle/deactivate`))).toEqual([
    400,
    'E0000001',
    "You can't deactivate the only active client secret.",
  ]);
});

test('refuses to delete an active secret, and deletes it once it is inactive', async () => {
  const { id } = model.addForeignSecret(app.appId);
  expect(cause(await secrets('DELETE', `/${id}`))).toEqual([
    400,
    'E0000001',
    "You can't delete an active client secret. Deactivate the secret before deleting it.",
  ]);
  expect((await secrets('POST', `/${id}/lifecycle/deactivate`)).body.status).toBe('INACTIVE');
  expect((await secrets('DELETE', `/${id}`)).status).toBe(204);
  expect((await secrets('GET', `/${id}`)).body.errorCode).toBe('E0000007');
});

test('only active secrets sign in, by form and by Basic', async () => {
  const { id, value } = model.addForeignSecret(app.appId);
  expect(await signInWithSecret(model, app.clientId, value)).toBeUndefined();
  const basic = await fetch(model.tokenUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${app.clientId}:${value}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  expect(basic.status).toBe(200);
  await secrets('POST', `/${id}/lifecycle/deactivate`);
  expect(await signInWithSecret(model, app.clientId, value)).toContain('401 invalid_client');
  await secrets('POST', `/${id}/lifecycle/activate`);
  expect(await signInWithSecret(model, app.clientId, value)).toBeUndefined();
});

test.each([
  ['refused', 400],
  ['accepted', 200],
] as const)('a repeated change of status can be %s', async (repeatedLifecycle, status) => {
  const other = await another({ repeatedLifecycle });
  const { appId, secret } = other.addApp({ label: 'one' });
  const path = `/api/v1/apps/${appId}/credentials/secrets/${secret!.id}/lifecycle/activate`;
  expect((await call(other, 'POST', path)).status).toBe(status);
});

test('two secrets may have the same value, unless that is switched off', async () => {
  expect((await secrets('POST', '', { client_secret: app.secret!.value })).status).toBe(201);
  const strict = await another({ equalSecrets: 'refused' });
  const { appId, secret } = strict.addApp({ label: 'one' });
  const again = { client_secret: secret!.value };
  expect((await call(strict, 'POST', `/api/v1/apps/${appId}/credentials/secrets`, again)).status).toBe(400);
});

test('an app with private_key_jwt takes no secret', async () => {
  const { appId, secret } = model.addApp({ label: 'keys', jwks: [jwk(await rsaKey(), 'one')] });
  expect(secret).toBeUndefined();
  expect(cause(await call(model, 'POST', `/api/v1/apps/${appId}/credentials/secrets`, {}))).toEqual([
    400,
    'E0000001',
    "'client_secret' cannot be used when 'token_endpoint_auth_method' is 'private_key_jwt'.",
  ]);
});

test('tells which credentials begin and cease to sign in', async () => {
  const seen: OktaCredentialChange[] = [];
  model.onChange((change) => seen.push(change));
  const { id } = model.addForeignSecret(app.appId);
  await secrets('POST', `/${id}/lifecycle/deactivate`);
  await secrets('DELETE', `/${id}`);
  model.setSecretStatus(app.appId, app.secret!.id, 'INACTIVE');
  model.setSecretStatus(app.appId, app.secret!.id, 'ACTIVE');
  expect(model.liveCredentials(app.appId)).toEqual([{ credential: 'secret', id: app.secret!.id }]);
  model.removeApp(app.appId);
  expect(seen.map((change) => [change.kind, change.id === id ? 'foreign' : 'own'])).toEqual([
    ['added', 'foreign'],
    ['removed', 'foreign'],
    ['removed', 'own'],
    ['added', 'own'],
    ['removed', 'own'],
  ]);
  expect(model.liveCredentials(app.appId)).toEqual([]);
});

test('with a replica lag, changes reach the token endpoint late', async () => {
  let now = Date.parse('2026-03-01T00:00:00Z');
  const slow = await another({ clock: () => new Date(now), replicaLag: 1000 });
  const { appId, clientId } = slow.addApp({ label: 'one' });
  now += 1000;
  const { id, value } = slow.addForeignSecret(appId);
  expect(await signInWithSecret(slow, clientId, value)).toContain('invalid_client');
  now += 1000;
  expect(await signInWithSecret(slow, clientId, value)).toBeUndefined();
  slow.removeSecret(appId, id);
  now += 999;
  expect(await signInWithSecret(slow, clientId, value)).toBeUndefined();
  now += 1;
  expect(await signInWithSecret(slow, clientId, value)).toContain('invalid_client');
});

test('no secret is in the log of calls', async () => {
  await secrets('POST', '', { client_secret: 'rot.b.2.0123456789' });
  expect(JSON.stringify(model.calls)).not.toContain('0123456789');
});
