import { ApplicationRegistration } from '@cdktf/provider-azuread/lib/application-registration';
import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { VaultProvider } from '@cdktf/provider-vault/lib/provider';
import { TerraformStack } from 'cdktf';
import type { Rotations } from 'cdktf-rotation';
import { EntraClientSecret } from 'cdktf-rotation/entra';
import { VaultKv } from 'cdktf-rotation/stores/vault';
import type { Construct } from 'constructs';

/** An Entra application whose client secret is rotated and published to Vault. */
export class BillingStack extends TerraformStack {
  constructor(scope: Construct, id: string, rotations: Rotations) {
    super(scope, id);
    new AzureadProvider(this, 'azuread');
    new VaultProvider(this, 'vault', { address: 'https://vault.example.com' });
    const app = new ApplicationRegistration(this, 'app', { displayName: 'Billing' });

    const billing = new EntraClientSecret(this, 'billing', {
      applicationId: app.id,
      clientId: app.clientId,
      rotation: rotations.get('billing'),
    });
    billing.publishTo(new VaultKv({ mount: 'kv', path: 'billing' }), {
      current: { clientId: 'AZURE_CLIENT_ID', clientSecret: 'AZURE_CLIENT_SECRET' },
      next: { clientSecret: 'AZURE_CLIENT_SECRET_NEXT' },
    });
  }
}
