import type { DemoKind } from '../../demo/kind';
import type { World } from '../../demo/world';
import { type ReattachedProvider, reattachEnvironment, serveReattach, terraformLog } from '../../lib/plugin';
import { explained } from '../../lib/provider/explained';
import { rotationProvider } from '../../lib/provider/provider';

/**
 * The provider `rotation` in this process, beside the simulated ones. Terraform starts a provider three times for one
 * plan, which is most of what such a test costs. Chaos, scan, test/provider/launch and the demo let it.
 */
export class ProviderHere {
  /** Undefined for a kind that needs none. */
  static async of({ ownProvider }: DemoKind, world: World): Promise<ProviderHere | undefined> {
    if (!ownProvider) return undefined;
    const log = terraformLog('rotation', () => undefined);
    const provider = rotationProvider({ ...process.env, ...world.environment }, log);
    return new ProviderHere(await serveReattach(explained(provider, log)), world);
  }

  private constructor(
    private readonly served: ReattachedProvider,
    private readonly world: World,
  ) {}

  get environment(): Readonly<Record<string, string>> {
    const simulated = JSON.parse(this.world.environment.TF_REATTACH_PROVIDERS ?? '{}') as object;
    const own = JSON.parse(reattachEnvironment([this.served]).TF_REATTACH_PROVIDERS) as object;
    return { TF_REATTACH_PROVIDERS: JSON.stringify({ ...simulated, ...own }) };
  }

  async close(): Promise<void> {
    await this.served.close();
  }
}
