import { createPublicKey } from 'node:crypto';
import type { TestKey } from '../../support/keys';
import { fixtureKeys, TestTenant } from './tenant';

let own: TestKey;
let other: TestKey;
let fresh: TestKey;
let tenant: TestTenant;

beforeAll(async () => {
  [own, other, fresh] = (await fixtureKeys(3)) as [TestKey, TestKey, TestKey];
});

beforeEach(async () => {
  tenant = await TestTenant.start();
});

afterEach(() => tenant.close());

async function applyOwn(): Promise<void> {
  tenant.configure([{ name: 'a', key: own }]);
  await tenant.apply();
}

async function credentials(): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const values = await tenant.terraform.values('auth0_client_credentials.billing');
  const [block] = values?.private_key_jwt as [{ readonly credentials: readonly Readonly<Record<string, unknown>>[] }];
  return block.credentials;
}

describe('import', () => {
  test('adopts every attached key and detaches none', async () => {
    tenant.model.addForeignCredential(tenant.clientId, { pem: own.publicKey, name: 'a', as: 'attached' });
    tenant.model.addForeignCredential(tenant.clientId, { pem: other.publicKey, name: 'b', as: 'attached' });
    tenant.configure([
      { name: 'a', key: own },
      { name: 'b', key: other },
    ]);
    await tenant.terraform.init();
    const result = await tenant.terraform.run(['import', 'auth0_client_credentials.billing', tenant.clientId]);
    expect(result.output).toContain('Import successful!');
    expect((await credentials()).map(({ name, pem }) => ({ name, pem }))).toEqual(
      expect.arrayContaining([
        { name: 'a', pem: '' },
        { name: 'b', pem: '' },
      ]),
    );
    expect((await tenant.apply()).filter((call) => !call.startsWith('GET'))).toEqual([]);
    expect(tenant.attached).toEqual(['a', 'b']);
    expect((await tenant.plan()).changes).toBe(false);
  });

  test('of a client that is not there fails', async () => {
    tenant.configure([{ name: 'a', key: own }]);
    await tenant.terraform.init();
    const { exitCode, output } = await tenant.terraform.run(['import', 'auth0_client_credentials.billing', 'nobody']);
    expect(exitCode).toBe(1);
    expect(output).toContain('Cannot import non-existent remote object');
  });
});

test('a tainted resource is destroyed first, so that its client has no key for a while', async () => {
  await applyOwn();
  await tenant.terraform.run(['taint', 'auth0_client_credentials.billing']);
  const refused = tenant.watch(own);
  const calls = await tenant.apply();
  expect(calls).toContain('DELETE a');
  expect(refused.length).toBeGreaterThan(0);
  expect(await tenant.accepts(own)).toBe(true);
});

test('a first apply that fails taints the resource and leaves nothing behind', async () => {
  tenant.configure([
    { name: 'a', key: own },
    { name: 'b', key: other },
  ]);
  const stop = tenant.model.intercept(({ method }) =>
    method === 'PATCH' ? { kind: 'refuse', status: 400, body: { message: 'injected' } } : undefined,
  );
  expect(await tenant.failingApply()).toContain('injected');
  expect(tenant.model.pool(tenant.clientId)).toEqual([]);
  stop();
  expect((await tenant.plan()).output).toContain('is tainted, so must be replaced');
  await tenant.apply();
  expect(await tenant.accepts(own)).toBe(true);
});

test('the current key is put back after somebody deleted it', async () => {
  await applyOwn();
  tenant.model.removeCredential(tenant.clientId, tenant.model.attached(tenant.clientId)[0]!.kid);
  expect(await tenant.accepts(own)).toBe(false);
  expect((await tenant.plan()).output).toContain('will be updated in-place');
  await tenant.apply();
  expect(await tenant.accepts(own)).toBe(true);
  expect((await tenant.plan()).changes).toBe(false);
});

test('a key that was deleted after the plan is not attached again by it', async () => {
  tenant.configure([
    { name: 'a', key: own },
    { name: 'b', key: other },
  ]);
  await tenant.apply();
  tenant.configure([
    { name: 'a', key: fresh },
    { name: 'b', key: other },
  ]);
  await tenant.terraform.plan({ out: 'late' });
  tenant.model.removeCredential(tenant.clientId, tenant.model.attached(tenant.clientId)[1]!.id);
  await tenant.terraform.apply('late');
  expect([await tenant.accepts(fresh), await tenant.accepts(other)]).toEqual([true, false]);
  await tenant.apply();
  expect(await tenant.accepts(other)).toBe(true);
});

test('a key that was only detached is never attached again', async () => {
  await applyOwn();
  await fetch(`${tenant.model.url}/api/v2/clients/${tenant.clientId}`, {
    method: 'PATCH',
    body: JSON.stringify({
      client_authentication_methods: { private_key_jwt: { credentials: [] } },
      token_endpoint_auth_method: null,
    }),
  });
  for (const _ of ['first', 'second']) expect(await tenant.failingApply()).toContain('already exist in client');
  expect(await tenant.accepts(own)).toBe(false);
});

test('keys of a client that was deleted are planned anew', async () => {
  await applyOwn();
  await fetch(`${tenant.model.url}/api/v2/clients/${tenant.clientId}`, { method: 'DELETE' });
  expect((await tenant.plan()).output).toContain('auth0_client_credentials.billing will be created');
  expect(await tenant.failingApply()).toContain('404 Not Found: The client does not exist');
});

test('a key that vanishes while it is looked at fails the refresh', async () => {
  await applyOwn();
  tenant.model.intercept(({ path }) =>
    path.includes('/credentials/') ? { kind: 'refuse', status: 404, body: { message: 'gone' } } : undefined,
  );
  await expect(tenant.plan()).rejects.toThrow('404 Not Found: gone');
});

