import { type ApiRequest, Listeners, ModelServer, type ModelServerOptions, type Route, tokenRoute } from '../http';
import { Auth0Error } from './auth0-error';
import { credentialChanges, type CredentialChange } from './credential-change';
import type { ClientRecord } from './client-record';
import { managementApi } from './management-api';
import { SignInViews } from './sign-in-views';
import { Tenant } from './tenant';
import { answerToken } from './token-endpoint';

export interface Auth0ModelOptions extends ModelServerOptions {
  /**
   * Key records that one client can hold, attached or not. Auth0 allows 4 with Advanced Identity Security.
   *
   * @default 2
   */
  readonly poolCap?: number;
  /**
   * How much later than the Management API the token endpoint learns of a change, in milliseconds of the clock.
   *
   * @default 0
   */
  readonly replicaLag?: number;
}

/** A key record of a client. */
export interface PooledCredential {
  readonly id: string;
  /** The RFC 7638 thumbprint of the key. */
  readonly kid: string;
  readonly name?: string;
  readonly expiresAt?: Date;
  /** Whether the client can sign in with it. A record in the pool that is not attached is a stray. */
  readonly attached: boolean;
}

export interface ForeignCredential {
  /** A public key or certificate, RSA. */
  readonly pem: string;
  readonly name?: string;
  /** A stray is in the pool only, as the key of another feature or of an apply that was killed. */
  readonly as: 'attached' | 'stray';
}

/** An Auth0 tenant in memory: the Management API for clients and their keys, and `/oauth/token`. */
export class Auth0Model extends ModelServer {
  static async start(options: Auth0ModelOptions = {}): Promise<Auth0Model> {
    const model = new Auth0Model(options);
    await model.listen();
    return model;
  }

  private readonly tenant: Tenant;
  private readonly views: SignInViews;
  private readonly changes = new Listeners<CredentialChange>();

  private constructor(options: Auth0ModelOptions) {
    super(options);
    const { poolCap = 2, replicaLag = 0 } = options;
    this.views = new SignInViews(this.clock, replicaLag);
    this.tenant = new Tenant({
      now: this.clock,
      poolCap,
      onChange: (before, after) => this.changed(before, after),
    });
  }

  /** Where applications sign in. */
  get tokenUrl(): string {
    return `${this.url}/oauth/token`;
  }

  /** What a client assertion names as its audience; the token endpoint's address is taken, too. */
  get issuer(): string {
    return `${this.url}/`;
  }

  /** Makes a client of type non_interactive that signs in with a secret, as a person would in the dashboard. */
  addClient({ name }: { readonly name: string }): { readonly clientId: string; readonly clientSecret: string } {
    const { clientId, secret } = this.tenant.create({ name, app_type: 'non_interactive' });
    return { clientId, clientSecret: secret };
  }

  /** Stores a key that Terraform does not know, past no rule of the API; answers its id. */
  addForeignCredential(clientId: string, { pem, name, as }: ForeignCredential): string {
    const { id } = this.tenant.addCredential(clientId, { credential_type: 'public_key', pem, name });
    if (as === 'attached') {
      const credentials = [...(this.tenant.find(clientId).slot ?? []), id].map((one) => ({ id: one }));
      this.tenant.patch(clientId, {
        client_authentication_methods: { private_key_jwt: { credentials } },
        token_endpoint_auth_method: null,
      });
    }
    return id;
  }

  /** Detaches and deletes a key, named by its id or kid, as a person would in the dashboard. */
  removeCredential(clientId: string, idOrKid: string): void {
    const found = this.pool(clientId).find(({ id, kid }) => id === idOrKid || kid === idOrKid);
    if (!found) throw Auth0Error.notFound('The credential does not exist', 'inexistent_credential');
    this.tenant.removeByHand(clientId, found.id);
  }

  /** The keys that the client can sign in with, in the order in which they are attached. */
  attached(clientId: string): readonly PooledCredential[] {
    const pool = this.pool(clientId);
    const { slot = [] } = this.tenant.find(clientId);
    return slot.flatMap((id) => pool.filter((credential) => credential.id === id));
  }

  /** Every key record of the client, oldest first. */
  pool(clientId: string): readonly PooledCredential[] {
    const { pool, slot = [] } = this.tenant.find(clientId);
    return pool.map(({ id, kid, name, expiresAt }) => ({ id, kid, name, expiresAt, attached: slot.includes(id) }));
  }

  /** Hears of each key that is attached or detached; answers how to stop that. */
  onChange(listener: (change: CredentialChange) => void): () => void {
    return this.changes.add(listener);
  }

  protected override routes(): readonly Route[] {
    return [...managementApi(this.tenant), tokenRoute('/oauth/token', (request) => this.token(request))];
  }

  private token({ body, headers }: ApiRequest): ReturnType<typeof answerToken> {
    const fields = typeof body === 'object' && body !== null ? (body as Readonly<Record<string, string>>) : {};
    return answerToken(
      { fields, authorization: headers.authorization },
      { now: this.clock(), audiences: [this.issuer, this.tokenUrl], find: (clientId) => this.views.find(clientId) },
    );
  }

  private changed(before: ClientRecord | undefined, after: ClientRecord | undefined): void {
    const clientId = (after ?? before)?.clientId ?? '';
    this.views.change(clientId, after);
    for (const change of credentialChanges(before, after, this.clock())) this.changes.emit(change);
  }
}
