import { EntraTenant } from './support/entra-tenant';

let tenant: EntraTenant;

beforeEach(async () => {
  tenant = await EntraTenant.start();
});

afterEach(() => tenant.close());

const registration = (body: string): string => `resource "azuread_application_registration" "app" {\n${body}\n}\n`;
const FULL = `display_name = "billing"
  notes = "n"
  sign_in_audience = "AzureADMultipleOrgs"
  group_membership_claims = ["All", "SecurityGroup"]
  homepage_url = "https://example.com"
  support_url = "https://example.com/support"
  implicit_id_token_issuance_enabled = true
  implicit_access_token_issuance_enabled = false`;

test('is made, read, changed in place and deleted by the calls of the real provider', async () => {
  const { terraform } = tenant.workspace;
  await tenant.workspace.apply(registration('display_name = "billing"'));
  expect(tenant.newCalls()).toEqual(['POST', 'GET']);
  expect(await terraform.plan()).toMatchObject({ changes: false });
  tenant.newCalls();
  await tenant.workspace.apply(registration('display_name = "invoices"'));
  expect(tenant.newCalls()).toEqual(['GET', 'PATCH', 'GET']);
  await terraform.destroy();
  expect(tenant.newCalls()).toEqual(['GET', 'DELETE', 'GET x5']);
});

test('has its ids, and the defaults of the provider', async () => {
  await tenant.workspace.apply(registration('display_name = "billing"'));
  const state = await tenant.workspace.terraform.values('azuread_application_registration.app');
  expect(state).toMatchObject({
    id: `/applications/${String(state?.object_id)}`,
    client_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    sign_in_audience: 'AzureADMyOrg',
    requested_access_token_version: 2,
  });
});

test('every argument comes back as it was given', async () => {
  await tenant.workspace.apply(registration(FULL));
  expect(await tenant.workspace.terraform.plan()).toMatchObject({ changes: false });
});

test('a password of a new application is planned and applied with it', async () => {
  await tenant.workspace.apply(`${registration('display_name = "billing"')}
resource "azuread_application_password" "a" {
  application_id = azuread_application_registration.app.id
}`);
  const state = await tenant.workspace.terraform.values('azuread_application_registration.app');
  expect(tenant.model.liveCredentials(String(state?.client_id))).toHaveLength(1);
  await tenant.workspace.terraform.destroy();
  expect(tenant.model.liveCredentials(String(state?.client_id))).toHaveLength(0);
});

test('one that is gone is created again', async () => {
  await tenant.workspace.apply(registration('display_name = "billing"'));
  const state = await tenant.workspace.terraform.values('azuread_application_registration.app');
  tenant.model.removeApplication(String(state?.client_id));
  expect((await tenant.workspace.terraform.plan()).output).toContain('will be created');
});

test('can be imported', async () => {
  tenant.workspace.write(registration('display_name = "app"'));
  await tenant.workspace.terraform.init();
  const id = `/applications/${tenant.objectId}`;
  const imported = await tenant.workspace.terraform.run(['import', 'azuread_application_registration.app', id]);
  expect(imported).toMatchObject({ exitCode: 0 });
  expect((await tenant.workspace.terraform.values('azuread_application_registration.app'))?.client_id).toBe(
    tenant.clientId,
  );
});

test('the client configuration names tenant and client without a call', async () => {
  await tenant.workspace.apply(`
provider "azuread" {
  tenant_id = "00000000-0000-4000-8000-00000000000a"
}
data "azuread_client_config" "me" {}
output "me" { value = "\${data.azuread_client_config.me.tenant_id} \${data.azuread_client_config.me.object_id}" }`);
  const { stdout } = await tenant.workspace.terraform.run(['output', '-raw', 'me']);
  expect(stdout).toMatch(/^00000000-0000-4000-8000-00000000000a [0-9a-f-]{36}$/);
  expect(tenant.newCalls()).toEqual([]);
});
