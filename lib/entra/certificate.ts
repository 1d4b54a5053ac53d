import { ApplicationCertificate } from '@cdktf/provider-azuread/lib/application-certificate';
import type { Construct } from 'constructs';
import { CredentialSet, type CredentialSetProps, type SlotContent } from '../constructs';
import { Fn } from '../constructs/cdktf';
import { addImportBlock } from '../constructs/import-block';
import { certificateThumbprint, keyIdOf, Kind, type Slot } from '../rotation';

/**
 * What the provider does not read back after an import, or may read back in another form: every change of it would
 * replace a certificate that is in use.
 */
const UNREADABLE = ['encoding', 'end_date', 'end_date_relative', 'start_date', 'type', 'value'] as const;

/** The values of one certificate. All are public: the private key travels outside Terraform. */
export interface EntraCertificateValues {
  readonly clientId: string;
  /** Entra's id of the certificate; a UUID made of its fingerprint, or its own where it was adopted. The application finds its private key by it. */
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
 * certificate can be lost. One that the set adopted keeps its key id and everything else until its slot is recycled.
 */
export class EntraCertificate extends CredentialSet {
  constructor(scope: Construct, id: string, props: EntraCertificateProps) {
    super(scope, id, Kind.ENTRA_CERTIFICATE, props.applicationId, props);
    const contents: Partial<Record<Slot, SlotContent>> = {};
    for (const filled of this.filledSlots) {
      const { slot, id: childId, publicKey, expires, lifecycle, adopted } = filled;
      const pem = publicKey as string;
      const keyId = keyIdOf(this.set.kind, filled) ?? '';
      const resource = this.place(
        new ApplicationCertificate(this, childId, {
          applicationId: props.applicationId,
          keyId,
          type: 'AsymmetricX509Cert',
          encoding: 'pem',
          value: pem,
          endDate: expires,
          lifecycle: adopted ? { ...lifecycle, ignoreChanges: [...UNREADABLE] } : lifecycle,
          provider: props.provider,
        }),
      );
      if (adopted) addImportBlock(resource, `${objectIdOf(props.applicationId)}/certificate/${keyId}`);
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

function objectIdOf(applicationId: string): string {
  const prefix = '/applications/';
  return applicationId.startsWith(prefix) ? applicationId.slice(prefix.length) : Fn.trimprefix(applicationId, prefix);
}
