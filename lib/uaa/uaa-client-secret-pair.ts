import type { Construct } from 'constructs';
import { type TerraformMetaArguments, TerraformResource } from '../constructs/cdktf';
import type { Slot } from '../rotation';

export interface UaaClientSecretPairConfig extends TerraformMetaArguments {
  readonly clientId: string;
  readonly current: string;
  readonly generations: Readonly<Partial<Record<Slot, number>>>;
  readonly initialSecret?: string;
  /** Seconds. */
  readonly grace: number;
}

/** The resource `rotation_uaa_client_secret`: the ordered pair of secrets of a client. */
export class UaaClientSecretPair extends TerraformResource {
  static readonly tfResourceType = 'rotation_uaa_client_secret';

  constructor(
    scope: Construct,
    id: string,
    private readonly config: UaaClientSecretPairConfig,
  ) {
    super(scope, id, {
      terraformResourceType: UaaClientSecretPair.tfResourceType,
      terraformGeneratorMetadata: { providerName: 'rotation' },
      ...config,
    });
  }

  /** Sensitive. */
  secret(slot: Slot): string {
    return this.getStringAttribute(`secret_${slot}`);
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    const { clientId, current, generations, initialSecret, grace } = this.config;
    return {
      client_id: clientId,
      current,
      generation_a: generations.a,
      generation_b: generations.b,
      initial_secret: initialSecret,
      grace,
    };
  }
}
