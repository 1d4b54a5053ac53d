import { ApplicationCertificate } from '@cdktf/provider-azuread/lib/application-certificate';
import type { Construct } from 'constructs';
import { CredentialSet, type CredentialSetProps, type SlotContent } from '../constructs';
import { certificateThumbprint, entraKeyId, Kind, type Slot } from '../rotation';

/** The values of one certificate. All are public: the private key travels outside Terraform. */
export interface EntraCertificateValues {
  readonly clientId: string;
  /** Entra's id of the certificate; a UUID made of its fingerprint. The application finds its private key by it. */
  readonly keyId: string;
  /** The base64url SHA-256 thumbprint that a client assertion carries as `x5t#S256`. */
  readonly thumbprint: string;
}

export interface EntraCertificateProps extends CredentialSetProps {
  /** The object of the application registration, as `azuread_application_registration.id` gives it: `/applications/<object id>`. */
  readonly applicationId: string;
  /** The client id that consumers sign in with. */
  readonly clientId: string;
}

/**
 * The certificates with which an Entra ID application signs its client assertions, one `azuread_application_certificate`
 * a slot.
 *
 * `type` is always set: the provider reads it back, and without it every plan would replace the certificate. All
 * certificates of one application belong in one state: the provider writes them as one list, and another writer's
 * certificate can be lost.
 */
export class EntraCertificate extends CredentialSet {
  constructor(scope: Construct, id: string, props: EntraCertificateProps) {
    super(scope, id, Kind.ENTRA_CERTIFICATE, props.applicationId, props);
    const contents: Partial<Record<Slot, SlotContent>> = {};
    for (const { slot, id: childId, publicKey, expires, lifecycle } of this.filledSlots) {
      const pem = publicKey as string;
      const keyId = entraKeyId(pem);
      const resource = this.place(
        new ApplicationCertificate(this, childId, {
          applicationId: props.applicationId,
          keyId,
          type: 'AsymmetricX509Cert',
          encoding: 'pem',
          value: pem,
          endDate: expires,
          lifecycle,
          provider: props.provider,
        }),
      );
      contents[slot] = {
        resource,
        keyId,
        values: { clientId: props.clientId, keyId, thumbprint: certificateThumbprint(pem) },
      };
    }
    this.hold(contents);
  }

  /** What consumers sign in with. */
  get current(): EntraCertificateValues {
    return this.valuesOf('current');
  }

  /** The staged certificate; equals current while nothing is staged. */
  get next(): EntraCertificateValues {
    return this.valuesOf('next');
  }

  /** The certificate that was current before, while it is still valid. */
  get previous(): EntraCertificateValues | undefined {
    return this.tryPreviousValues();
  }
}
