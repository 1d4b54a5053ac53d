import type { Construct } from 'constructs';
import { TerraformResource, type TerraformResourceLifecycle } from './cdktf';

export interface TerraformDataProps {
  readonly input: unknown;
  readonly triggersReplace?: unknown;
  readonly lifecycle?: TerraformResourceLifecycle;
}

/**
 * The built-in `terraform_data`. The core's own class runs the Terraform binary at synth to check its version, once
 * for each resource: synth has to be pure.
 */
export class TerraformData extends TerraformResource {
  static readonly tfResourceType = 'terraform_data';

  private readonly input: unknown;
  private readonly triggersReplace: unknown;

  constructor(scope: Construct, id: string, props: TerraformDataProps) {
    super(scope, id, {
      terraformResourceType: TerraformData.tfResourceType,
      terraformGeneratorMetadata: { providerName: 'terraform' },
      lifecycle: props.lifecycle,
    });
    this.input = props.input;
    this.triggersReplace = props.triggersReplace;
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { input: this.input, triggers_replace: this.triggersReplace };
  }
}
