import type { TestKey } from '../../support/keys';
import { fixtureKeys, TestTenant } from './tenant';

let keys: readonly TestKey[];
let tenant: TestTenant;

beforeAll(async () => {
  keys = await fixtureKeys(2);
});

beforeEach(async () => {
  tenant = await TestTenant.start();
});

afterEach(() => tenant.close());

const CLIENT = {
  name: 'reporting',
  description: 'reads the ledger',
  app_type: 'non_interactive',
  grant_types: ['client_credentials'],
  jwt_configuration: [{ alg: 'RS256' }],
  is_first_party: false,
  client_metadata: { team: 'ledger' },
};

function client(values: object): void {
  tenant.write({ resource: { auth0_client: { reporting: values } } });
}

test('a client is planned empty after it was applied', async () => {
  client(CLIENT);
  await tenant.apply();
  expect((await tenant.plan()).output).toContain('No changes.');
  expect(await tenant.terraform.values('auth0_client.reporting')).toMatchObject({
    ...CLIENT,
    client_id: expect.any(String) as string,
    oidc_conformant: false,
    jwt_configuration: [{ alg: 'RS256', lifetime_in_seconds: 36000 }],
  });
});

test('a client with nothing but a name is planned empty after it was applied', async () => {
  client({ name: 'reporting' });
  await tenant.apply();
  expect((await tenant.plan()).output).toContain('No changes.');
});

test('a default of Auth0 that nobody configured is no change', async () => {
  client({ name: 'reporting', jwt_configuration: [{ lifetime_in_seconds: 60 }] });
  await tenant.apply();
  expect((await tenant.plan()).output).toContain('No changes.');
});

test('a client is updated in place, and what is no longer configured is taken away', async () => {
  client(CLIENT);
  await tenant.apply();
  const before = await tenant.terraform.values('auth0_client.reporting');
  client({ ...CLIENT, name: 'accounting', description: undefined });
  await tenant.apply();
  const after = await tenant.terraform.values('auth0_client.reporting');
  expect(after).toMatchObject({ name: 'accounting', client_id: before?.client_id });
  expect(after?.description).toBe(null);
  expect((await tenant.plan()).changes).toBe(false);
});

test('a client can be imported, and destroyed', async () => {
  client({ name: 'billing', app_type: 'non_interactive' });
  await tenant.terraform.init();
  await tenant.terraform.run(['import', 'auth0_client.reporting', tenant.clientId]);
  expect((await tenant.plan()).changes).toBe(false);
  await tenant.terraform.destroy();
  expect(() => tenant.model.pool(tenant.clientId)).toThrow('The client does not exist');
});

test('refuses an attribute that the model would forget', async () => {
  client({ name: 'reporting', compliance_level: 'fapi1_adv_mtls_par' });
  await expect(tenant.plan()).rejects.toThrow('compliance_level is not simulated');
});

test('a client and its keys are made in one apply', async () => {
  tenant.write({
    resource: {
      auth0_client: { reporting: CLIENT },
      auth0_client_credentials: {
        reporting: {
          client_id: '${auth0_client.reporting.client_id}',
          authentication_method: 'private_key_jwt',
          private_key_jwt: [
            {
              credentials: [{ name: 'a', credential_type: 'public_key', pem: keys[0]!.publicKey, algorithm: 'RS256' }],
            },
          ],
        },
      },
    },
  });
  await tenant.apply();
  expect((await tenant.plan()).output).toContain('No changes.');
  const { client_id: id } = (await tenant.terraform.values('auth0_client.reporting')) as { readonly client_id: string };
  expect(tenant.model.attached(id)).toHaveLength(1);
});

describe('the data source', () => {
  const output = {
    kids: {
      value:
        '${flatten([for m in data.auth0_client.billing.client_authentication_methods : [for p in m.private_key_jwt : p.credentials[*].key_id]])}',
    },
    secret: { value: '${data.auth0_client.billing.client_secret}', sensitive: true },
  };

  async function read(lookup: object): Promise<Readonly<Record<string, { readonly value: unknown }>>> {
    tenant.write({ data: { auth0_client: { billing: lookup } }, output });
    await tenant.apply();
    const { values } = (await tenant.terraform.show()) as {
      readonly values: { readonly outputs: Readonly<Record<string, { readonly value: unknown }>> };
    };
    return values.outputs;
  }

  test('shows the key ids of all attached keys, whoever attached them', async () => {
    for (const [index, name] of ['a', 'b'].entries()) {
      tenant.model.addForeignCredential(tenant.clientId, { pem: keys[index]!.publicKey, name, as: 'attached' });
    }
    const kids = tenant.model.attached(tenant.clientId).map(({ kid }) => kid);
    expect((await read({ client_id: tenant.clientId })).kids?.value).toEqual(kids);
  });

  test('finds a client by its name, and hides its secret when asked to', async () => {
    expect((await read({ name: 'billing' })).secret?.value).toBe(tenant.clientSecret);
    expect((await read({ name: 'billing', hide_client_secret: true })).secret?.value).toBe('');
    await expect(read({ name: 'nobody' })).rejects.toThrow('No client found with "name" = "nobody"');
  });
});
