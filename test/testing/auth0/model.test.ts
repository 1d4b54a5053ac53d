import { Auth0Model, type CredentialChange } from '../../../lib/testing/auth0';
import { rfc7638 } from '../../../lib/rotation';
import { certificate, type TestKey } from '../../support/keys';
import { fixtureKeys } from './tenant';

let keys: readonly TestKey[];
let model: Auth0Model;
let clientId: string;

beforeAll(async () => {
  keys = await fixtureKeys(3);
});

beforeEach(async () => {
  model = await Auth0Model.start({ poolCap: 3, clock: () => new Date('2026-01-01T00:00:00Z') });
  ({ clientId } = model.addClient({ name: 'billing' }));
});

afterEach(() => model.close());

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

async function call(method: string, path: string, body?: object): Promise<Answer> {
  const response = await fetch(`${model.url}/api/v2/clients/${path}`, { method, body: JSON.stringify(body) });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Answer['body'] };
}

function store(index: number, more: object = {}): Promise<Answer> {
  const body = {
    name: `key-${index}`,
    credential_type: 'public_key',
    pem: keys[index]!.publicKey,
    alg: 'RS256',
    ...more,
  };
  return call('POST', `${clientId}/credentials`, body);
}

function attach(...ids: readonly unknown[]): Promise<Answer> {
  return call('PATCH', clientId, {
    client_authentication_methods: { private_key_jwt: { credentials: ids.map((id) => ({ id })) } },
    token_endpoint_auth_method: null,
  });
}

describe('a key record', () => {
  test('is answered with its RFC 7638 thumbprint and without its PEM', async () => {
    expect(await store(0, { expires_at: '2096-05-13T09:33:13Z' })).toEqual({
      status: 201,
      body: {
        id: expect.stringMatching(/^cred_/) as string,
        credential_type: 'public_key',
        kid: rfc7638(keys[0]!.publicKey),
        alg: 'RS256',
        name: 'key-0',
        created_at: '2026-01-01T00:00:00.000Z',
        updated_at: '2026-01-01T00:00:00.000Z',
        expires_at: '2096-05-13T09:33:13.000Z',
      },
    });
  });

  test('has the kid of its key whatever form the PEM has', async () => {
    const key = await certificate('billing', '2050-01-01T00:00:00Z');
    const { body } = await store(0, { pem: key.publicKey, parse_expiry_from_cert: true });
    expect(body).toMatchObject({ kid: rfc7638(key.publicKey), expires_at: '2050-01-01T00:00:00.000Z' });
  });

  test('is refused when the client has the same key already, under any name', async () => {
    await store(0);
    expect(await store(0, { name: 'other' })).toMatchObject({
      status: 400,
      body: { message: 'credentials contains public keys that already exist in client' },
    });
  });

  test('is refused when the pool is full, attached or not', async () => {
    model.addForeignCredential(clientId, { pem: (await certificate('one')).publicKey, as: 'stray' });
    await store(0);
    await store(1);
    expect(await store(2)).toMatchObject({
      status: 400,
      body: { error: 'Bad Request', message: 'A client can have a maximum of 3 credentials.' },
    });
  });

  test.each([
    ['a private key', { pem: '-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----' }],
    ['no key', { pem: 'x' }],
    ['another type', { credential_type: 'x509_cert' }],
    ['another algorithm', { alg: 'ES256' }],
    ['an expiry that is no time', { expires_at: 'soon' }],
  ])('is refused with %s', async (_, more) => {
    expect((await store(0, more)).status).toBe(400);
    expect(model.pool(clientId)).toEqual([]);
  });

  test('can get a new expiry and nothing else', async () => {
    const { body } = await store(0);
    const path = `${clientId}/credentials/${String(body.id)}`;
    expect(await call('PATCH', path, { expires_at: '2030-01-01T00:00:00Z' })).toMatchObject({
      status: 200,
      body: { expires_at: '2030-01-01T00:00:00.000Z' },
    });
    expect((await call('PATCH', path, { name: 'other' })).status).toBe(400);
    expect((await call('PATCH', path, { expires_at: null })).status).toBe(400);
    expect((await call('GET', path)).body).toMatchObject({ name: 'key-0', expires_at: '2030-01-01T00:00:00.000Z' });
  });

  test('cannot be deleted while it is attached', async () => {
    const { body } = await store(0);
    await attach(body.id);
    expect(await call('DELETE', `${clientId}/credentials/${String(body.id)}`)).toMatchObject({
      status: 400,
      body: { message: 'Cannot delete credential still associated with a client' },
    });
    await attach();
    expect((await call('DELETE', `${clientId}/credentials/${String(body.id)}`)).status).toBe(204);
    expect((await call('GET', `${clientId}/credentials/${String(body.id)}`)).status).toBe(404);
  });

  test('is listed newest first, in a plain list', async () => {
    await store(0);
    await store(1);
    const { body } = await call('GET', `${clientId}/credentials?include_totals=true&per_page=50`);
    expect(body).toMatchObject([{ name: 'key-1' }, { name: 'key-0' }]);
  });
});

