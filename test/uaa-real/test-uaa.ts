import { randomBytes } from 'node:crypto';
import { UaaApi } from './api';

export interface FreshClientInput {
  readonly secret?: string;
  /** @default uaa.none */
  readonly authorities?: readonly string[];
  /** What tokens of users may be given through it. */
  readonly scope?: readonly string[];
  /** @default client_credentials */
  readonly grantTypes?: readonly string[];
  /** Of access tokens, in seconds. */
  readonly accessTokenValidity?: number;
  /** @default client */
  readonly prefix?: string;
}

export interface FreshClient {
  readonly clientId: string;
  readonly secret: string;
}

export interface FreshUser {
  readonly userName: string;
  readonly password: string;
}

export interface FreshZone {
  readonly id: string;
  readonly subdomain: string;
}

/** A UAA that tests use together: each makes clients, users and zones of its own in it. */
export abstract class TestUaa {
  readonly api: UaaApi;
  private token?: Promise<string>;

  constructor(
    /** With its path: `http://127.0.0.1:<port>/uaa`. */
    readonly url: string,
    readonly admin = { clientId: 'admin', clientSecret: 'adminsecret' },
  ) {
    this.api = new UaaApi(url);
  }

  adminToken(): Promise<string> {
    this.token ??= this.api.clientToken(this.admin.clientId, this.admin.clientSecret);
    return this.token;
  }

  async freshClient(input: FreshClientInput = {}): Promise<FreshClient> {
    const client = { clientId: fresh(input.prefix ?? 'client'), secret: input.secret ?? fresh('secret') };
    const { status, body } = await this.api.json('POST', '/oauth/clients', {
      token: await this.adminToken(),
      body: {
        client_id: client.clientId,
        client_secret: client.secret,
        authorized_grant_types: input.grantTypes ?? ['client_credentials'],
        authorities: input.authorities,
        scope: input.scope,
        access_token_validity: input.accessTokenValidity,
      },
    });
    if (status !== 201) throw new Error(`the client was not made: ${status} ${String(body.error_description)}`);
    return client;
  }

  /** A person with these groups beside the default ones of the UAA. */
  abstract freshUser(groups: readonly string[]): Promise<FreshUser>;

  abstract freshZone(): Promise<FreshZone>;
}

/** A name that no other test has. */
export function fresh(prefix: string): string {
  return `${prefix}-${randomBytes(6).toString('hex')}`;
}
