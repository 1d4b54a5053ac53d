import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { App, LocalBackend, TerraformStack } from '../constructs/cdktf';
import { type PlanResult, Terraform } from './terraform';

export interface DeploymentOptions {
  /** An own, empty folder; state and configuration live in it. */
  readonly directory: string;
  /** What the simulated providers answer through: `SimulatedProviders.environment`. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Builds the stack; called at every synth, so it reads the manifest anew. */
  readonly build: (stack: TerraformStack) => void;
}

/** One stack under real Terraform: synthesized, planned and applied in a folder of its own. */
export class Deployment {
  readonly terraform: Terraform;
  private initialized = false;

  constructor(private readonly options: DeploymentOptions) {
    mkdirSync(options.directory, { recursive: true });
    this.terraform = new Terraform({ directory: options.directory, environment: options.environment });
  }

  /** Synthesizes the stack into the folder. */
  synth(): void {
    const { directory, build } = this.options;
    const outdir = join(directory, 'cdktf.out');
    const app = new App({ outdir });
    const stack = new TerraformStack(app, 'stack');
    new LocalBackend(stack, { path: 'terraform.tfstate' });
    build(stack);
    app.synth();
    copyFileSync(join(outdir, 'stacks', 'stack', 'cdk.tf.json'), join(directory, 'cdk.tf.json'));
  }

  /** Synthesizes and plans. */
  async plan(options: Parameters<Terraform['plan']>[0] = {}): Promise<PlanResult> {
    this.synth();
    if (!this.initialized) {
      await this.terraform.init();
      this.initialized = true;
    }
    return this.terraform.plan(options);
  }

  /** Plans, applies exactly that plan, and answers whether another plan would change something. */
  async deploy(): Promise<PlanResult> {
    await this.plan({ out: 'plan.tfplan' });
    await this.terraform.apply('plan.tfplan');
    return this.terraform.plan();
  }
}
