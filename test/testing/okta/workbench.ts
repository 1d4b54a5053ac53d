import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ReattachedProvider, reattachEnvironment, serveReattach } from '../../../lib/plugin';
import {
  OktaModel,
  type OktaModelOptions,
  oktaProvider,
  type OktaProviderOptions,
  type PlanResult,
  Terraform,
} from '../../../lib/testing';

/** A model organization, and a folder in which real Terraform manages `okta_app_oauth.billing`. */
export class Workbench {
  static async start(options: OktaModelOptions = {}, provider: OktaProviderOptions = {}): Promise<Workbench> {
    const model = await OktaModel.start(options);
    return new Workbench(model, await serveReattach(oktaProvider(model, { waitScale: 0.001, ...provider })));
  }

  readonly directory = mkdtempSync(join(tmpdir(), 'okta-'));
  readonly terraform: Terraform;
  private initialized = false;

  private constructor(
    readonly model: OktaModel,
    private readonly provider: ReattachedProvider,
  ) {
    this.terraform = new Terraform({ directory: this.directory, environment: reattachEnvironment([provider]) });
  }

  /** Writes the app with these arguments beside its label and type. */
  configure(app: object, more: object = {}): void {
    this.write({
      resource: { okta_app_oauth: { billing: { label: 'billing', type: 'service', ...app } } },
      ...more,
    });
  }

  write(configuration: object): void {
    const terraform = { required_providers: { okta: { source: 'okta/okta' } } };
    writeFileSync(join(this.directory, 'main.tf.json'), JSON.stringify({ terraform, ...configuration }));
  }

  async plan(): Promise<PlanResult> {
    if (!this.initialized) await this.terraform.init();
    this.initialized = true;
    return this.terraform.plan({ out: 'plan' });
  }

  /** Plans and applies; answers the calls that changed something, `PUT app`. */
  async apply(): Promise<readonly string[]> {
    await this.plan();
    const { length } = this.model.calls;
    await this.terraform.apply('plan');
    return this.model.calls
      .slice(length)
      .filter(({ mutating }) => mutating)
      .map(({ method, path }) => `${method} ${path.replace(/0oa\w+/, 'app').replace(/^\/api\/v1\//, '')}`);
  }

  async close(): Promise<void> {
    await this.provider.close();
    await this.model.close();
    rmSync(this.directory, { recursive: true });
  }
}
