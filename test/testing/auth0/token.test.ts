import { constants, sign } from 'node:crypto';
import { Auth0Model } from '../../../lib/testing/auth0';
import { certificate, type TestKey } from '../../support/keys';
import { fixtureKeys } from './tenant';

let keys: readonly TestKey[];
let model: Auth0Model;
let clientId: string;
let clientSecret: string;
let now: Date;

beforeAll(async () => {
  keys = await fixtureKeys(2);
});

beforeEach(async () => {
  now = new Date('2026-01-01T00:00:00Z');
  model = await Auth0Model.start({ clock: () => now });
  ({ clientId, clientSecret } = model.addClient({ name: 'billing' }));
});

afterEach(() => model.close());

interface AssertionOptions {
  readonly key?: TestKey;
  readonly alg?: 'RS256' | 'RS384' | 'PS256';
  readonly header?: object;
  readonly claims?: object;
}

function assertion({ key = keys[0]!, alg = 'RS256', header = {}, claims = {} }: AssertionOptions = {}): string {
  const seconds = Math.floor(now.getTime() / 1000);
  const parts = [
    { alg, typ: 'JWT', ...header },
    { iss: clientId, sub: clientId, aud: model.issuer, jti: '1', iat: seconds, exp: seconds + 60, ...claims },
  ];
  const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  const signature = sign(alg === 'RS384' ? 'sha384' : 'sha256', Buffer.from(signed), {
    key: key.privateKey,
    ...(alg === 'PS256' && pss),
  });
  return `${signed}.${signature.toString('base64url')}`;
}

async function ask(
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const body = new URLSearchParams({ grant_type: 'client_credentials', ...fields });
  const response = await fetch(model.tokenUrl, { method: 'POST', body, headers });
  const answer = (await response.json()) as { readonly error?: string; readonly token_type?: string };
  return `${response.status} ${answer.error ?? answer.token_type}`;
}

function signIn(options: AssertionOptions = {}): Promise<string> {
  return ask({
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion(options),
  });
}

function attach(index: number): string {
  return model.addForeignCredential(clientId, { pem: keys[index]!.publicKey, name: `key-${index}`, as: 'attached' });
}

async function change(path: string, method: string, body: object): Promise<Response> {
  return fetch(`${model.url}/api/v2/clients/${clientId}${path}`, { method, body: JSON.stringify(body) });
}

