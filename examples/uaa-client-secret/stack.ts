import { VaultProvider } from '@cdktf/provider-vault/lib/provider';
import { TerraformStack, TerraformVariable } from 'cdktf';
import type { Rotations } from 'cdktf-rotation';
import { VaultKv } from 'cdktf-rotation/stores/vault';
import { UaaClientSecret } from 'cdktf-rotation/uaa';
import type { Construct } from 'constructs';

/** A Cloud Foundry UAA client with a secret. The one that it has becomes the first one of the set. */
export class BrokerStack extends TerraformStack {
  constructor(scope: Construct, id: string, rotations: Rotations) {
    super(scope, id);
    new VaultProvider(this, 'vault', { address: 'https://vault.example.com' });
    const initialSecret = new TerraformVariable(this, 'initial_secret', { type: 'string', sensitive: true });

    const broker = new UaaClientSecret(this, 'broker', {
      clientId: 'broker',
      initialSecret: initialSecret.stringValue,
      rotation: rotations.get('broker'),
    });
    broker.publishTo(new VaultKv({ mount: 'kv', path: 'broker' }), {
      current: { clientId: 'UAA_CLIENT_ID', clientSecret: 'UAA_CLIENT_SECRET' },
    });
  }
}
