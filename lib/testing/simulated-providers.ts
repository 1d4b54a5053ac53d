import { type ReattachedProvider, reattachEnvironment, serveReattach } from '../plugin';
import { type Auth0Model, auth0Provider } from './auth0';
import { type EntraModel, entraProvider } from './entra';
import { type OktaModel, oktaProvider } from './okta';
import { type VaultModel, vaultProvider } from './vault';

/** The models that providers are simulated on; without one the real provider is used. */
export interface SimulatedModels {
  readonly entra?: EntraModel;
  readonly auth0?: Auth0Model;
  readonly okta?: OktaModel;
  readonly vault?: VaultModel;
}

export interface SimulatedProvidersOptions {
  /**
   * What every wait of the real providers is multiplied with.
   *
   * @default 0.02 for azuread, 0.01 for auth0 and okta
   */
  readonly waitScale?: number;
}

/** Terraform providers that run in this process, on models instead of the real services. */
export class SimulatedProviders {
  static async start(models: SimulatedModels, options: SimulatedProvidersOptions = {}): Promise<SimulatedProviders> {
    const { entra, auth0, okta, vault } = models;
    return new SimulatedProviders(
      await Promise.all([
        ...(entra ? [serveReattach(entraProvider(entra, options))] : []),
        ...(auth0 ? [serveReattach(auth0Provider(auth0, options))] : []),
        ...(okta ? [serveReattach(oktaProvider(okta, options))] : []),
        ...(vault ? [serveReattach(vaultProvider(vault))] : []),
      ]),
    );
  }

  private constructor(private readonly providers: readonly ReattachedProvider[]) {}

  /** With this in its environment, Terraform uses the simulated providers. */
  get environment(): Readonly<Record<string, string>> {
    return reattachEnvironment(this.providers);
  }

  async close(): Promise<void> {
    await Promise.all(this.providers.map((provider) => provider.close()));
  }
}
