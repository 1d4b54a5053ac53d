import { AppOauth } from '@cdktf/provider-okta/lib/app-oauth';
import { OktaProvider } from '@cdktf/provider-okta/lib/provider';
import { VaultProvider } from '@cdktf/provider-vault/lib/provider';
import { TerraformStack, TerraformVariable } from 'cdktf';
import type { Rotations } from 'cdktf-rotation';
import { OktaClientSecret, OktaSecretRef } from 'cdktf-rotation/okta';
import { VaultKv } from 'cdktf-rotation/stores/vault';
import type { Construct } from 'constructs';

/** An Okta app that cannot sign in with a key. The secret that it came with is the first one of the set. */
export class ShopStack extends TerraformStack {
  constructor(scope: Construct, id: string, rotations: Rotations) {
    super(scope, id);
    new OktaProvider(this, 'okta', { orgName: 'example', baseUrl: 'okta.com' });
    new VaultProvider(this, 'vault', { address: 'https://vault.example.com' });
    const app = new AppOauth(this, 'app', {
      label: 'Shop',
      type: 'service',
      grantTypes: ['client_credentials'],
      responseTypes: ['token'],
      omitSecret: true, // from the first day: lib/okta/README.md says why
    });
    const firstSecret = new TerraformVariable(this, 'first_secret_id', { type: 'string' });

    const shop = new OktaClientSecret(this, 'shop', {
      appId: app.id,
      clientId: app.clientId,
      initialSecret: OktaSecretRef.fromId(firstSecret.stringValue),
      rotation: rotations.get('shop'),
    });
    shop.publishTo(new VaultKv({ mount: 'kv', path: 'shop' }), {
      current: { clientId: 'OKTA_CLIENT_ID', clientSecret: 'OKTA_CLIENT_SECRET' },
    });
  }
}
