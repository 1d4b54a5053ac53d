import type { ProviderType } from '../../plugin';
import type { VaultConnection } from './connection';
import { kvSecretV2 } from './kv-secret-v2';
import { mount } from './mount';
import { PROVIDER } from './schema';

/** The vault provider, against a model instead of a Vault. */
export function vaultProvider(model: { readonly url: string }): ProviderType<VaultConnection> {
  return {
    address: 'registry.terraform.io/hashicorp/vault',
    legacyTypes: true,
    schema: PROVIDER,
    configure: async () => ({ url: model.url }),
    resources: { vault_kv_secret_v2: kvSecretV2, vault_mount: mount },
  };
}
