import { ModelServer, type ModelServerOptions, type Route } from '../http';
import { type Application } from './application';
import type { SecretInput } from './credential';
import { type CredentialChange, Directory } from './directory';
import { graphRoutes } from './graph-routes';
import { tokenEndpoint } from './token-endpoint';

export interface EntraModelOptions extends ModelServerOptions {
  /**
   * How long a new credential is listed by Graph before it signs in, in milliseconds. The real one needs up to 18 s.
   *
   * @default 0
   */
  readonly replicaLag?: number;
}

export interface LiveCredential {
  readonly keyId: string;
  readonly kind: 'secret' | 'certificate';
  readonly displayName?: string;
  readonly endDateTime: string;
}

/**
 * Entra ID in memory: the part of Microsoft Graph that the azuread provider uses, and the token endpoint, where
 * only a credential that is listed, unexpired and past the replica lag signs in.
 */
export class EntraModel extends ModelServer {
  static async start(options: EntraModelOptions = {}): Promise<EntraModel> {
    const model = new EntraModel(options);
    await model.listen();
    return model;
  }

  readonly tenantId = '11111111-2222-4333-8444-555555555555';
  private readonly directory: Directory;
  private readonly replicaLag: number;

  private constructor(options: EntraModelOptions) {
    super(options);
    this.directory = new Directory(this.clock);
    this.replicaLag = options.replicaLag ?? 0;
  }

  /** Where an application signs in; also the audience of its client assertions. */
  get tokenUrl(): string {
    return `${this.url}/${this.tenantId}/oauth2/v2.0/token`;
  }

  addApplication({ displayName }: { readonly displayName: string }): {
    readonly objectId: string;
    readonly clientId: string;
  } {
    const { objectId, clientId } = this.directory.create({ displayName });
    return { objectId, clientId };
  }

  /** A secret that somebody made in the portal. */
  addForeignSecret(clientId: string, input: SecretInput = {}): { readonly keyId: string; readonly secretText: string } {
    const { keyId, secretText } = this.directory.addSecret(this.find(clientId).objectId, input);
    return { keyId, secretText };
  }

  /** Removes a secret or certificate behind Terraform's back. */
  removeCredential(clientId: string, keyId: string): void {
    this.directory.removeCredential(this.find(clientId), keyId);
  }

  /** Removes an application behind Terraform's back. */
  removeApplication(clientId: string): void {
    this.directory.delete(this.find(clientId).objectId);
  }

  /** The credentials whose time has come and not gone; none when there is no such application. */
  liveCredentials(clientId: string): readonly LiveCredential[] {
    const now = this.clock().getTime();
    const { credentials = [] } = this.directory.findByClientId(clientId) ?? {};
    return credentials
      .filter(({ startDateTime, endDateTime }) => Date.parse(startDateTime) <= now && now < Date.parse(endDateTime))
      .map(({ keyId, kind, displayName, endDateTime }) => ({
        keyId,
        kind,
        ...(displayName === null ? {} : { displayName }),
        endDateTime,
      }));
  }

  /** Hears of every credential that is added or removed; answers how to stop that. */
  onChange(listener: (change: CredentialChange) => void): () => void {
    return this.directory.changes.add(listener);
  }

  protected override routes(): readonly Route[] {
    const { directory, replicaLag } = this;
    return [...graphRoutes(directory), tokenEndpoint({ directory, replicaLag, url: () => this.url })];
  }

  private find(clientId: string): Application {
    const application = this.directory.findByClientId(clientId);
    if (!application) throw new Error(`the directory has no application with client id "${clientId}"`);
    return application;
  }
}
