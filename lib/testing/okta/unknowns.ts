/** What is not known of the real Okta. The default is what is worse for a rotation. */
export interface OktaUnknowns {
  /**
   * Activating an active secret or key, or deactivating an inactive one.
   *
   * @default refused
   */
  readonly repeatedLifecycle?: 'refused' | 'accepted';
  /**
   * A second secret with the value of the first. Accepted, a POST that is sent twice fills both places.
   *
   * @default accepted
   */
  readonly equalSecrets?: 'accepted' | 'refused';
  /**
   * A `client_secret` in the PUT of an app: it ends every other secret at once, or is ignored when the app has a secret
   * with that value.
   *
   * @default replaces all
   */
  readonly secretInPut?: 'replaces all' | 'ignored when known';
  /**
   * An empty `client_secret` in the PUT of an app with private_key_jwt, as the okta provider sends it with omit_secret.
   *
   * @default refused
   */
  readonly emptySecretWithKeys?: 'refused' | 'ignored';
  /**
   * The order of an app's keys in answers. By creation, a list whose newest key stands first never equals the answer.
   *
   * @default by creation
   */
  readonly order?: 'as sent' | 'by creation' | 'by kid';
}

export function withDefaults(given: OktaUnknowns): Required<OktaUnknowns> {
  return {
    repeatedLifecycle: given.repeatedLifecycle ?? 'refused',
    equalSecrets: given.equalSecrets ?? 'accepted',
    secretInPut: given.secretInPut ?? 'replaces all',
    emptySecretWithKeys: given.emptySecretWithKeys ?? 'refused',
    order: given.order ?? 'by creation',
  };
}
