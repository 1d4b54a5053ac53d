import type { Construct } from 'constructs';
import { CredentialSet, type CredentialSetProps, RotationProvider, type SlotContent } from '../constructs';
import { InputError, Kind, type Slot } from '../rotation';
import { OktaClientSecretPair } from './okta-client-secret-pair';
import type { OktaSecretRef } from './secret-ref';

/** The values of one client secret. */
export interface OktaClientSecretValues {
  readonly clientId: string;
  /** Sensitive. It is in the Terraform state, and whoever may list the secrets of the app reads it at Okta. */
  readonly clientSecret: string;
  /** Okta's id of the secret, `ocs…`. */
  readonly keyId: string;
}

export interface OktaClientSecretProps extends CredentialSetProps {
  /** The app whose secrets are rotated: `okta_app_oauth.id`. A change replaces the resource. */
  readonly appId: string;
  /** The client id that consumers sign in with; Okta's default is the id of the app. */
  readonly clientId: string;
  /** The secret that the app came with: it becomes the first one of the set. Not for a set that starts from outside. */
  readonly initialSecret?: OktaSecretRef;
  /** Secrets of others that the set may remove once its own is in use and a place is needed. */
  readonly adoptedSecrets?: readonly OktaSecretRef[];
}

/**
 * The client secrets of an Okta app, both in one `rotation_okta_client_secret`. Okta holds two an app. Prefer
 * `OktaPrivateKeyJwt` where the application can sign in with a key.
 */
export class OktaClientSecret extends CredentialSet {
  /** @throws InputError when a set from outside is given an initial secret */
  constructor(scope: Construct, id: string, props: OktaClientSecretProps) {
    const { appId, clientId, initialSecret } = props;
    super(scope, id, Kind.OKTA_CLIENT_SECRET, appId, props);
    if (this.currentIsOutside && initialSecret) {
      throw new InputError(
        `a set that starts from outside has no initial secret, got one for "${this.setName}": name it in adoptedSecrets instead, and it is removed when its place is needed after the first promote`,
      );
    }
    const slots = this.filledSlots;
    const resource = this.place(
      new OktaClientSecretPair(this, 'slots', {
        appId,
        current: this.set.state.current,
        generations: Object.fromEntries(slots.map(({ slot, generation }) => [slot, generation])),
        initial: initialSecret,
        adopted: props.adoptedSecrets,
        lifecycle: this.sharedLifecycle,
        provider: props.provider ?? RotationProvider.of(this),
      }),
    );
    const contents: Partial<Record<Slot, SlotContent>> = {};
    for (const { slot } of slots) {
      const keyId = resource.secretId(slot);
      contents[slot] = { resource, keyId, values: { clientId, clientSecret: resource.secret(slot), keyId } };
    }
    this.hold(contents);
  }

  /** What consumers sign in with. */
  get current(): OktaClientSecretValues {
    return this.valuesOf('current');
  }

  /** The staged secret; equals current while nothing is staged. */
  get next(): OktaClientSecretValues {
    return this.valuesOf('next');
  }

  /** The secret that was current before, while it is still valid. */
  get previous(): OktaClientSecretValues | undefined {
    return this.tryPreviousValues();
  }
}
