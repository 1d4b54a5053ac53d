import type { Construct } from 'constructs';
import { type TerraformMetaArguments, TerraformResource } from '../constructs/cdktf';

/** One public key of `auth0_client_credentials.private_key_jwt`. */
export interface Auth0Credential {
  /** Part of the key's identity in provider >= 1.55: a rename detaches a live key. */
  readonly name: string;
  readonly pem: string;
  /** RS256, RS384 or PS256. */
  readonly algorithm: string;
  /**
   * The form `YYYY-MM-DDTHH:MM:SS.000Z`, which the provider reads back; another one is changed at every plan. Absent
   * for a key that never had an expiry; one that has it keeps it, and without it every plan shows a change.
   */
  readonly expiresAt?: string;
}

export interface Auth0ClientCredentialsConfig extends TerraformMetaArguments {
  readonly clientId: string;
  readonly credentials: readonly Auth0Credential[];
}

/**
 * The part of the resource `auth0_client_credentials` that private_key_jwt needs.
 *
 * Written by hand: no bindings are published, and generated ones would bring the whole provider
 * (docs/decisions/0003-auth0-bindings.md).
 */
export class Auth0ClientCredentials extends TerraformResource {
  static readonly tfResourceType = 'auth0_client_credentials';

  constructor(
    scope: Construct,
    id: string,
    private readonly config: Auth0ClientCredentialsConfig,
  ) {
    super(scope, id, {
      terraformResourceType: Auth0ClientCredentials.tfResourceType,
      terraformGeneratorMetadata: { providerName: 'auth0' },
      ...config,
    });
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return {
      client_id: this.config.clientId,
      authentication_method: 'private_key_jwt',
      private_key_jwt: [
        {
          credentials: this.config.credentials.map(({ name, pem, algorithm, expiresAt }) => ({
            name,
            credential_type: 'public_key',
            pem,
            algorithm,
            expires_at: expiresAt,
          })),
        },
      ],
    };
  }
}