describe('a client assertion', () => {
  test.each(['issuer', 'tokenUrl'] as const)('for the %s is accepted', async (audience) => {
    attach(0);
    expect(await signIn({ claims: { aud: model[audience] } })).toBe('200 Bearer');
  });

  test('of a key that is not attached is refused', async () => {
    attach(0);
    expect(await signIn({ key: keys[1] })).toBe('401 invalid_client');
  });

  test('of a stray is refused', async () => {
    attach(0);
    model.addForeignCredential(clientId, { pem: keys[1]!.publicKey, as: 'stray' });
    expect(await signIn({ key: keys[1] })).toBe('401 invalid_client');
  });

  test('is refused from the moment its key is removed', async () => {
    const id = attach(0);
    expect(await signIn()).toBe('200 Bearer');
    model.removeCredential(clientId, id);
    expect(await signIn()).toBe('401 invalid_client');
  });

  test('without a kid is tried with every attached key', async () => {
    attach(0);
    attach(1);
    expect(await signIn({ key: keys[1] })).toBe('200 Bearer');
  });

  test('with the kid of another key is refused', async () => {
    attach(0);
    attach(1);
    const [first, second] = model.attached(clientId);
    expect(await signIn({ header: { kid: first!.kid } })).toBe('200 Bearer');
    expect(await signIn({ header: { kid: second!.kid } })).toBe('401 invalid_client');
  });

  test.each(['RS256', 'RS384', 'PS256'] as const)('in %s is accepted for a key of that algorithm only', async (alg) => {
    const created = await change('/credentials', 'POST', {
      credential_type: 'public_key',
      pem: keys[0]!.publicKey,
      alg,
    });
    const { id } = (await created.json()) as { readonly id: string };
    await change('', 'PATCH', {
      client_authentication_methods: { private_key_jwt: { credentials: [{ id }] } },
      token_endpoint_auth_method: null,
    });
    const others = (['RS256', 'RS384', 'PS256'] as const).filter((other) => other !== alg);
    expect(await signIn({ alg })).toBe('200 Bearer');
    for (const other of others) expect(await signIn({ alg: other })).toBe('401 invalid_client');
  });

  test('that names another algorithm than the one of its key is refused', async () => {
    attach(0);
    expect(await signIn({ header: { alg: 'PS256' } })).toBe('401 invalid_client');
  });

  test('of a key whose certificate was stored is accepted', async () => {
    const key = await certificate('billing');
    model.addForeignCredential(clientId, { pem: key.publicKey, as: 'attached' });
    expect(await signIn({ key })).toBe('200 Bearer');
  });

  test('of an expired key is refused although the key is attached', async () => {
    const id = attach(0);
    await change(`/credentials/${id}`, 'PATCH', { expires_at: '2026-02-01T00:00:00Z' });
    expect(await signIn()).toBe('200 Bearer');
    now = new Date('2026-02-01T00:00:00Z');
    expect(await signIn()).toBe('401 invalid_client');
    expect(model.attached(clientId)).toHaveLength(1);
  });

  test.each([
    ['another issuer', { iss: 'somebody' }],
    ['another audience', { aud: 'https://example.com/' }],
    ['no exp', { exp: undefined }],
    ['an exp in the past', { exp: Date.parse('2025-12-31T23:59:59Z') / 1000 }],
    ['an nbf in the future', { nbf: Date.parse('2026-01-01T00:00:01Z') / 1000 }],
  ])('with %s is refused', async (_, claims) => {
    attach(0);
    expect(await signIn({ claims })).toBe('401 invalid_client');
  });

  test('of a client that is not there is refused', async () => {
    attach(0);
    expect(await signIn({ claims: { iss: 'nobody', sub: 'nobody' } })).toBe('401 access_denied');
  });
});

describe('a client secret', () => {
  const post = (secret: string): Promise<string> => ask({ client_id: clientId, client_secret: secret });
  const basic = (secret: string): Promise<string> =>
    ask({}, { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}` });

  test('is accepted in the way the client is configured for', async () => {
    expect([await post(clientSecret), await basic(clientSecret)]).toEqual(['200 Bearer', '401 access_denied']);
    await change('', 'PATCH', { token_endpoint_auth_method: 'client_secret_basic' });
    expect([await post(clientSecret), await basic(clientSecret)]).toEqual(['401 access_denied', '200 Bearer']);
  });

  test('that is wrong is refused', async () => {
    expect(await post('wrong')).toBe('401 access_denied');
  });

  test('is refused while a key is attached', async () => {
    attach(0);
    expect(await post(clientSecret)).toBe('401 access_denied');
  });

  test('is refused for a client that may not use client_credentials', async () => {
    await change('', 'PATCH', { grant_types: ['authorization_code'] });
    expect(await post(clientSecret)).toBe('403 unauthorized_client');
  });
});

test('with a replica lag, a key works and ceases to work that much later', async () => {
  const lagging = await Auth0Model.start({ clock: () => now, replicaLag: 10_000 });
  await model.close();
  model = lagging;
  ({ clientId, clientSecret } = model.addClient({ name: 'billing' }));
  now = new Date(now.getTime() + 10_000);
  const id = attach(0);
  now = new Date(now.getTime() + 9_999);
  expect(await signIn()).toBe('401 invalid_client');
  now = new Date(now.getTime() + 1);
  expect(await signIn()).toBe('200 Bearer');
  model.removeCredential(clientId, id);
  now = new Date(now.getTime() + 9_999);
  expect(await signIn()).toBe('200 Bearer');
  now = new Date(now.getTime() + 1);
  expect(await signIn()).toBe('401 invalid_client');
});
