import { TerraformProvider, type TerraformStack } from 'cdktf';
import type { IStore, PublishOptions } from '../../../lib';
import { AwsSecretsManager } from '../../../lib/stores/aws-secrets-manager';
import { AwsSsm } from '../../../lib/stores/aws-ssm';
import { AzureKeyVault } from '../../../lib/stores/azure-key-vault';
import { GitHubActions } from '../../../lib/stores/github-actions';
import { GoogleSecretManager } from '../../../lib/stores/google-secret-manager';
import { Kubernetes } from '../../../lib/stores/kubernetes';
import type { StoreModel } from './store-model';

export const KEY_VAULT =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/apps/providers/Microsoft.KeyVault/vaults/billing';
export const GOOGLE_SECRET = 'projects/apps/secrets/billing';

/** One store as the tests use it. */
export interface StoreCase {
  readonly name: string;
  readonly type: string;
  readonly source: string;
  readonly hasWriteOnly: boolean;
  readonly make: (writeOnly?: boolean) => IStore;
  /** The name of a value in this store. */
  readonly nameOf: (value: string) => string;
  /** What a consumer reads under a name. */
  readonly read: (model: StoreModel, name: string) => string | undefined;
}

const upper = (value: string): string => value.replace(/[A-Z]/g, '_$&').toUpperCase();
const inJson = (json: string | undefined, name: string): string | undefined =>
  (JSON.parse(json ?? '{}') as Readonly<Record<string, string>>)[name];

export const STORES: readonly StoreCase[] = [
  {
    name: 'azure-key-vault',
    type: 'azurerm_key_vault_secret',
    source: 'hashicorp/azurerm',
    hasWriteOnly: true,
    make: (writeOnly) => new AzureKeyVault({ keyVaultId: KEY_VAULT, writeOnly }),
    nameOf: (value) => upper(value).replaceAll('_', '-'),
    read: (model, name) => model.value(`${KEY_VAULT}/secrets/${name.toLowerCase()}`),
  },
  {
    name: 'aws-secrets-manager',
    type: 'aws_secretsmanager_secret_version',
    source: 'hashicorp/aws',
    hasWriteOnly: true,
    make: (writeOnly) => new AwsSecretsManager({ secretId: 'apps/billing', writeOnly }),
    nameOf: upper,
    read: (model, name) => inJson(model.labelled('apps/billing', 'AWSCURRENT'), name),
  },
  {
    name: 'github-actions',
    type: 'github_actions_secret',
    source: 'integrations/github',
    hasWriteOnly: false,
    make: () => new GitHubActions({ repository: 'billing' }),
    nameOf: upper,
    read: (model, name) => model.value(`billing/${name}`),
  },
  {
    name: 'aws-ssm',
    type: 'aws_ssm_parameter',
    source: 'hashicorp/aws',
    hasWriteOnly: true,
    make: (writeOnly) => new AwsSsm({ path: '/apps/billing', writeOnly }),
    nameOf: upper,
    read: (model, name) => model.value(`/apps/billing/${name}`),
  },
  {
    name: 'google-secret-manager',
    type: 'google_secret_manager_secret_version',
    source: 'hashicorp/google',
    hasWriteOnly: true,
    make: (writeOnly) => new GoogleSecretManager({ secret: GOOGLE_SECRET, writeOnly }),
    nameOf: upper,
    read: (model, name) => inJson(model.latest(GOOGLE_SECRET), name),
  },
  {
    name: 'kubernetes',
    type: 'kubernetes_secret_v1',
    source: 'hashicorp/kubernetes',
    hasWriteOnly: true,
    make: (writeOnly) => new Kubernetes({ name: 'billing', namespace: 'apps', writeOnly }),
    nameOf: upper,
    read: (model, name) => inJson(model.value('apps/billing'), name),
  },
];

const VALUES = ['clientId', 'clientSecret', 'keyId'] as const;

/** All values of a client secret, current and next. */
export function namesOf({ nameOf }: StoreCase): PublishOptions {
  return {
    current: Object.fromEntries(VALUES.map((value) => [value, nameOf(value)])),
    next: Object.fromEntries(VALUES.map((value) => [value, nameOf(nextOf(value))])),
  };
}

/** `nextKeyId` for `keyId`. */
export function nextOf(value: string): string {
  return `next${value.replace(/^./, (letter) => letter.toUpperCase())}`;
}

/** A provider without bindings, as docs/stores.md shows it. */
export class StoreProvider extends TerraformProvider {
  constructor(
    scope: TerraformStack,
    source: string,
    private readonly name?: string,
  ) {
    const type = source.split('/')[1] ?? '';
    super(scope, name === undefined ? type : `${type}-${name}`, {
      terraformResourceType: type,
      terraformGeneratorMetadata: { providerName: type },
      terraformProviderSource: source,
    });
  }

  override get alias(): string | undefined {
    return this.name;
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { alias: this.name };
  }
}

/** The providers of these stores, one each. */
export function addProviders(stack: TerraformStack, stores: readonly StoreCase[]): readonly TerraformProvider[] {
  return [...new Set(stores.map(({ source }) => source))].map((source) => new StoreProvider(stack, source));
}
