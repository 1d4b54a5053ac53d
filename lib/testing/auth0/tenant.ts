import { Auth0Error } from './auth0-error';
import { changeSignInMethod } from './sign-in-method';
import { type ClientRecord, mergeSettings, newClient } from './client-record';
import { type Body, type Credential, newCredential, withExpiry } from './credential';

export interface TenantOptions {
  readonly now: () => Date;
  /** Key records that one client can hold: 2 by default, 4 with Advanced Identity Security. */
  readonly poolCap: number;
  /** Called after each change of a client; `after` is undefined when it was deleted. */
  readonly onChange: (before: ClientRecord | undefined, after: ClientRecord | undefined) => void;
}

/** The clients of one tenant and the rules of the Management API, without HTTP. */
export class Tenant {
  private readonly clients = new Map<string, ClientRecord>();

  constructor(private readonly options: TenantOptions) {}

  get all(): readonly ClientRecord[] {
    return [...this.clients.values()];
  }

  /** @throws Auth0Error 404 */
  find(clientId: string): ClientRecord {
    const client = this.clients.get(clientId);
    if (!client) throw Auth0Error.notFound('The client does not exist', 'inexistent_client');
    return client;
  }

  create(body: Body): ClientRecord {
    const client = newClient(body);
    this.store(undefined, client);
    return client;
  }

  patch(clientId: string, body: Body): ClientRecord {
    const client = this.find(clientId);
    const {
      client_authentication_methods: _,
      token_endpoint_auth_method: __,
      client_secret: secret,
      ...settings
    } = body;
    if (settings.signed_request_object) throw Auth0Error.invalid('signed_request_object is not simulated');
    const changed = {
      ...changeSignInMethod(client, body),
      settings: mergeSettings(client.settings, settings),
      ...(typeof secret === 'string' && { secret }),
    };
    this.store(client, changed);
    return changed;
  }

  delete(clientId: string): void {
    const client = this.find(clientId);
    this.clients.delete(clientId);
    this.options.onChange(client, undefined);
  }

  credential(clientId: string, id: string): Credential {
    const credential = this.find(clientId).pool.find((c) => c.id === id);
    if (!credential) throw Auth0Error.notFound('The credential does not exist', 'inexistent_credential');
    return credential;
  }

  addCredential(clientId: string, body: Body): Credential {
    const client = this.find(clientId);
    const credential = newCredential(body, this.options.now());
    if (client.pool.some(({ kid }) => kid === credential.kid)) {
      throw Auth0Error.invalid('credentials contains public keys that already exist in client');
    }
    if (client.pool.length >= this.options.poolCap) {
      throw Auth0Error.invalid(`A client can have a maximum of ${this.options.poolCap} credentials.`);
    }
    this.store(client, { ...client, pool: [...client.pool, credential] });
    return credential;
  }

  patchCredential(clientId: string, id: string, body: Body): Credential {
    const client = this.find(clientId);
    const changed = withExpiry(this.credential(clientId, id), body, this.options.now());
    this.store(client, { ...client, pool: client.pool.map((c) => (c.id === id ? changed : c)) });
    return changed;
  }

  deleteCredential(clientId: string, id: string): void {
    const client = this.find(clientId);
    this.credential(clientId, id);
    if (client.slot?.includes(id)) throw Auth0Error.invalid('Cannot delete credential still associated with a client');
    this.store(client, { ...client, pool: client.pool.filter((c) => c.id !== id) });
  }

  /** What the dashboard does when a person deletes a key: it is detached, too. */
  removeByHand(clientId: string, id: string): void {
    const client = this.find(clientId);
    this.credential(clientId, id);
    const slot = client.slot?.filter((attached) => attached !== id);
    this.store(client, { ...client, slot, pool: client.pool.filter((c) => c.id !== id) });
  }

  private store(before: ClientRecord | undefined, after: ClientRecord): void {
    this.clients.set(after.clientId, after);
    this.options.onChange(before, after);
  }
}
