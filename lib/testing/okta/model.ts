import type { KeyObject } from 'node:crypto';
import { type ApiResponse, Listeners, ModelServer, type ModelServerOptions, type Route, tokenRoute } from '../http';
import { Access, type TokenState } from './access';
import type { App } from './app';
import { credentialChanges, type CredentialChange, liveCredentials, type LiveCredential } from './credential-change';
import { managementApi } from './management-api';
import { OktaError } from './okta-error';
import { Org } from './org';
import { Replica } from './replica';
import type { Status } from './secret';
import { answerToken } from './token-endpoint';
import { type OktaUnknowns, withDefaults } from './unknowns';

export interface OktaModelOptions extends ModelServerOptions, OktaUnknowns {
  /**
   * The API token that the management API takes as `SSWS`.
   *
   * @default a fixed one: `OktaModel.apiToken` tells it
   */
  readonly apiToken?: string;
  /**
   * How much later than the management API the token endpoint learns of a change, in milliseconds of the clock.
   *
   * @default 0
   */
  readonly replicaLag?: number;
}

/** A public key of an app, as a JSON Web Key. */
export interface OktaJwk {
  readonly kid?: string;
  readonly kty: string;
  readonly n?: string;
  readonly e?: string;
  readonly x?: string;
  readonly y?: string;
  readonly use?: string;
}

export interface OktaAppInput {
  readonly label: string;
  /** @default client_secret_basic, and private_key_jwt when there are keys */
  readonly tokenEndpointAuthMethod?: string;
  /**
   * The value of the first secret.
   *
   * @default one that Okta makes
   */
  readonly clientSecret?: string;
  readonly jwks?: readonly OktaJwk[];
}

export interface OktaApp {
  readonly appId: string;
  readonly clientId: string;
  /** The secret that the app came with; absent without one. */
  readonly secret?: { readonly id: string; readonly value: string };
}

/** An Okta organization in memory: the management API for apps, their secrets and keys, and the token endpoint. */
export class OktaModel extends ModelServer {
  static async start(options: OktaModelOptions = {}): Promise<OktaModel> {
    const model = new OktaModel(options);
    await model.listen();
    return model;
  }

  private readonly unknowns: Required<OktaUnknowns>;
  private readonly access: Access;
  private readonly org: Org;
  private readonly replica: Replica<App>;
  private readonly scopes = new Map<string, readonly string[]>();
  private readonly changes = new Listeners<CredentialChange>();

  private constructor(options: OktaModelOptions) {
    super(options);
    const { apiToken = '00modelApiTokenOfTheOktaModel', replicaLag = 0 } = options;
    this.unknowns = withDefaults(options);
    this.access = new Access(apiToken, this.clock);
    this.replica = new Replica(this.clock, replicaLag);
    const onChange = (before: App | undefined, after: App | undefined): void => this.changed(before, after);
    this.org = new Org({ now: this.clock, unknowns: this.unknowns, onChange });
  }

  get apiToken(): string {
    return this.access.apiToken;
  }

  /** Where apps sign in, and service apps get tokens for the management API; also the audience of assertions. */
  get tokenUrl(): string {
    return `${this.url}/oauth2/v1/token`;
  }

  /** Makes an active service app, as a person would in the console. */
  addApp(input: OktaAppInput): OktaApp {
    const { label, jwks = [], clientSecret: client_secret } = input;
    const byDefault = jwks.length > 0 ? 'private_key_jwt' : 'client_secret_basic';
    const { tokenEndpointAuthMethod: token_endpoint_auth_method = byDefault } = input;
    const { id, clientId, secrets } = this.org.create(
      {
        label,
        credentials: { oauthClient: { token_endpoint_auth_method, client_secret } },
        settings: {
          oauthClient: {
            grant_types: ['client_credentials'],
            response_types: ['token'],
            application_type: 'service',
            ...(jwks.length > 0 && { jwks: { keys: jwks } }),
          },
        },
      },
      'ACTIVE',
    );
    const [secret] = secrets;
    return { appId: id, clientId, ...(secret && { secret: { id: secret.id, value: secret.value } }) };
  }

  /** Makes an app that gets access tokens for the management API with its key and these scopes. */
  addServiceApp(input: { readonly kid: string; readonly publicKey: KeyObject; readonly scopes: readonly string[] }): {
    readonly clientId: string;
  } {
    const jwk = input.publicKey.export({ format: 'jwk' }) as OktaJwk;
    const { clientId } = this.addApp({ label: `service app of ${input.kid}`, jwks: [{ ...jwk, kid: input.kid }] });
    this.scopes.set(clientId, input.scopes);
    return { clientId };
  }

  /** A secret that somebody made in the console, past no rule of the API. */
  addForeignSecret(
    appId: string,
    { value, status }: { readonly value?: string; readonly status?: Status } = {},
  ): { readonly id: string; readonly value: string } {
    const secret = this.org.addSecret(appId, { client_secret: value, status });
    return { id: secret.id, value: secret.value };
  }

  /** Removes a secret behind Terraform's back, past every rule. */
  removeSecret(appId: string, id: string): void {
    this.org.removeSecret(appId, id);
  }

  /** Activates or deactivates a secret behind Terraform's back, past every rule. */
  setSecretStatus(appId: string, id: string, status: Status): void {
    this.org.setSecretStatus(appId, id, status);
  }

  /** A key that somebody added in the console; answers its id. */
  addForeignKey(appId: string, jwk: OktaJwk): string {
    return this.org.addKey(appId, { ...jwk }).id;
  }

  /** Removes an app behind Terraform's back, active or not. */
  removeApp(appId: string): void {
    this.org.remove(appId);
  }

  /** Limits or revokes the API token, or makes it valid again. */
  setApiToken(state: TokenState): void {
    this.access.apiTokenState = state;
  }

  /** Ends the access tokens of all service apps. */
  revokeAccessTokens(): void {
    this.access.revokeGrants();
  }

  /** All secrets of an app, oldest first, active or not, without their values; none when there is no such app. */
  secrets(appId: string): readonly { readonly id: string; readonly status: Status; readonly created: string }[] {
    const { secrets = [] } = this.org.find(appId) ?? {};
    return secrets.map(({ id, status, created }) => ({ id, status, created }));
  }

  /** What the app, named by its id or its client id, can sign in with; nothing when there is no such app. */
  liveCredentials(app: string): readonly LiveCredential[] {
    return liveCredentials(this.org.find(app) ?? this.org.all.find(({ clientId }) => clientId === app));
  }

  /** Hears of each credential that begins or ceases to sign in; answers how to stop that. */
  onChange(listener: (change: CredentialChange) => void): () => void {
    return this.changes.add(listener);
  }

  protected override routes(): readonly Route[] {
    const { org, access, unknowns } = this;
    const api = managementApi({ org, url: () => this.url, order: unknowns.order });
    return [
      ...api.map((route) => access.guard(route)),
      ...['/oauth2/v1/token', '/oauth2/default/v1/token'].map((path) =>
        tokenRoute(path, (request) =>
          answerToken(request, {
            now: this.clock(),
            audiences: [this.url, `${this.url}${path}`],
            find: (clientId) => this.replica.find(clientId),
            granted: (clientId) => this.scopes.get(clientId) ?? [],
            access,
          }),
        ),
      ),
    ];
  }

  protected override notFound(): ApiResponse {
    return OktaError.notFound('the path', 'Endpoint').response;
  }

  private changed(before: App | undefined, after: App | undefined): void {
    this.replica.change((after ?? before)?.clientId ?? '', after);
    for (const change of credentialChanges(before, after, this.clock())) this.changes.emit(change);
  }
}