describe('PEM text', () => {
  const spaced = (): string => `${own.publicKey}\n`;

  test('the only key, written differently, is refused as a duplicate', async () => {
    await applyOwn();
    tenant.configure([{ name: 'a', key: own, pem: spaced() }]);
    expect(await tenant.failingApply()).toContain('already exist in client');
  });

  test('one of two keys, written differently, is taken off and put back', async () => {
    tenant.configure([
      { name: 'a', key: own },
      { name: 'b', key: other },
    ]);
    await tenant.apply();
    const refused = tenant.watch(own);
    tenant.configure([
      { name: 'a', key: own, pem: spaced() },
      { name: 'b', key: other },
    ]);
    await tenant.apply();
    expect(refused.length).toBeGreaterThan(0);
    expect(await tenant.accepts(own)).toBe(true);
    expect((await tenant.plan()).changes).toBe(false);
  });

  test('of a PKCS #1 key is read back without a change', async () => {
    const pem = createPublicKey(own.publicKey).export({ type: 'pkcs1', format: 'pem' }).toString();
    tenant.configure([{ name: 'a', key: own, pem }]);
    await tenant.apply();
    expect((await tenant.plan()).changes).toBe(false);
    expect(await tenant.accepts(own)).toBe(true);
  });

  test('two keys without names lose it and never converge', async () => {
    tenant.configure([{ key: own }, { key: other }]);
    await tenant.apply();
    expect((await tenant.plan()).changes).toBe(true);
  });
});

describe('expires_at', () => {
  async function apply(expiresAt?: string): Promise<readonly string[]> {
    tenant.configure([{ name: 'a', key: own, expiresAt }]);
    return tenant.apply();
  }

  test('with milliseconds is what the state holds', async () => {
    await apply('2096-05-13T09:33:13.000Z');
    expect((await tenant.plan()).changes).toBe(false);
  });

  test('without milliseconds is sent again by every apply', async () => {
    await apply('2096-05-13T09:33:13Z');
    for (const _ of ['first', 'second']) {
      expect(await apply('2096-05-13T09:33:13Z')).toEqual(['GET client', 'PATCH a', 'GET client', 'GET a']);
      expect((await tenant.plan()).changes).toBe(true);
    }
    expect((await credentials())[0]).toMatchObject({ expires_at: '2096-05-13T09:33:13.000Z' });
  });

  test('later than before is one call that touches no key', async () => {
    await apply('2096-05-13T09:33:13.000Z');
    const refused = tenant.watch(own);
    expect(await apply('2097-05-13T09:33:13.000Z')).toEqual(['GET client', 'PATCH a', 'GET client', 'GET a']);
    expect(refused).toEqual([]);
    expect((await tenant.plan()).changes).toBe(false);
  });

  test('that was removed is a change in every plan and a call in none', async () => {
    await apply('2096-05-13T09:33:13.000Z');
    for (const _ of ['first', 'second']) {
      expect(await apply()).toEqual(['GET client', 'GET client', 'GET a']);
      expect((await tenant.plan()).changes).toBe(true);
    }
  });

  test('that changes beside parse_expiry_from_cert takes the key off', async () => {
    const more = { parse_expiry_from_cert: true };
    tenant.configure([{ name: 'a', key: own, expiresAt: '2096-05-13T09:33:13.000Z', more }]);
    await tenant.apply();
    tenant.configure([{ name: 'a', key: own, expiresAt: '2097-05-13T09:33:13.000Z', more }]);
    expect(await tenant.apply()).toContain('PATCH []');
  });
});

test('a key that becomes known during the apply is stored, and known from then on', async () => {
  const write = (key: TestKey): void =>
    tenant.write({
      resource: {
        terraform_data: { key: { input: key.publicKey } },
        auth0_client_credentials: {
          billing: {
            client_id: tenant.clientId,
            authentication_method: 'private_key_jwt',
            private_key_jwt: [
              {
                credentials: [
                  { name: 'a', credential_type: 'public_key', pem: '${terraform_data.key.output}' },
                  { name: 'b', credential_type: 'public_key', pem: other.publicKey },
                ],
              },
            ],
          },
        },
      },
    });
  write(own);
  await tenant.apply();
  expect((await tenant.plan()).changes).toBe(false);
  const refused = tenant.watch(other);
  write(fresh);
  await tenant.apply();
  expect(refused).toEqual([]);
  expect(await tenant.accepts(fresh)).toBe(true);
  expect((await tenant.plan()).changes).toBe(false);
});

test('a client that is replaced takes the keys of the old one off and stores them at the new one', async () => {
  const { clientId } = tenant.model.addClient({ name: 'successor' });
  tenant.configure([{ name: 'a', key: own }]);
  await tenant.apply();
  tenant.write({
    resource: {
      auth0_client_credentials: {
        billing: {
          client_id: clientId,
          authentication_method: 'private_key_jwt',
          private_key_jwt: [{ credentials: [{ name: 'a', credential_type: 'public_key', pem: own.publicKey }] }],
        },
      },
    },
  });
  expect((await tenant.plan()).output).toContain('must be replaced');
  await tenant.apply();
  expect(tenant.model.pool(tenant.clientId)).toEqual([]);
  expect(tenant.model.attached(clientId)).toHaveLength(1);
});

test('parse_expiry_from_cert alone changes nothing at Auth0', async () => {
  await applyOwn();
  tenant.configure([{ name: 'a', key: own, more: { parse_expiry_from_cert: true } }]);
  expect(await tenant.apply()).toEqual(['GET client', 'GET client', 'GET a']);
  expect((await tenant.plan()).changes).toBe(false);
});
