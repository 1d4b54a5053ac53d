import type { Construct } from 'constructs';
import { type TerraformProvider, TerraformResource, type TerraformResourceLifecycle } from '../../constructs/cdktf';

export interface StoreResourceConfig {
  /** Terraform's name of the resource type, `github_actions_secret`. */
  readonly type: string;
  /** The name of its provider in bindings and `required_providers`, `github`. */
  readonly providerName: string;
  /** Arguments by Terraform's names. */
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly lifecycle?: TerraformResourceLifecycle;
  readonly provider?: TerraformProvider;
}

/**
 * A resource of a store's own provider, with the few arguments that a publication needs. Written by hand: the bindings
 * of some of these providers are larger than all else together (docs/decisions/0010-store-resources.md).
 */
export class StoreResource extends TerraformResource {
  private readonly attributes: Readonly<Record<string, unknown>>;

  constructor(scope: Construct, id: string, config: StoreResourceConfig) {
    const { type, providerName, attributes, lifecycle, provider } = config;
    super(scope, id, {
      terraformResourceType: type,
      terraformGeneratorMetadata: { providerName },
      lifecycle,
      provider,
    });
    this.attributes = attributes;
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { ...this.attributes };
  }
}
