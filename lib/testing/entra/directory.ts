import { Listeners } from '../http';
import { type Application, certificates, newApplication, secrets, withProperties } from './application';
import {
  type CertificateInput,
  newCertificate,
  newSecret,
  type SecretInput,
  type StoredCredential,
  type StoredSecret,
} from './credential';
import { badRequest, notFound } from './graph-error';

/** A credential came into being or went away at the identity provider. */
export interface CredentialChange {
  readonly kind: 'added' | 'removed';
  readonly credential: 'secret' | 'certificate';
  readonly clientId: string;
  readonly keyId: string;
  readonly displayName?: string;
  readonly at: Date;
}

/** The applications of a tenant and their credentials. */
export class Directory {
  readonly changes = new Listeners<CredentialChange>();
  private readonly applications = new Map<string, Application>();

  constructor(readonly clock: () => Date) {}

  list(): readonly Application[] {
    return [...this.applications.values()];
  }

  create(properties: Readonly<Record<string, unknown>>): Application {
    if (typeof properties.displayName !== 'string' || properties.displayName === '') {
      throw badRequest("Property 'displayName' is required.");
    }
    return this.store(newApplication(properties));
  }

  get(objectId: string): Application {
    const application = this.applications.get(objectId);
    if (!application) throw notFound(objectId);
    return application;
  }

  findByClientId(clientId: string): Application | undefined {
    return this.list().find((application) => application.clientId === clientId);
  }

  update(objectId: string, properties: Readonly<Record<string, unknown>>): Application {
    return this.store(withProperties(this.get(objectId), properties));
  }

  delete(objectId: string): void {
    this.setCredentials(this.get(objectId), []);
    this.applications.delete(objectId);
  }

  addSecret(objectId: string, input: SecretInput): StoredSecret {
    const secret = newSecret(input, this.clock());
    const application = this.get(objectId);
    this.setCredentials(application, [...application.credentials, secret]);
    return secret;
  }

  removeSecret(objectId: string, keyId: string): void {
    const application = this.get(objectId);
    if (!secrets(application).some((secret) => secret.keyId === keyId)) {
      throw badRequest('No password credential found with keyId.');
    }
    this.removeCredential(application, keyId);
  }

  /** Sets the whole list of certificates; one that is known and comes without its key keeps the key. */
  setCertificates(objectId: string, inputs: readonly CertificateInput[]): void {
    const application = this.get(objectId);
    const known = certificates(application);
    const wanted = inputs.map((input) => {
      const old = known.find(({ keyId }) => keyId === input.keyId);
      return old && !input.key ? old : newCertificate(input, this.clock());
    });
    this.setCredentials(application, [...secrets(application), ...wanted]);
  }

  removeCredential(application: Application, keyId: string): void {
    this.setCredentials(
      application,
      application.credentials.filter((credential) => credential.keyId !== keyId),
    );
  }

  private setCredentials(application: Application, credentials: readonly StoredCredential[]): void {
    const old = application.credentials;
    this.store({ ...application, credentials });
    const news = (kind: 'added' | 'removed', { kind: credential, keyId, displayName }: StoredCredential): void =>
      this.changes.emit({
        kind,
        credential,
        clientId: application.clientId,
        keyId,
        ...(displayName === null ? {} : { displayName }),
        at: this.clock(),
      });
    for (const one of credentials) if (!old.includes(one)) news('added', one);
    for (const one of old) if (!credentials.includes(one)) news('removed', one);
  }

  private store(application: Application): Application {
    this.applications.set(application.objectId, application);
    return application;
  }
}
