import type { TerraformStack } from 'cdktf';
import { AwsSsm } from '../../lib/stores/aws-ssm';
import { AwsSecretsManager } from '../../lib/stores/aws-secrets-manager';
import { AzureKeyVault } from '../../lib/stores/azure-key-vault';
import { GitHubActions } from '../../lib/stores/github-actions';
import { Kubernetes } from '../../lib/stores/kubernetes';
import { StoreResource } from '../../lib/stores/common/store-resource';
import type { EntraClientSecret } from '../../lib/entra';
import { manifestOf } from '../support/manifests';
import { clientSecret, synth, type Synthesized } from '../support/stacks';
import { addProviders, KEY_VAULT, namesOf, STORES, StoreProvider } from '../support/stores/store-case';

const manifest = manifestOf({ billing: { steps: ['stage'] }, payroll: {} });

function build(
  make: (billing: EntraClientSecret, payroll: EntraClientSecret, stack: TerraformStack) => void,
): Synthesized {
  return synth((stack) => {
    addProviders(stack, STORES);
    make(clientSecret(stack, manifest, 'billing'), clientSecret(stack, manifest, 'payroll'), stack);
  }).json;
}

describe('a set with several publications', () => {
  const everywhere = build((billing) => {
    for (const store of STORES) billing.publishTo(store.make(), namesOf(store));
  });
  const ours = STORES.flatMap(({ type }) =>
    Object.entries(everywhere.resource[type] ?? {}).map(([name, value]) => ({ address: `${type}.${name}`, value })),
  );

  test('writes to all of them after both credentials', () => {
    expect(ours).toHaveLength(3 + 3 * 6);
    for (const { value } of ours) {
      expect(value.depends_on).toEqual([
        'azuread_application_password.billing_slot_a',
        'azuread_application_password.billing_slot_b',
      ]);
    }
  });

  test('records every resource in the ledger, and the ledger is written after it', () => {
    const { input, depends_on } = everywhere.resource.terraform_data?.billing_step_1 as {
      readonly input: { readonly publications: readonly string[] };
      readonly depends_on: readonly string[];
    };
    const addresses = ours.map(({ address }) => address).sort();
    expect(input.publications).toEqual(addresses);
    expect(depends_on).toEqual(expect.arrayContaining(addresses));
  });

  test('gives addresses from its name and the names in the store', () => {
    expect(ours.map(({ address }) => address)).toEqual(
      expect.arrayContaining([
        'azurerm_key_vault_secret.billing_azure-key-vault_CLIENT-SECRET',
        'aws_ssm_parameter.billing_aws-ssm_NEXT_KEY_ID',
        'kubernetes_secret_v1.billing_kubernetes',
      ]),
    );
  });
});

describe('a place', () => {
  test('that keeps each name by itself is shared by sets with other names', () => {
    const { resource } = build((billing, payroll) => {
      billing.publishTo(new GitHubActions({ repository: 'deploy' }), { current: { clientSecret: 'BILLING' } });
      payroll.publishTo(new GitHubActions({ repository: 'deploy' }), { current: { clientSecret: 'PAYROLL' } });
    });
    expect(Object.keys(resource.github_actions_secret ?? {})).toHaveLength(2);
  });

  test.each([
    ['github', () => new GitHubActions({ repository: 'deploy' }), 'SECRET', 'Secret'],
    ['key vault', () => new AzureKeyVault({ keyVaultId: KEY_VAULT }), 'SECRET', 'secret'],
    ['ssm', () => new AwsSsm({ path: '/x' }), 'SECRET', 'SECRET'],
    ['aws secrets manager', () => new AwsSecretsManager({ secretId: 'x' }), 'ONE', 'OTHER'],
    ['kubernetes', () => new Kubernetes({ name: 'x' }), 'ONE', 'OTHER'],
  ])('is written by one publication: %s', (_, store, one, other) => {
    expect(() =>
      build((billing, payroll) => {
        billing.publishTo(store(), { current: { clientSecret: one } });
        payroll.publishTo(store(), { current: { clientSecret: other } });
      }),
    ).toThrow(/a place in a store is written by one publication, got .* from set "billing" and set "payroll"/);
  });

  test('is known through the name of a resource of the stack, read twice', () => {
    const vault = (stack: TerraformStack): string =>
      (stack.node.findChild('vault-of-mine') as StoreResource).getStringAttribute('id');
    expect(() =>
      build((billing, payroll, stack) => {
        new StoreResource(stack, 'vault-of-mine', {
          type: 'azurerm_key_vault',
          providerName: 'azurerm',
          attributes: {},
        });
        billing.publishTo(new AzureKeyVault({ keyVaultId: vault(stack) }), { current: { clientSecret: 'A' } });
        payroll.publishTo(new AzureKeyVault({ keyVaultId: vault(stack) }), { current: { clientSecret: 'a' } });
      }),
    ).toThrow(/a place in a store is written by one publication, got azure-key-vault \$\{azurerm_key_vault/);
  });

  test('is another one with another provider', () => {
    const { resource } = build((billing, payroll, stack) => {
      const provider = new StoreProvider(stack, 'hashicorp/aws', 'other');
      billing.publishTo(new AwsSsm({ path: '/x' }), { current: { clientSecret: 'A' } });
      payroll.publishTo(new AwsSsm({ path: '/x', provider }), { current: { clientSecret: 'A' } });
    });
    expect(resource.aws_ssm_parameter?.['payroll_aws-ssm_A']).toMatchObject({ provider: 'aws.other' });
  });
});

test('a second publication to one store needs an id, also where the names are others', () => {
  expect(() =>
    build((billing) => {
      billing.publishTo(new AwsSsm({ path: '/x' }), { current: { clientSecret: 'A' } });
      billing.publishTo(new AwsSsm({ path: '/y' }), { current: { clientSecret: 'B' } });
    }),
  ).toThrow(/has a publication with id "aws-ssm" already: give one of them an id of its own/);
});

test('names that an address cannot hold get addresses of their own', () => {
  const { resource } = build((billing) => {
    billing.publishTo(new AwsSsm({ path: '/x' }), { current: { clientSecret: 'a.b', keyId: 'a-b', clientId: 'a_b' } });
  });
  expect(Object.keys(resource.aws_ssm_parameter ?? {}).sort()).toEqual([
    'billing_aws-ssm_a-b',
    'billing_aws-ssm_a_b',
    'billing_aws-ssm_a_x2e_b',
  ]);
});

test('while current is outside nothing is published', () => {
  const outside = manifestOf({ billing: { outside: 'outside', steps: ['stage'] } });
  const { json } = synth((stack) => {
    addProviders(stack, STORES);
    const set = clientSecret(stack, outside, 'billing');
    for (const store of STORES) set.publishTo(store.make(store.hasWriteOnly), namesOf(store));
  });
  for (const { type } of STORES) expect(json.resource[type]).toBeUndefined();
});
