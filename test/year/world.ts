import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProviderType, Values } from '../../lib/plugin';
import type { Connections } from '../../lib/provider/connections';
import { rotationProvider } from '../../lib/provider/provider';
import {
  Auth0Model,
  auth0Provider,
  EntraModel,
  entraProvider,
  type ModelServer,
  OktaModel,
  oktaProvider,
  UaaModel,
} from '../../lib/testing';
import { FakeClock } from './clock';
import { KeyPool } from './key-pool';
import { TokenClient } from './sign-in';
import { memoryProvider, MemoryStore } from './store';

/** How long a change takes to reach every replica that signs in, in milliseconds of the fake clock. */
export const REPLICA_LAG = 10 * 60_000;

/** Seconds that a call of our own provider may take. */
const REQUEST_TIMEOUT = 2;

/** Everything outside the pipeline: the identity providers, the store, the clock, and a folder. */
export class World {
  static async start(from: string): Promise<World> {
    const clock = new FakeClock(Date.parse(from));
    const options = { clock: clock.now, replicaLag: REPLICA_LAG };
    const [entra, auth0, okta, uaa] = await Promise.all([
      EntraModel.start(options),
      Auth0Model.start(options),
      OktaModel.start(options),
      // A UAA is one database: what it answers is known everywhere.
      UaaModel.start({ clock: clock.now }),
    ]);
    const folder = mkdtempSync(join(tmpdir(), 'rotation-year-'));
    mkdirSync(join(folder, 'keys'), { mode: 0o700 });
    return new World(clock, folder, new KeyPool(join(folder, 'keys')), { entra, auth0, okta, uaa });
  }

  readonly entra: EntraModel;
  readonly auth0: Auth0Model;
  readonly okta: OktaModel;
  readonly uaa: UaaModel;
  readonly store: MemoryStore;
  readonly tokens = new TokenClient();
  readonly providers: readonly ProviderType[];

  private constructor(
    readonly clock: FakeClock,
    readonly folder: string,
    readonly keys: KeyPool,
    { entra, auth0, okta, uaa }: Pick<World, 'entra' | 'auth0' | 'okta' | 'uaa'>,
  ) {
    this.entra = entra;
    this.auth0 = auth0;
    this.okta = okta;
    this.uaa = uaa;
    this.store = new MemoryStore(clock.now);
    const { clientId, clientSecret } = uaa.admin;
    const own = rotationProvider({
      OKTA_ORG_URL: okta.url,
      OKTA_API_TOKEN: okta.apiToken,
      UAA_URL: uaa.url,
      UAA_CLIENT_ID: clientId,
      UAA_CLIENT_SECRET: clientSecret,
    });
    const block: Values = { request_timeout: REQUEST_TIMEOUT };
    this.providers = [
      entraProvider(entra, { waitScale: 0 }),
      auth0Provider(auth0, { waitScale: 0 }),
      oktaProvider(okta, { waitScale: 0 }),
      { ...own, configure: async () => unhurried(await own.configure({ okta: block, uaa: block })) },
      memoryProvider(this.store),
    ];
  }

  get models(): readonly ModelServer[] {
    return [this.entra, this.auth0, this.okta, this.uaa];
  }

  async close(): Promise<void> {
    await this.tokens.close();
    await Promise.all(this.models.map((model) => model.close()));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** After a removal at UAA the provider waits for calls that are under way; none is here, and the wait is of real time. */
function unhurried(connections: Connections): Connections {
  return { ...connections, uaa: () => ({ ...connections.uaa(), settle: 1 }) };
}
