import type { TestKey } from '../../support/keys';
import { fixtureKeys, TestTenant } from './tenant';

let key: TestKey;
let tenant: TestTenant;

beforeAll(async () => {
  [key] = (await fixtureKeys(1)) as [TestKey];
});

beforeEach(async () => {
  tenant = await TestTenant.start();
});

afterEach(() => tenant.close());

function credentials(values: Readonly<Record<string, unknown>>): void {
  tenant.write({ resource: { auth0_client_credentials: { billing: { client_id: tenant.clientId, ...values } } } });
}

async function signInWithSecret(secret: string): Promise<number> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: tenant.clientId,
    client_secret: secret,
  });
  return (await fetch(tenant.model.tokenUrl, { method: 'POST', body })).status;
}

test('the secret of a client is dead while a key is attached', async () => {
  expect(await signInWithSecret(tenant.clientSecret)).toBe(200);
  tenant.configure([{ name: 'a', key }]);
  await tenant.apply();
  expect(await signInWithSecret(tenant.clientSecret)).toBe(401);
});

test('going back to a secret deletes the keys', async () => {
  tenant.configure([{ name: 'a', key }]);
  await tenant.apply();
  credentials({ authentication_method: 'client_secret_post' });
  expect(await tenant.apply()).toEqual([
    'GET client',
    'GET credentials',
    'GET client',
    'PATCH []',
    'DELETE a',
    'PATCH []',
    'GET client',
  ]);
  expect(await signInWithSecret(tenant.clientSecret)).toBe(200);
  expect((await tenant.plan()).changes).toBe(false);
});

test('going over to keys takes the secret away', async () => {
  credentials({ authentication_method: 'client_secret_post' });
  await tenant.apply();
  tenant.configure([{ name: 'a', key }]);
  expect(await tenant.apply()).toEqual([
    'GET client',
    'GET credentials',
    'POST a',
    'GET client',
    'PATCH [a]',
    'GET client',
    'GET a',
  ]);
  expect(await signInWithSecret(tenant.clientSecret)).toBe(401);
  expect((await tenant.plan()).changes).toBe(false);
});

test('a changed secret is the only one that is accepted', async () => {
  credentials({ authentication_method: 'client_secret_post', client_secret: 'first' });
  await tenant.apply();
  credentials({ authentication_method: 'client_secret_post', client_secret: 'second' });
  await tenant.apply();
  expect([await signInWithSecret('first'), await signInWithSecret('second')]).toEqual([401, 200]);
  expect((await tenant.plan()).changes).toBe(false);
});

test('a write-only secret is sent when its version changes, and is in no state', async () => {
  const write = (secret: string, version: number): void =>
    credentials({
      authentication_method: 'client_secret_post',
      client_secret_wo: secret,
      client_secret_wo_version: version,
    });
  write('first', 1);
  await tenant.apply();
  write('second', 1);
  await tenant.apply();
  expect(await signInWithSecret('first')).toBe(200);
  write('second', 2);
  await tenant.apply();
  expect(await signInWithSecret('second')).toBe(200);
  expect(JSON.stringify(await tenant.terraform.show())).not.toContain('second');
});

test('without a method the keys are ignored, and every plan wants them again', async () => {
  credentials({
    private_key_jwt: [{ credentials: [{ name: 'a', credential_type: 'public_key', pem: key.publicKey }] }],
  });
  await tenant.apply();
  expect(tenant.model.pool(tenant.clientId)).toEqual([]);
  expect((await tenant.plan()).changes).toBe(true);
});

test.each([
  [
    { tls_client_auth: [{ credentials: [{ credential_type: 'cert_subject_dn', subject_dn: 'CN=x' }] }] },
    'tls_client_auth is not simulated',
  ],
  [
    { signed_request_object: [{ credentials: [{ credential_type: 'public_key', pem: 'x' }] }] },
    'signed_request_object is not simulated',
  ],
  [{ authentication_method: 'tls_client_auth' }, 'got "tls_client_auth"'],
  [{ client_secret_wo: 'x' }, 'client_secret_wo and client_secret_wo_version need each other'],
])('refuses %j', async (values, message) => {
  credentials(values);
  await expect(tenant.plan()).rejects.toThrow(message);
});

test('refuses a third key, as the schema says', async () => {
  tenant.configure(['a', 'b', 'c'].map((name) => ({ name, key })));
  await expect(tenant.plan()).rejects.toThrow('Too many credentials blocks');
});
