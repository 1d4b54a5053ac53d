import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { OktaAdmin, OktaError, secretHash } from '../../../lib/admin/okta';
import { OktaModel } from '../../../lib/testing';

let okta: OktaModel;
let appId: string;
let birth: { readonly id: string; readonly value: string };

beforeEach(async () => {
  okta = await OktaModel.start();
  const app = okta.addApp({ label: 'app' });
  appId = app.appId;
  birth = app.secret as typeof birth;
});
afterEach(() => okta.close());

const byToken = (): OktaAdmin => new OktaAdmin({ baseUrl: okta.url, timeout: 2_000 }, { apiToken: okta.apiToken });
const VALUE = `rot.b.2.${'x'.repeat(43)}`;

test('lists, makes, deactivates, activates and deletes secrets with an API token', async () => {
  const admin = byToken();
  const [first] = await admin.secrets(appId);
  expect(first).toMatchObject({ ...birth, isActive: true, hash: secretHash(birth.value) });
  await admin.create(appId, VALUE);
  const made = (await admin.secrets(appId)).find(({ value }) => value === VALUE);
  const id = String(made?.id);
  await admin.deactivate(appId, id);
  expect(okta.secrets(appId)).toMatchObject([{ status: 'ACTIVE' }, { id, status: 'INACTIVE' }]);
  await admin.activate(appId, id);
  expect(okta.secrets(appId)).toMatchObject([{ status: 'ACTIVE' }, { id, status: 'ACTIVE' }]);
  await admin.deactivate(appId, id);
  await admin.delete(appId, id);
  expect(okta.secrets(appId)).toMatchObject([{ id: birth.id }]);
});

test('the hash of a secret is the first half of its SHA-256', () => {
  // The published test vector of SHA-256 for "abc".
  expect(secretHash('abc')).toBe(Buffer.from('ba7816bf8f01cfea414140de5dae2223', 'hex').toString('base64url'));
});

describe('a refusal', () => {
  const thrownBy = async (call: Promise<unknown>): Promise<OktaError> => {
    const error: unknown = await call.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OktaError);
    return error as OktaError;
  };

  test.each<[OktaError['kind'], RegExp, (admin: OktaAdmin) => Promise<unknown>]>([
    ['not found', /GET \S+ with 404 E0000007/, (admin) => admin.secrets('0oaNoSuchApp')],
    ['not found', /POST \S+ with 404 E0000007/, (admin) => admin.deactivate(appId, 'ocsNoSuchSecret')],
    ['last active', /only active client secret/, (admin) => admin.deactivate(appId, birth.id)],
    ['other', /delete an active client secret/, (admin) => admin.delete(appId, birth.id)],
    [
      'cap reached',
      /maximum number of client secrets/,
      (admin) => {
        okta.addForeignSecret(appId);
        return admin.create(appId, VALUE);
      },
    ],
    [
      'forbidden',
      /403 E0000006/,
      (admin) => {
        okta.setApiToken('read-only');
        return admin.create(appId, VALUE);
      },
    ],
    [
      'unauthorized',
      /401 E0000011/,
      (admin) => {
        okta.setApiToken('revoked');
        return admin.secrets(appId);
      },
    ],
    [
      'rate limited',
      /429/,
      (admin) => {
        okta.intercept(() => ({ kind: 'refuse', status: 429, headers: { 'retry-after': '0' } }));
        return admin.create(appId, VALUE);
      },
    ],
    [
      'server',
      /500/,
      (admin) => {
        okta.intercept(() => ({ kind: 'refuse', status: 500, body: 'no record' }));
        return admin.create(appId, VALUE);
      },
    ],
  ])('is "%s" and says what Okta said: %s', async (kind, message, call) => {
    const error = await thrownBy(call(byToken()));
    expect(error.kind).toBe(kind);
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('\n');
  });

  test('shows neither the token nor a secret, even where Okta repeats them', async () => {
    const errorSummary = `not so: SSWS ${okta.apiToken} with ${VALUE}`;
    okta.intercept(() => ({ kind: 'refuse', status: 400, body: { errorCode: 'E0000001', errorSummary } }));
    const { message } = await thrownBy(byToken().create(appId, VALUE));
    expect(message).toMatch(/E0000001 not so: SSWS \*\*\* with \*\*\*$/);
  });

  test.each([
    ['an object', { value: 'x' }],
    ['a secret without its value', [{ id: 'ocs1', status: 'ACTIVE' }]],
  ])('%s is not taken for a list of secrets', async (_what, body) => {
    okta.intercept(() => ({ kind: 'refuse', status: 200, body }));
    await expect(byToken().secrets(appId)).rejects.toThrow(/^okta (answered a list|listed a secret)/);
  });
});

describe('a service app', () => {
  const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
  const service = (scopes: readonly string[] = ['okta.apps.manage']): { admin: OktaAdmin; clientId: string } => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { clientId } = okta.addServiceApp({ kid: 'k1', publicKey, scopes });
    const credentials = { clientId, privateKey: pem(privateKey), privateKeyId: 'k1' };
    return { clientId, admin: new OktaAdmin({ baseUrl: okta.url, timeout: 2_000 }, credentials) };
  };

  test('gets a token with its key and asks for another one when that is refused, once', async () => {
    const { admin } = service();
    await admin.create(appId, VALUE);
    okta.revokeAccessTokens();
    expect(await admin.secrets(appId)).toHaveLength(2);
    const calls = okta.calls.length;
    okta.intercept(() => ({ kind: 'refuse', status: 401, body: { errorCode: 'E0000011' } }));
    await expect(admin.secrets(appId)).rejects.toMatchObject({ kind: 'unauthorized' });
    expect(okta.calls.length - calls).toBe(2);
  });

  test('takes RSA keys and PEM in one line', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { clientId } = okta.addServiceApp({ kid: 'k1', publicKey, scopes: ['okta.apps.manage'] });
    const credentials = { clientId, privateKey: pem(privateKey).replaceAll('\n', '\\n') };
    expect(await new OktaAdmin({ baseUrl: okta.url }, credentials).secrets(appId)).toHaveLength(1);
  });

  test('without the scope is forbidden, with another key unauthorized', async () => {
    await expect(service([]).admin.secrets(appId)).rejects.toMatchObject({ kind: 'forbidden', status: 400 });
    const { clientId } = service();
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const other = new OktaAdmin({ baseUrl: okta.url }, { clientId, privateKey: pem(privateKey), privateKeyId: 'k1' });
    await expect(other.secrets(appId)).rejects.toMatchObject({ kind: 'unauthorized' });
  });

  test.each([
    ['no key', 'not a key'],
    ['a key on a curve that Okta does not know', pem(generateKeyPairSync('ed25519').privateKey)],
  ])('is refused with %s, without showing it', (_what, privateKey) => {
    const make = (): OktaAdmin => new OktaAdmin({ baseUrl: okta.url }, { clientId: 'c', privateKey });
    expect(make).toThrow(/signs with a private key in PEM/);
    expect(make).not.toThrow(privateKey.slice(0, 20));
  });
});
