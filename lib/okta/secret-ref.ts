import { Token } from '../constructs/cdktf';
import { InputError } from '../rotation';

/** Names a client secret that somebody else made. */
export class OktaSecretRef {
  /** By Okta's id, `ocs…`: the API and the console show it. */
  static fromId(id: string): OktaSecretRef {
    return new OktaSecretRef({ id });
  }

  /**
   * By the secret itself, from a sensitive variable.
   *
   * @throws InputError for a literal
   */
  static fromValue(value: string): OktaSecretRef {
    if (Token.isUnresolved(value)) return new OktaSecretRef({ value });
    throw new InputError(
      'a secret never stands in code, got a literal: pass a sensitive TerraformVariable, or name the secret by its id',
    );
  }

  /** By what Okta shows as `secret_hash`: base64url of the first 16 bytes of the SHA-256 of the secret. */
  static fromHash(secretHash: string): OktaSecretRef {
    return new OktaSecretRef({ secret_hash: secretHash });
  }

  /** As the provider spells it. */
  readonly attributes: Readonly<Record<string, string>>;

  private constructor(attributes: Readonly<Record<string, string>>) {
    this.attributes = attributes;
  }
}
