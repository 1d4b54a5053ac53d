import { isObject, type ProviderType, type ResourceType, type Values } from '../../../lib/plugin';
import { plainResource, type PlainType } from './plain-resource';
import { FIXTURES } from './schemas';
import type { StoreModel } from './store-model';
import { versionResource, type VersionType } from './version-resource';

const text = (value: Values[string] | undefined): string => String(value);

const PLAIN: readonly PlainType[] = [
  {
    type: 'azurerm_key_vault_secret',
    place: ({ key_vault_id, name }) => `${text(key_vault_id)}/secrets/${text(name).toLowerCase()}`,
    value: 'value',
    writeOnlyValue: 'value_wo',
    writeOnlyVersion: 'value_wo_version',
    sensitive: ['value', 'value_wo'],
    writeOnly: ['value_wo'],
    forceNew: ['key_vault_id', 'name'],
    refusesExisting: true,
    readsValue: true,
  },
  {
    type: 'aws_ssm_parameter',
    place: ({ name }) => text(name),
    value: 'value',
    writeOnlyValue: 'value_wo',
    writeOnlyVersion: 'value_wo_version',
    sensitive: ['value', 'value_wo'],
    writeOnly: ['value_wo'],
    forceNew: ['data_type', 'name'],
    orComputed: ['arn', 'data_type', 'insecure_value', 'key_id', 'region', 'tags_all', 'tier', 'value'],
    refusesExisting: true,
    readsValue: true,
  },
  {
    // As of 6.11: before, another plaintext_value replaced the resource.
    type: 'github_actions_secret',
    place: ({ repository, secret_name }) => `${text(repository)}/${text(secret_name).toUpperCase()}`,
    value: 'plaintext_value',
    sensitive: ['encrypted_value', 'plaintext_value'],
    forceNew: ['secret_name'],
    refusesExisting: false,
    readsValue: false,
  },
  {
    type: 'kubernetes_secret_v1',
    place: ({ metadata }) => {
      const [first] = Array.isArray(metadata) ? metadata : [];
      return isObject(first) ? `${text(first.namespace)}/${text(first.name)}` : '';
    },
    value: 'data',
    writeOnlyValue: 'data_wo',
    writeOnlyVersion: 'data_wo_revision',
    sensitive: ['binary_data', 'data'],
    writeOnly: ['binary_data_wo', 'data_wo'],
    forceNew: ['type'],
    orComputed: ['data'],
    defaults: { type: 'Opaque', wait_for_service_account_token: true },
    refusesExisting: true,
    readsValue: true,
  },
];

const VERSIONS: readonly VersionType[] = [
  {
    type: 'aws_secretsmanager_secret_version',
    secret: 'secret_id',
    versionId: 'version_id',
    value: 'secret_string',
    writeOnlyValue: 'secret_string_wo',
    writeOnlyVersion: 'secret_string_wo_version',
    sensitive: ['secret_binary', 'secret_string', 'secret_string_wo'],
    writeOnly: ['secret_string_wo'],
    forceNew: ['secret_binary', 'secret_id', 'secret_string', 'secret_string_wo_version'],
    orComputed: ['region', 'version_stages'],
    isThere: ({ labels }) => labels.size > 0,
    end: ({ labels }, { version_stages: known }) => {
      for (const label of Array.isArray(known) ? known : []) {
        if (label === 'AWSCURRENT') continue;
        if (!labels.delete(String(label))) throw new Error(`the label ${String(label)} is not on this version`);
      }
    },
    shown: ({ labels }) => ({ version_stages: [...labels].sort() }),
  },
  {
    type: 'google_secret_manager_secret_version',
    secret: 'secret',
    versionId: 'version',
    value: 'secret_data',
    writeOnlyValue: 'secret_data_wo',
    writeOnlyVersion: 'secret_data_wo_version',
    sensitive: ['secret_data', 'secret_data_wo'],
    writeOnly: ['secret_data_wo'],
    forceNew: ['is_secret_data_base64', 'secret', 'secret_data', 'secret_data_wo_version'],
    defaults: { deletion_policy: 'DELETE', enabled: true, is_secret_data_base64: false },
    isThere: ({ isDestroyed }) => !isDestroyed,
    end: (version, { deletion_policy: policy }) => {
      if (policy !== 'ABANDON') version.isDestroyed = true;
    },
    shown: ({ id }) => ({ version: id }),
  },
];

/** The providers of all stores, which keep their values in one model. */
export function storeProviders(model: StoreModel): readonly ProviderType[] {
  const resources: readonly (readonly [string, ResourceType])[] = [
    ...PLAIN.map((plain) => [plain.type, plainResource(plain, model)] as const),
    ...VERSIONS.map((kind) => [kind.type, versionResource(kind, model)] as const),
  ];
  const sources = [...new Set(resources.map(([type]) => sourceOf(type)))];
  return sources.map((source) => ({
    address: `registry.terraform.io/${source}`,
    legacyTypes: true,
    schema: {},
    configure: async () => undefined,
    resources: Object.fromEntries(resources.filter(([type]) => sourceOf(type) === source)),
  }));
}

function sourceOf(type: string): string {
  return FIXTURES[type]?.source ?? '';
}
