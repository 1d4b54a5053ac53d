import { Auth0Model } from '../../lib/testing/auth0';
import { EntraModel } from '../../lib/testing/entra';
import { SimulatedProviders } from '../../lib/testing/simulated-providers';
import { VaultModel } from '../../lib/testing/vault';
import { Workspace } from './support/workspace';

test('one apply uses all providers: a secret made in Entra arrives in Vault', async () => {
  const [entra, auth0, vault] = await Promise.all([EntraModel.start(), Auth0Model.start(), VaultModel.start()]);
  const providers = await SimulatedProviders.start({ entra, auth0, vault }, { waitScale: 0.001 });
  const sources = { azuread: 'hashicorp/azuread', auth0: 'auth0/auth0', vault: 'hashicorp/vault' };
  const workspace = new Workspace(providers.environment, sources);
  try {
    await workspace.apply(`
resource "azuread_application_registration" "app" { display_name = "billing" }
resource "azuread_application_password" "a" { application_id = azuread_application_registration.app.id }
resource "auth0_client" "app" { name = "billing" }
resource "vault_kv_secret_v2" "s" {
  mount     = "kv"
  name      = "billing"
  data_json = jsonencode({ secret = azuread_application_password.a.value, auth0 = auth0_client.app.client_id })
}`);
    const password = await workspace.terraform.values('azuread_application_password.a');
    const client = await workspace.terraform.values('auth0_client.app');
    expect(vault.read('kv', 'billing')).toEqual({ secret: password?.value, auth0: client?.client_id });
    expect(await workspace.terraform.plan()).toMatchObject({ changes: false });
  } finally {
    workspace.close();
    await providers.close();
    await Promise.all([entra.close(), auth0.close(), vault.close()]);
  }
});

test('a provider without a model is left to Terraform', async () => {
  const vault = await VaultModel.start();
  const providers = await SimulatedProviders.start({ vault });
  expect(Object.keys(JSON.parse(providers.environment.TF_REATTACH_PROVIDERS ?? ''))).toEqual([
    'registry.terraform.io/hashicorp/vault',
  ]);
  await providers.close();
  await vault.close();
});
