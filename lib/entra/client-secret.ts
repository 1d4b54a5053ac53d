import { ApplicationPasswordA } from '@cdktf/provider-azuread/lib/application-password';
import type { Construct } from 'constructs';
import { CredentialSet, type CredentialSetProps, type SlotContent } from '../constructs';
import { Kind, type Slot } from '../rotation';

/** The values of one client secret. */
export interface EntraClientSecretValues {
  readonly clientId: string;
  /** Sensitive. Entra shows it once, so it is in the Terraform state. */
  readonly clientSecret: string;
  /** Entra's id of the secret; a UUID. */
  readonly keyId: string;
}

export interface EntraClientSecretProps extends CredentialSetProps {
  /** The object of the application registration, as `azuread_application_registration.id` gives it: `/applications/<object id>`. */
  readonly applicationId: string;
  /** The client id that consumers sign in with. */
  readonly clientId: string;
}

/**
 * The client secrets of an Entra ID application, one `azuread_application_password` a slot.
 *
 * Every argument of that resource forces its replacement, so the configuration of a slot is a function of its
 * generation alone. The end date is a literal in the one form that Graph echoes.
 */
export class EntraClientSecret extends CredentialSet {
  constructor(scope: Construct, id: string, props: EntraClientSecretProps) {
    super(scope, id, Kind.ENTRA_CLIENT_SECRET, props.applicationId, props);
    const contents: Partial<Record<Slot, SlotContent>> = {};
    for (const { slot, id: childId, generation, expires, lifecycle } of this.filledSlots) {
      const resource = this.place(
        new ApplicationPasswordA(this, childId, {
          applicationId: props.applicationId,
          displayName: `${this.setName} ${slot} g${generation}`,
          endDate: expires,
          rotateWhenChanged: { generation: String(generation) },
          lifecycle,
          provider: props.provider,
        }),
      );
      const { keyId } = resource;
      contents[slot] = { resource, keyId, values: { clientId: props.clientId, clientSecret: resource.value, keyId } };
    }
    this.hold(contents);
  }

  /** What consumers sign in with. */
  get current(): EntraClientSecretValues {
    return this.valuesOf('current');
  }

  /** The staged secret; equals current while nothing is staged. */
  get next(): EntraClientSecretValues {
    return this.valuesOf('next');
  }

  /** The secret that was current before, while it is still valid. */
  get previous(): EntraClientSecretValues | undefined {
    return this.tryPreviousValues();
  }
}
