import { ApplicationRegistration } from '@cdktf/provider-azuread/lib/application-registration';
import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { VaultProvider } from '@cdktf/provider-vault/lib/provider';
import { TerraformStack } from 'cdktf';
import type { Rotations } from 'cdktf-rotation';
import { EntraCertificate } from 'cdktf-rotation/entra';
import { VaultKv } from 'cdktf-rotation/stores/vault';
import type { Construct } from 'constructs';

/** An Entra application that signs client assertions; Vault tells it which certificate to sign with. */
export class PayrollStack extends TerraformStack {
  constructor(scope: Construct, id: string, rotations: Rotations) {
    super(scope, id);
    new AzureadProvider(this, 'azuread');
    new VaultProvider(this, 'vault', { address: 'https://vault.example.com' });
    const app = new ApplicationRegistration(this, 'app', { displayName: 'Payroll' });

    const payroll = new EntraCertificate(this, 'payroll', {
      applicationId: app.id,
      clientId: app.clientId,
      rotation: rotations.get('payroll'),
    });
    payroll.publishTo(new VaultKv({ mount: 'kv', path: 'payroll' }), {
      current: { clientId: 'AZURE_CLIENT_ID', keyId: 'AZURE_KEY_ID', thumbprint: 'AZURE_CERTIFICATE_THUMBPRINT' },
    });
  }
}
