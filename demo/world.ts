import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Auth0Model, EntraModel, SimulatedProviders, VaultModel } from 'cdktf-rotation/testing';

/** How long a new or removed credential takes to reach every replica of the token endpoint, in milliseconds. */
export const REPLICA_LAG = 300;

/** The providers' own waits, of seconds at the real ones, are scaled by this. */
const WAIT_SCALE = 0.03;

/** How long an identity provider takes for a call of its admin API, in milliseconds; the real ones take about 150. */
const ADMIN_CALL = 40;

/** The identity providers and the store of one run, and a folder for it. */
export class World {
  static async start(): Promise<World> {
    const latency = 5;
    const entra = await EntraModel.start({ latency, replicaLag: REPLICA_LAG });
    const auth0 = await Auth0Model.start({ latency, replicaLag: REPLICA_LAG });
    const vault = await VaultModel.start({ latency });
    for (const model of [entra, auth0]) {
      model.intercept(async () => {
        await sleep(ADMIN_CALL);
        return undefined;
      });
    }
    const providers = await SimulatedProviders.start({ entra, auth0, vault }, { waitScale: WAIT_SCALE });
    return new World(entra, auth0, vault, providers);
  }

  readonly directory = mkdtempSync(join(tmpdir(), 'rotation-demo-'));

  private constructor(
    readonly entra: EntraModel,
    readonly auth0: Auth0Model,
    readonly vault: VaultModel,
    readonly providers: SimulatedProviders,
  ) {
    mkdirSync(join(this.directory, 'keys'), { mode: 0o700 });
  }

  async close(): Promise<void> {
    await this.providers.close();
    await Promise.all([this.entra.close(), this.auth0.close(), this.vault.close()]);
    rmSync(this.directory, { recursive: true, force: true });
  }
}
