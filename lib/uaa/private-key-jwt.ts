import type { Construct } from 'constructs';
import { CredentialSet, type CredentialSetProps, RotationProvider, type SlotContent } from '../constructs';
import { Kind, keyIdOf, publicJwk, type Slot } from '../rotation';
import { UaaClientKeyPair } from './uaa-client-key-pair';

/** The values of one key. All are public: the private key travels outside Terraform. */
export interface UaaPrivateKeyJwtValues {
  readonly clientId: string;
  /** The RFC 7638 thumbprint of the key: the `kid` of a client assertion. The application finds its private key by it. */
  readonly keyId: string;
}

export interface UaaPrivateKeyJwtProps extends CredentialSetProps {
  /** The client whose keys are rotated. A change replaces the resource. */
  readonly clientId: string;
}

/**
 * The public keys of a Cloud Foundry UAA client, UAA >= 76.22, both in one `rotation_uaa_client_key`. UAA knows keys by
 * their kid, so steps can be taken in any order and repeated, and no token dies with a key.
 */
export class UaaPrivateKeyJwt extends CredentialSet {
  constructor(scope: Construct, id: string, props: UaaPrivateKeyJwtProps) {
    const { clientId } = props;
    super(scope, id, Kind.UAA_PRIVATE_KEY_JWT, clientId, props);
    const keys = this.filledSlots.map((filled) => ({ ...filled, kid: keyIdOf(this.set.kind, filled) ?? '' }));
    const jwks = keys.map(({ slot, publicKey = '', kid }) => [slot, JSON.stringify({ kid, ...publicJwk(publicKey) })]);
    const resource = this.place(
      new UaaClientKeyPair(this, 'slots', {
        clientId,
        current: this.set.state.current,
        jwks: Object.fromEntries(jwks),
        lifecycle: this.sharedLifecycle,
        provider: props.provider ?? RotationProvider.of(this),
      }),
    );
    const contents: Partial<Record<Slot, SlotContent>> = {};
    for (const { slot, kid } of keys) {
      contents[slot] = { resource, keyId: kid, values: { clientId, keyId: kid } };
    }
    this.hold(contents);
  }

  /** What consumers sign in with. */
  get current(): UaaPrivateKeyJwtValues {
    return this.valuesOf('current');
  }

  /** The staged key; equals current while nothing is staged. */
  get next(): UaaPrivateKeyJwtValues {
    return this.valuesOf('next');
  }

  /** The key that was current before, while it is still valid. */
  get previous(): UaaPrivateKeyJwtValues | undefined {
    return this.tryPreviousValues();
  }
}
