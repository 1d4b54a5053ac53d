import type { Construct } from 'constructs';
import { TerraformProvider } from '../constructs/cdktf';

export interface Auth0ProviderConfig {
  /** Tenant domain, `example.eu.auth0.com`. Default: AUTH0_DOMAIN. */
  readonly domain?: string;
  /** Default: AUTH0_CLIENT_ID; the secret is best given as AUTH0_CLIENT_SECRET, never in code. */
  readonly clientId?: string;
  readonly alias?: string;
}

/** The provider `auth0/auth0`, for stacks without bindings of their own. Credentials come from the environment. */
export class Auth0Provider extends TerraformProvider {
  static readonly tfResourceType = 'auth0';

  constructor(
    scope: Construct,
    id: string,
    private readonly config: Auth0ProviderConfig = {},
  ) {
    super(scope, id, {
      terraformResourceType: 'auth0',
      terraformGeneratorMetadata: { providerName: 'auth0', providerVersionConstraint: '~> 1.55' },
      terraformProviderSource: 'auth0/auth0',
    });
  }

  /** The base class always answers undefined, which would lose the alias. */
  override get alias(): string | undefined {
    return this.config.alias;
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { domain: this.config.domain, client_id: this.config.clientId, alias: this.config.alias };
  }
}
