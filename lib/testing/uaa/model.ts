import {
  type ApiRequest,
  type ApiResponse,
  adminRoute,
  Listeners,
  ModelServer,
  type ModelServerOptions,
  type Route,
  tokenRoute,
} from '../http';
import { Access } from './access';
import { type Behaviour, behaviourOf } from './behaviour';
import { checkToken } from './check-token';
import type { Client } from './client';
import { createdClient } from './client-body';
import { changeKeys } from './client-key';
import { clientRoutes } from './client-routes';
import { type CredentialChange, credentialChanges } from './credential-change';
import { DEFAULT_ZONE, Registry, type Zone } from './registry';
import { newSecret } from './secret';
import type { SecretPolicy } from './secret-policy';
import { answerToken, type TokenContext } from './token-endpoint';
import { Tokens } from './token';
import { UaaError } from './uaa-error';

export interface UaaModelOptions extends ModelServerOptions {
  /**
   * Which UAA it is: three numbers.
   *
   * @default 77.18.0
   */
  readonly version?: string;
  /**
   * What the UAA asks of client secrets.
   *
   * @default one character at least and 255 at most
   */
  readonly secretPolicy?: SecretPolicy;
  /**
   * Whether an ADD ends the refresh tokens from before it: `fixed` once UAA has that right.
   *
   * @default present
   */
  readonly bug4047?: 'present' | 'fixed';
}

export interface UaaClientInput {
  readonly clientId: string;
  /** Oldest first, two at most: `[]` for a client without one. */
  readonly secrets?: readonly string[];
  /** @default uaa.none */
  readonly authorities?: readonly string[];
  /** What tokens of users may be given. */
  readonly scope?: readonly string[];
  /** @default client_credentials */
  readonly grantTypes?: readonly string[];
  /** Of access tokens, in seconds. */
  readonly accessTokenValidity?: number;
  /** @default the default zone */
  readonly zone?: string;
}

export interface UaaUserInput {
  readonly userName: string;
  readonly password: string;
  readonly groups: readonly string[];
}

/** What a test may know of a client and UAA tells nobody. */
export interface UaaClient {
  /** Oldest first. */
  readonly secrets: readonly string[];
  /** Key ids, oldest first. */
  readonly keys: readonly string[];
  readonly authorities: readonly string[];
  readonly grantTypes: readonly string[];
}

const BASE = '/uaa';

/**
 * A Cloud Foundry UAA in memory: clients, their secrets and keys, and the token endpoint. The client `admin` with the
 * secret `adminsecret` may do anything. Zones are reached by header, or by the host `<subdomain>.localhost`.
 */
export class UaaModel extends ModelServer {
  static async start(options: UaaModelOptions = {}): Promise<UaaModel> {
    const model = new UaaModel(options);
    await model.listen();
    return model;
  }

  readonly admin = { clientId: 'admin', clientSecret: 'adminsecret' };
  private readonly behaviour: Behaviour;
  private readonly policy: SecretPolicy;
  private readonly bug4047: boolean;
  private readonly changes = new Listeners<CredentialChange>();
  private readonly registry = new Registry((before, after) => this.changed(before, after));
  private readonly tokens: Tokens;

  private constructor(options: UaaModelOptions) {
    super(options);
    const { version = '77.18.0', secretPolicy = {}, bug4047 = 'present' } = options;
    this.behaviour = behaviourOf(version);
    this.policy = secretPolicy;
    this.bug4047 = bug4047 === 'present';
    this.tokens = new Tokens(this.clock, () => this.url);
    const { clientId, clientSecret } = this.admin;
    const clients = ['read', 'secret', 'write', 'admin'].map((right) => `clients.${right}`);
    this.addClient({
      clientId,
      secrets: [clientSecret],
      authorities: [...clients, 'uaa.admin', 'scim.write', 'scim.read'],
    });
  }

  /** `http://127.0.0.1:<port>/uaa`. */
  override get url(): string {
    return `${super.url}${BASE}`;
  }

  /**
   * Where applications sign in: such sign-ins are neither logged nor intercepted. The one below `url`, where
   * administrators get tokens and probe secrets, is like any other call of the admin API.
   */
  get tokenUrl(): string {
    return `${this.url}/consumer/oauth/token`;
  }

  /** Makes a client past every rule; one of that name is replaced. */
  addClient(input: UaaClientInput): void {
    const { clientId, secrets = [], zone = DEFAULT_ZONE, authorities, scope, accessTokenValidity } = input;
    const { grantTypes = ['client_credentials'] } = input;
    const body = {
      client_id: clientId,
      client_secret: '',
      authorities,
      scope,
      authorized_grant_types: grantTypes,
      access_token_validity: accessTokenValidity,
    };
    const client = createdClient(body, { zone, behaviour: this.behaviour });
    this.registry.store({ ...client, secrets: secrets.map(newSecret), lastModified: this.clock().getTime() });
  }

