import type { Construct } from 'constructs';
import { type TerraformMetaArguments, TerraformResource } from '../constructs/cdktf';
import type { Slot } from '../rotation';

export interface UaaClientKeyPairConfig extends TerraformMetaArguments {
  readonly clientId: string;
  readonly current: string;
  /** JSON Web Keys with a kid, as text. */
  readonly jwks: Readonly<Partial<Record<Slot, string>>>;
}

/** The resource `rotation_uaa_client_key`: the two public keys of a client. */
export class UaaClientKeyPair extends TerraformResource {
  static readonly tfResourceType = 'rotation_uaa_client_key';

  constructor(
    scope: Construct,
    id: string,
    private readonly config: UaaClientKeyPairConfig,
  ) {
    super(scope, id, {
      terraformResourceType: UaaClientKeyPair.tfResourceType,
      terraformGeneratorMetadata: { providerName: 'rotation' },
      ...config,
    });
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    const { clientId, current, jwks } = this.config;
    return { client_id: clientId, current, jwk_a: jwks.a, jwk_b: jwks.b };
  }
}
