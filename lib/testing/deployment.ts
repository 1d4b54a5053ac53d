import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { App, type TerraformStack } from '../constructs/cdktf';
import { writePlugin } from '../constructs/plugin-files';
import { type PlanResult, Terraform } from './terraform';

export interface DeploymentOptions {
  /** An own, empty folder; state and configuration live in it. */
  readonly directory: string;
  /** What the simulated providers answer through: `SimulatedProviders.environment`. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Makes your stack, `(app) => new BillingStack(app, 'billing', …)`; called at every synth, so it reads the manifest anew. */
  readonly stack: (app: App) => TerraformStack;
}

/** One stack under real Terraform: synthesized, planned and applied in a folder of its own. */
export class Deployment {
  readonly terraform: Terraform;
  private initialized = false;

  constructor(private readonly options: DeploymentOptions) {
    mkdirSync(options.directory, { recursive: true });
    this.terraform = new Terraform({ directory: options.directory, environment: options.environment });
  }

  /** Synthesizes the stack into the folder, with its state there, whatever backend it has. */
  synth(): void {
    const { directory, stack: make } = this.options;
    const app = new App({ outdir: join(directory, 'cdktf.out') });
    const stack = make(app);
    app.synth();
    const { synthesizedStackPath } = app.manifest.forStack(stack);
    const json = JSON.parse(readFileSync(join(app.outdir, synthesizedStackPath), 'utf8')) as {
      terraform: Record<string, unknown>;
    };
    json.terraform.backend = { local: { path: 'terraform.tfstate' } };
    const hasPlugin = existsSync(join(dirname(join(app.outdir, synthesizedStackPath)), 'terraform.d'));
    if (hasPlugin) writePlugin(directory);
    writeFileSync(join(directory, 'cdk.tf.json'), `${JSON.stringify(json, undefined, 2)}\n`);
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
