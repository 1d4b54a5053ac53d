import type { Construct } from 'constructs';
import { CredentialSet, type CredentialSetProps, RotationProvider, type SlotContent } from '../constructs';
import { Token } from '../constructs/cdktf';
import { InputError, Kind, type Slot } from '../rotation';
import { UaaClientSecretPair } from './uaa-client-secret-pair';

/** The values of one client secret. */
export interface UaaClientSecretValues {
  readonly clientId: string;
  /** Sensitive. UAA never shows it, so it is in the Terraform state. */
  readonly clientSecret: string;
}

export interface UaaClientSecretProps extends CredentialSetProps {
  /** The client whose secrets are rotated. A change replaces the resource. */
  readonly clientId: string;
  /**
   * The secret that the client has when the set is first applied, from a sensitive variable: it becomes the first one of
   * the set. Needed unless the set starts from outside; it may be left out once that secret is retired.
   */
  readonly initialSecret?: string;
}

/**
 * The secrets of a Cloud Foundry UAA client, both in one `rotation_uaa_client_secret`. UAA always removes the oldest of
 * two. Prefer `UaaPrivateKeyJwt` on UAA >= 76.22: it has none of the traps of a secret.
 */
export class UaaClientSecret extends CredentialSet {
  /** @throws InputError when the initial secret is a literal */
  constructor(scope: Construct, id: string, props: UaaClientSecretProps) {
    const { clientId, initialSecret } = props;
    if (initialSecret !== undefined && !Token.isUnresolved(initialSecret)) {
      throw new InputError(
        'initialSecret is a secret and never stands in code, got a literal: pass a sensitive TerraformVariable',
      );
    }
    super(scope, id, Kind.UAA_CLIENT_SECRET, clientId, props);
    const slots = this.filledSlots;
    const resource = this.place(
      new UaaClientSecretPair(this, 'slots', {
        clientId,
        current: this.set.state.current,
        generations: Object.fromEntries(slots.map(({ slot, generation }) => [slot, generation])),
        initialSecret,
        grace: this.set.policy.grace.inSeconds,
        lifecycle: this.sharedLifecycle,
        provider: props.provider ?? RotationProvider.of(this),
      }),
    );
    const contents: Partial<Record<Slot, SlotContent>> = {};
    for (const { slot, generation } of slots) {
      const values = { clientId, clientSecret: resource.secret(slot) };
      contents[slot] = { resource, keyId: `g${generation}`, values };
    }
    this.hold(contents);
  }

  /** What consumers sign in with. */
  get current(): UaaClientSecretValues {
    return this.valuesOf('current');
  }

  /** The staged secret; equals current while nothing is staged. */
  get next(): UaaClientSecretValues {
    return this.valuesOf('next');
  }

  /** The secret that was current before, while it is still valid. */
  get previous(): UaaClientSecretValues | undefined {
    return this.tryPreviousValues();
  }
}