  /** A person with these groups, in the default zone. */
  addUser(input: UaaUserInput): void {
    this.registry.addUser(input);
  }

  addZone(zone: Zone): void {
    this.registry.zones.push(zone);
  }

  /** A secret that somebody else adds, past every rule. */
  addForeignSecret(clientId: string, secret: string, zone?: string): void {
    this.change(clientId, zone, (client) => ({ ...client, secrets: [...client.secrets, newSecret(secret)] }));
  }

  /** Somebody else replaces all secrets by one, or by none. */
  updateSecret(clientId: string, secret: string | undefined, zone?: string): void {
    this.change(clientId, zone, (client) => ({
      ...client,
      secrets: secret === undefined ? [] : [newSecret(secret)],
    }));
  }

  /** Somebody else removes the oldest secret. */
  deleteSecret(clientId: string, zone?: string): void {
    this.change(clientId, zone, (client) => ({ ...client, secrets: client.secrets.slice(1) }));
  }

  /** Somebody else adds a public key, a JWK with a kid. */
  addForeignKey(clientId: string, jwk: Readonly<Record<string, unknown>>, zone?: string): void {
    this.change(clientId, zone, (client) => changeKeys(client, { jwks: JSON.stringify(jwk) }).client);
  }

  /** Somebody else removes a key. */
  removeKey(clientId: string, kid: string, zone?: string): void {
    this.change(clientId, zone, (client) => ({ ...client, keys: client.keys.filter((key) => key.kid !== kid) }));
  }

  /** Somebody else removes the client. */
  removeClient(clientId: string, zone: string = DEFAULT_ZONE): void {
    this.registry.remove(zone, clientId);
  }

  /** Somebody else gives a client other authorities. */
  setAuthorities(clientId: string, authorities: readonly string[], zone?: string): void {
    this.change(clientId, zone, (client) => ({ ...client, settings: { ...client.settings, authorities } }));
  }

  /** Undefined when there is no such client. */
  client(clientId: string, zone: string = DEFAULT_ZONE): UaaClient | undefined {
    const client = this.registry.find(zone, clientId);
    if (!client) return undefined;
    const { authorities, authorized_grant_types: grantTypes } = client.settings;
    const secrets = client.secrets.map(({ value }) => value);
    return { secrets, keys: client.keys.map(({ kid }) => kid), authorities, grantTypes };
  }

  /** Names of all clients of a zone. */
  clientIds(zone: string = DEFAULT_ZONE): readonly string[] {
    return this.registry.inZone(zone).map(({ clientId }) => clientId);
  }

  /** Hears of every credential that begins or ceases to sign in; answers how to stop that. */
  onChange(listener: (change: CredentialChange) => void): () => void {
    return this.changes.add(listener);
  }

  protected override routes(): readonly Route[] {
    const { registry, tokens, behaviour, policy } = this;
    const rules = { registry, access: new Access(registry, tokens), behaviour, policy, now: this.clock };
    const token = (request: ApiRequest): ApiResponse => answerToken(request, this.tokenContext(request));
    return [
      adminRoute('GET', `${BASE}/info`, () => ({ status: 200, body: this.info() })),
      adminRoute('POST', `${BASE}/oauth/token`, token),
      tokenRoute(`${BASE}/consumer/oauth/token`, token),
      adminRoute('POST', `${BASE}/check_token`, (request) => checkToken(request, this.tokenContext(request))),
      ...clientRoutes(BASE, rules),
    ];
  }

  protected override notFound(): ApiResponse {
    return UaaError.bare(404).response;
  }

  private tokenContext({ headers }: ApiRequest): TokenContext {
    const { registry, tokens, behaviour, bug4047 } = this;
    const [, subdomain = ''] = /^([^.]+)\.localhost(?::\d+)?$/.exec(headers.host ?? '') ?? [];
    const zone = registry.zones.find((one) => one.subdomain === subdomain);
    if (!zone) throw UaaError.bare(404);
    const audiences = [`${this.url}/oauth/token`, this.tokenUrl];
    return { registry, tokens, behaviour, bug4047, zone: zone.id, audiences, now: this.clock() };
  }

  private info(): object {
    return {
      app: { version: this.behaviour.version },
      links: { uaa: this.url, login: this.url },
      zone_name: DEFAULT_ZONE,
      prompts: { username: ['text', 'Email'], password: ['password', 'Password'] },
    };
  }

  private change(clientId: string, zone: string = DEFAULT_ZONE, change: (client: Client) => Client): void {
    const client = this.registry.find(zone, clientId);
    if (!client) throw new Error(`the UAA has no client "${clientId}" in zone "${zone}"`);
    this.registry.store(change(client));
  }

  private changed(before: Client | undefined, after: Client | undefined): void {
    for (const change of credentialChanges(before, after, this.clock())) this.changes.emit(change);
  }
}
