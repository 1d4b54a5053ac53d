import { VaultProvider } from '@cdktf/provider-vault/lib/provider';
import { TerraformStack } from 'cdktf';
import type { Rotations } from 'cdktf-rotation';
import { VaultKv } from 'cdktf-rotation/stores/vault';
import { UaaPrivateKeyJwt } from 'cdktf-rotation/uaa';
import type { Construct } from 'constructs';

/** A Cloud Foundry UAA client (UAA >= 76.22) that signs in with private_key_jwt. UAA_URL and an admin client come from the environment. */
export class MeteringStack extends TerraformStack {
  constructor(scope: Construct, id: string, rotations: Rotations) {
    super(scope, id);
    new VaultProvider(this, 'vault', { address: 'https://vault.example.com' });

    const metering = new UaaPrivateKeyJwt(this, 'metering', {
      clientId: 'metering',
      rotation: rotations.get('metering'),
    });
    metering.publishTo(new VaultKv({ mount: 'kv', path: 'metering' }), {
      current: { clientId: 'UAA_CLIENT_ID', keyId: 'UAA_KEY_ID' },
    });
  }
}
