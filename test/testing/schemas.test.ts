import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BlockSchema, type ProviderType, reattachEnvironment, serveReattach } from '../../lib/plugin';
import { providerSchema, withForceNew } from '../../lib/testing/schemas';
import { KV_SECRET_V2, MOUNT } from '../../lib/testing/vault/schema';
import { Terraform } from '../../lib/testing/terraform';
import { cut, SIMULATED, type Simulated } from '../../scripts/cut-schema';
import { configProperties, schemaProperties } from './schemas/properties';

const SHARED = join(__dirname, '../../../shared/schemas');

function committed({ name }: Simulated): unknown {
  return JSON.parse(readFileSync(join(__dirname, `../../lib/testing/schemas/${name}.json`), 'utf8'));
}

describe.each(SIMULATED)('the schema of $name', (provider) => {
  const file = join(SHARED, provider.file);
  const isThere = existsSync(file);
  if (!isThere) console.warn(`${file} is not beside this checkout: the schema of ${provider.name} is not compared`);

  (isThere ? test : test.skip)(
    'is the one of the real provider, attribute for attribute (needs ../shared/schemas)',
    () => {
      expect(committed(provider)).toEqual(cut(provider, JSON.parse(readFileSync(file, 'utf8'))));
    },
  );

  test('is what Terraform hears from the simulated provider', async () => {
    const { name, address } = provider;
    const { provider: schema, resources, dataSources } = providerSchema(name);
    const never = (): Promise<never> => Promise.reject(new Error('only the schema is asked for'));
    const type: ProviderType = {
      address,
      schema,
      configure: never,
      resources: each(resources, ({ version, ...block }) => ({
        version,
        schema: block,
        create: never,
        read: never,
        delete: never,
      })),
      dataSources: each(dataSources, (block) => ({ schema: block, read: never })),
    };
    const served = await serveReattach(type);
    const directory = mkdtempSync(join(tmpdir(), 'schemas-'));
    try {
      const [, namespace, local] = address.split('/') as [string, string, string];
      const required_providers = { [local]: { source: `${namespace}/${local}` } };
      writeFileSync(join(directory, 'main.tf.json'), JSON.stringify({ terraform: { required_providers } }));
      const terraform = new Terraform({ directory, environment: reattachEnvironment([served]) });
      await terraform.init();
      const { stdout } = await terraform.run(['providers', 'schema', '-json']);
      expect(cut(provider, JSON.parse(stdout))).toEqual(committed(provider));
    } finally {
      await served.close();
      rmSync(directory, { recursive: true });
    }
  });
});

describe('the bindings that npm has', () => {
  const azuread = providerSchema('azuread').resources;
  const cases: readonly (readonly [string, string, BlockSchema | undefined])[] = [
    [
      '@cdktf/provider-azuread/lib/application-password',
      'ApplicationPasswordAConfig',
      azuread.azuread_application_password,
    ],
    [
      '@cdktf/provider-azuread/lib/application-certificate',
      'ApplicationCertificateConfig',
      azuread.azuread_application_certificate,
    ],
    [
      '@cdktf/provider-azuread/lib/application-registration',
      'ApplicationRegistrationConfig',
      azuread.azuread_application_registration,
    ],
    ['@cdktf/provider-vault/lib/kv-secret-v2', 'KvSecretV2Config', KV_SECRET_V2],
    ['@cdktf/provider-vault/lib/mount', 'MountConfig', MOUNT],
  ];

  test.each(cases)('%s has the properties of the simulated schema', (module, config, schema) => {
    const properties = configProperties(require.resolve(`${module}/index.d.ts`), config);
    expect(properties.length).toBeGreaterThan(5);
    expect(properties).toEqual(schemaProperties(schema!));
  });
});

describe('an attribute that forces a new resource', () => {
  test('is marked, and no other', () => {
    const schema: BlockSchema = { attributes: { a: { type: 'string' }, b: { type: 'string' } } };
    expect(withForceNew(schema, 'a').attributes).toEqual({
      a: { type: 'string', forceNew: true },
      b: { type: 'string' },
    });
  });

  test('must be in the schema', () => {
    expect(() => withForceNew({ attributes: {} }, 'a')).toThrow('the schema has no attribute "a"');
  });
});

function each<From, To>(from: Readonly<Record<string, From>>, to: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(from).map(([name, value]) => [name, to(value)]));
}
