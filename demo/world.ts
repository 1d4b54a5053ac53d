import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Auth0Model,
  EntraModel,
  type ModelServer,
  OktaModel,
  SimulatedProviders,
  UaaModel,
  VaultModel,
} from 'cdktf-rotation/testing';

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
    const okta = await OktaModel.start({ latency, replicaLag: REPLICA_LAG });
    // A UAA is one database: what it answers is known everywhere.
    const uaa = await UaaModel.start({ latency });
    const vault = await VaultModel.start({ latency });
    for (const model of [entra, auth0, okta, uaa]) {
      model.intercept(async () => {
        await sleep(ADMIN_CALL);
        return undefined;
      });
    }
    const providers = await SimulatedProviders.start({ entra, auth0, okta, vault }, { waitScale: WAIT_SCALE });
    return new World(entra, auth0, okta, uaa, vault, providers);
  }

  readonly directory = mkdtempSync(join(tmpdir(), 'rotation-demo-'));

  private constructor(
    readonly entra: EntraModel,
    readonly auth0: Auth0Model,
    readonly okta: OktaModel,
    readonly uaa: UaaModel,
    readonly vault: VaultModel,
    private readonly providers: SimulatedProviders,
  ) {
    mkdirSync(join(this.directory, 'keys'), { mode: 0o700 });
  }

  get identityProviders(): readonly ModelServer[] {
    return [this.entra, this.auth0, this.okta, this.uaa];
  }

  /** With this, Terraform talks to the models: through simulated providers, and through our own one. */
  get environment(): Readonly<Record<string, string>> {
    return {
      ...this.providers.environment,
      OKTA_ORG_URL: this.okta.url,
      OKTA_API_TOKEN: this.okta.apiToken,
      UAA_URL: this.uaa.url,
      UAA_CLIENT_ID: this.uaa.admin.clientId,
      UAA_CLIENT_SECRET: this.uaa.admin.clientSecret,
    };
  }

  async close(): Promise<void> {
    await this.providers.close();
    await Promise.all([...this.identityProviders, this.vault].map((model) => model.close()));
    rmSync(this.directory, { recursive: true, force: true });
  }
}
