import { VaultProvider } from '@cdktf/provider-vault/lib/provider';
import { TerraformStack } from 'cdktf';
import type { Rotations } from 'cdktf-rotation';
import { Auth0PrivateKeyJwt, Auth0Provider } from 'cdktf-rotation/auth0';
import { VaultKv } from 'cdktf-rotation/stores/vault';
import type { Construct } from 'constructs';

/** An Auth0 application that signs in with private_key_jwt; Vault tells it which key to sign with. */
export class OrdersStack extends TerraformStack {
  constructor(scope: Construct, id: string, rotations: Rotations) {
    super(scope, id);
    new Auth0Provider(this, 'auth0', { domain: 'example.eu.auth0.com' });
    new VaultProvider(this, 'vault', { address: 'https://vault.example.com' });

    const orders = new Auth0PrivateKeyJwt(this, 'orders', {
      clientId: 'aFvQ2GsjVXkzE3pCmWb8YtLd',
      rotation: rotations.get('orders'),
    });
    orders.publishTo(new VaultKv({ mount: 'kv', path: 'orders' }), {
      current: { clientId: 'AUTH0_CLIENT_ID', keyId: 'AUTH0_KEY_ID' },
    });
  }
}
