import type { Construct } from 'constructs';
import { type TerraformMetaArguments, TerraformResource } from '../constructs/cdktf';
import type { Slot } from '../rotation';
import type { OktaSecretRef } from './secret-ref';

export interface OktaClientSecretPairConfig extends TerraformMetaArguments {
  readonly appId: string;
  readonly current: string;
  readonly generations: Readonly<Partial<Record<Slot, number>>>;
  readonly initial?: OktaSecretRef;
  readonly adopted?: readonly OktaSecretRef[];
}

/** The resource `rotation_okta_client_secret`: the pair of client secrets of an app. */
export class OktaClientSecretPair extends TerraformResource {
  static readonly tfResourceType = 'rotation_okta_client_secret';

  constructor(
    scope: Construct,
    id: string,
    private readonly config: OktaClientSecretPairConfig,
  ) {
    super(scope, id, {
      terraformResourceType: OktaClientSecretPair.tfResourceType,
      terraformGeneratorMetadata: { providerName: 'rotation' },
      ...config,
    });
  }

  /** Sensitive. */
  secret(slot: Slot): string {
    return this.getStringAttribute(`secret_${slot}`);
  }

  /** Okta's id of the secret, `ocs…`. */
  secretId(slot: Slot): string {
    return this.getStringAttribute(`id_${slot}`);
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    const { appId, current, generations, initial, adopted } = this.config;
    return {
      app_id: appId,
      current,
      generation_a: generations.a,
      generation_b: generations.b,
      initial: initial?.attributes,
      adopted: adopted?.map(({ attributes }) => attributes),
    };
  }
}
