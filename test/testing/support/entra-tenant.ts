import { EntraModel, type EntraModelOptions } from '../../../lib/testing/entra';
import type { AdminCall } from '../../../lib/testing/http';
import { SimulatedProviders } from '../../../lib/testing/simulated-providers';
import { Workspace } from './workspace';

/** A model tenant with one application, and a folder in which real Terraform manages its credentials. */
export class EntraTenant {
  static async start(options: EntraModelOptions = {}): Promise<EntraTenant> {
    const model = await EntraModel.start(options);
    return new EntraTenant(model, await SimulatedProviders.start({ entra: model }, { waitScale: 0.001 }));
  }

  readonly objectId: string;
  readonly clientId: string;
  readonly workspace: Workspace;
  private seen = 0;

  private constructor(
    readonly model: EntraModel,
    private readonly providers: SimulatedProviders,
  ) {
    ({ objectId: this.objectId, clientId: this.clientId } = model.addApplication({ displayName: 'app' }));
    this.workspace = new Workspace(providers.environment, { azuread: 'hashicorp/azuread' });
  }

  /** A resource of the application; `application_id` is added. */
  resource(type: 'password' | 'certificate', name: string, body: string): string {
    const applicationId = `application_id = "/applications/${this.objectId}"`;
    return `resource "azuread_application_${type}" "${name}" {\n${applicationId}\n${body}\n}\n`;
  }

  /** The calls since the last time, with ids taken out and repetitions counted: `GET x5`. */
  newCalls(): readonly string[] {
    const calls = this.model.calls.slice(this.seen).map(shape);
    this.seen = this.model.calls.length;
    return calls
      .reduce<{ call: string; times: number }[]>((counted, call) => {
        const last = counted.at(-1);
        if (last?.call === call) last.times++;
        else counted.push({ call, times: 1 });
        return counted;
      }, [])
      .map(({ call, times }) => (times === 1 ? call : `${call} x${times}`));
  }

  async close(): Promise<void> {
    this.workspace.close();
    await this.providers.close();
    await this.model.close();
  }
}

function shape({ method, path }: AdminCall): string {
  return `${method} ${path.replace('/v1.0/applications', '').replace(/\/[0-9a-f-]{36}/, '')}`.trim();
}