describe('the slot', () => {
  test('takes two keys and no third', async () => {
    const ids = [];
    for (const index of [0, 1, 2]) ids.push((await store(index)).body.id);
    expect((await attach(ids[0], ids[1])).status).toBe(200);
    expect((await attach(...ids)).body.message).toContain('Array is too long (3), maximum 2');
    expect(model.attached(clientId).map(({ name }) => name)).toEqual(['key-0', 'key-1']);
  });

  test('takes no key that is not in the pool', async () => {
    expect(await attach('cred_unknown')).toMatchObject({
      status: 400,
      body: { message: expect.stringMatching(/^One or more of the credentials .* do not exist$/) as string },
    });
  });

  test('needs a list of keys', async () => {
    const methods = { client_authentication_methods: {}, token_endpoint_auth_method: null };
    expect(await call('PATCH', clientId, methods)).toMatchObject({ status: 400 });
  });

  test('hides the secret and the method of the client, and gives them back', async () => {
    const before = await call('GET', clientId);
    expect(before.body).toMatchObject({ token_endpoint_auth_method: 'client_secret_post' });
    const { body } = await store(0);
    await attach(body.id);
    const during = (await call('GET', clientId)).body;
    expect(during.client_authentication_methods).toEqual({ private_key_jwt: { credentials: [{ id: body.id }] } });
    expect(during).not.toHaveProperty('client_secret');
    expect(during).not.toHaveProperty('token_endpoint_auth_method');
    await call('PATCH', clientId, {
      client_authentication_methods: null,
      token_endpoint_auth_method: 'client_secret_post',
    });
    expect((await call('GET', clientId)).body).toEqual(before.body);
  });

  test('and a method with a secret exclude each other', async () => {
    const { body } = await store(0);
    const credentials = [{ id: body.id }];
    const keysOnly = { client_authentication_methods: { private_key_jwt: { credentials } } };
    expect((await call('PATCH', clientId, keysOnly)).status).toBe(400);
    expect((await call('PATCH', clientId, { ...keysOnly, token_endpoint_auth_method: 'none' })).status).toBe(400);
    await attach(body.id);
    expect((await call('PATCH', clientId, { token_endpoint_auth_method: 'none' })).status).toBe(400);
    expect((await call('PATCH', clientId, { client_authentication_methods: null })).status).toBe(400);
  });
});

test('only the named fields of a client are answered', async () => {
  const { body } = await call('GET', `${clientId}?fields=client_id%2Capp_type&include_fields=true`);
  expect(body).toEqual({ client_id: clientId, app_type: 'non_interactive' });
});

test('a client that is not there is a 404', async () => {
  expect(await call('GET', 'nobody')).toMatchObject({ status: 404, body: { statusCode: 404, error: 'Not Found' } });
});

test('listeners hear which key is attached and detached, and when', async () => {
  const changes: CredentialChange[] = [];
  const stop = model.onChange((change) => changes.push(change));
  const ids = [(await store(0)).body.id, (await store(1)).body.id];
  await attach(ids[0]);
  await attach(ids[0], ids[1]);
  await attach(ids[1]);
  stop();
  await attach();
  const at = new Date('2026-01-01T00:00:00Z');
  const [first, second] = [rfc7638(keys[0]!.publicKey), rfc7638(keys[1]!.publicKey)];
  expect(changes).toMatchObject([
    { kind: 'attached', clientId, kid: first, name: 'key-0', at },
    { kind: 'attached', clientId, kid: second, name: 'key-1', at },
    { kind: 'detached', clientId, kid: first, name: 'key-0', at },
  ]);
});
