import { AzureKeyVault } from '../../lib/stores/azure-key-vault';
import { published } from '../support/stores/published';
import { KEY_VAULT } from '../support/stores/store-case';

const NAMES = { current: { clientSecret: 'AZURE-CLIENT-SECRET' }, next: { clientSecret: 'AZURE-CLIENT-SECRET-NEXT' } };

describe('AzureKeyVault', () => {
  const store = new AzureKeyVault({ keyVaultId: KEY_VAULT });

  test.each(['', 'billing', 'https://billing.vault.azure.net/', KEY_VAULT.slice(1)])('refuses the vault %j', (id) => {
    expect(() => new AzureKeyVault({ keyVaultId: id })).toThrow(
      /keyVaultId is "\/subscriptions\/.*pass azurerm_key_vault/,
    );
  });

  test.each(['', 'CLIENT_SECRET', 'a.b', 'a b', 'é', 'A'.repeat(128)])('refuses the name %j', (name) => {
    expect(() => store.checkName(name)).toThrow(/a name in azure key vault is 1 to 127 letters, digits and hyphens/);
  });

  test.each(['A', 'client-secret', '1', 'A'.repeat(127)])('takes the name %j', (name) => {
    expect(() => store.checkName(name)).not.toThrow();
  });

  test('takes names for one that differ in case', () => {
    expect(store.locationOf('A-b')).toBe(store.locationOf('a-B'));
    expect(store.locationOf('a')).not.toBe(store.locationOf('b'));
  });

  test('writes a secret for each name', () => {
    expect(published(store, NAMES)).toMatchSnapshot();
  });

  test('keeps values out of the state when they are write-only', () => {
    expect(published(new AzureKeyVault({ keyVaultId: KEY_VAULT, writeOnly: true }), NAMES)).toMatchSnapshot();
  });
});
