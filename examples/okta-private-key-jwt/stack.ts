import { AppOauth } from '@cdktf/provider-okta/lib/app-oauth';
import { OktaProvider } from '@cdktf/provider-okta/lib/provider';
import { VaultProvider } from '@cdktf/provider-vault/lib/provider';
import { TerraformStack } from 'cdktf';
import type { Rotations } from 'cdktf-rotation';
import { OktaPrivateKeyJwt } from 'cdktf-rotation/okta';
import { VaultKv } from 'cdktf-rotation/stores/vault';
import type { Construct } from 'constructs';

/** An Okta service app that signs in with private_key_jwt; Vault tells it which key to sign with. */
export class ReportsStack extends TerraformStack {
  constructor(scope: Construct, id: string, rotations: Rotations) {
    super(scope, id);
    new OktaProvider(this, 'okta', { orgName: 'example', baseUrl: 'okta.com' });
    new VaultProvider(this, 'vault', { address: 'https://vault.example.com' });
    const app = new AppOauth(this, 'app', {
      label: 'Reports',
      type: 'service',
      grantTypes: ['client_credentials'],
      responseTypes: ['token'],
      tokenEndpointAuthMethod: 'private_key_jwt',
    });

    const reports = new OktaPrivateKeyJwt(this, 'reports', { app, rotation: rotations.get('reports') });
    reports.publishTo(new VaultKv({ mount: 'kv', path: 'reports' }), {
      current: { clientId: 'OKTA_CLIENT_ID', keyId: 'OKTA_KEY_ID' },
    });
  }
}
