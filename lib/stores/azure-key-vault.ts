import type { Construct } from 'constructs';
import type { IStore } from '../constructs';
import { type TerraformProvider, type TerraformResource, Token } from '../constructs/cdktf';
import { InputError } from '../rotation';
import { childId } from './common/child-id';
import { place } from './common/place';
import { StoreResource } from './common/store-resource';
import { markOf, type Marks, valueArguments, writeOnlyVersion } from './common/write-only-version';

export interface AzureKeyVaultProps {
  /** The resource id of the vault, `/subscriptions/…/vaults/billing`; `azurerm_key_vault.id`. */
  readonly keyVaultId: string;
  /**
   * Whether the values stay out of the state of these resources (`value_wo`). Needs Terraform >= 1.11 and azurerm 4.
   *
   * @default false
   */
  readonly writeOnly?: boolean;
  /** The azurerm provider, where a stack has several. */
  readonly provider?: TerraformProvider;
}

const STORE = 'azure-key-vault';
/** Object identifiers: learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates. */
const NAME = /^[0-9A-Za-z-]{1,127}$/;
const VAULT_ID = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.KeyVault\/vaults\/[^/]+$/i;

/**
 * Azure Key Vault, a secret for each name (`azurerm_key_vault_secret`). A new value is a new version of the same secret,
 * written in place; applications read the latest one. Each name is written by itself: what must change together, as the
 * key id and the thumbprint of a certificate, is found by one of them.
 */
export class AzureKeyVault implements IStore {
  readonly storeId = STORE;

  /** @throws InputError when the id is not that of a key vault */
  constructor(private readonly props: AzureKeyVaultProps) {
    const { keyVaultId } = props;
    if (!Token.isUnresolved(keyVaultId) && !VAULT_ID.test(keyVaultId)) {
      throw new InputError(
        `keyVaultId is "/subscriptions/…/resourceGroups/…/providers/Microsoft.KeyVault/vaults/…", got "${keyVaultId}": pass azurerm_key_vault.id`,
      );
    }
  }

  get location(): string {
    return place(STORE, this.props.provider, this.props.keyVaultId);
  }

  /** Key Vault does not tell upper from lower case. */
  locationOf(name: string): string {
    return `${this.location}/secrets/${name.toLowerCase()}`;
  }

  /** @throws InputError unless the name is 1 to 127 letters, digits and hyphens */
  checkName(name: string): void {
    if (!NAME.test(name)) {
      throw new InputError(
        `a name in azure key vault is 1 to 127 letters, digits and hyphens, got ${JSON.stringify(name)}`,
      );
    }
  }

  publish(
    scope: Construct,
    id: string,
    entries: Readonly<Record<string, string>>,
    marks: Marks,
  ): readonly TerraformResource[] {
    const { keyVaultId, writeOnly, provider } = this.props;
    const version = (name: string): number => writeOnlyVersion(STORE, markOf(marks, name));
    return Object.entries(entries).map(
      ([name, value]) =>
        new StoreResource(scope, childId(id, name), {
          type: 'azurerm_key_vault_secret',
          providerName: 'azurerm',
          attributes: {
            key_vault_id: keyVaultId,
            name,
            ...valueArguments('value', value, writeOnly ? version(name) : undefined),
          },
          provider,
        }),
    );
  }
}
