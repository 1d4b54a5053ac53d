import { InputError } from '../../../rotation';
import { type HttpAnswer, type HttpCall, HttpClient, type HttpOptions } from '../../http';
import { tokenFacts } from './access-token';
import { clientRefusal, descriptionOf, errorOf, refusal, UaaError } from './uaa-error';
import type { TokenFacts } from './way';

export interface UaaConnection {
  /** `https://uaa.sys.example.com`. */
  readonly url: string;
  /** An identity zone that the token of the default zone administers. */
  readonly zone?: string;
  /** Where clients of that zone sign in: `https://<subdomain>.uaa.sys.example.com`. Needed with `zone`. */
  readonly zoneUrl?: string;
  readonly caCertificate?: string;
  /** Milliseconds. @default 30000 */
  readonly timeout?: number;
  readonly onCall?: HttpOptions['onCall'];
}

export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
  /** @default all authorities of the client */
  readonly scope?: string;
}

/** A client as UAA shows it: never with its secrets, nor with how many there are. */
export interface ClientRecord {
  readonly client_id: string;
  readonly authorities: readonly string[];
  readonly authorized_grant_types: readonly string[];
  readonly resource_ids?: readonly string[];
  /** Seconds. */
  readonly access_token_validity?: number;
  /** Milliseconds since 1970. */
  readonly lastModified?: number;
}

export interface SecretBody {
  readonly changeMode: 'ADD' | 'DELETE' | 'UPDATE';
  readonly secret?: string;
  readonly oldSecret?: string;
}

export type KeyBody =
  | {
      readonly changeMode: 'ADD';
      /** One JSON Web Key with a kid, as text. */
      readonly jwks: string;
    }
  | { readonly changeMode: 'DELETE'; readonly kid: string };

/** The calls of UAA that changing a secret takes, with a person's access token or as a client. */
export class UaaCalls {
  private readonly http: HttpClient;
  private readonly signIns: HttpClient;
  private clientToken?: Promise<string>;
  /** When another token is needed, by `performance.now()`. */
  private renewal = Infinity;

  constructor(
    private readonly connection: UaaConnection,
    private readonly identity: { readonly token: string } | ClientCredentials,
  ) {
    const { url, zone, zoneUrl, caCertificate, timeout, onCall } = connection;
    if ((zone === undefined) !== (zoneUrl === undefined)) {
      throw new InputError(
        'a zone is given by its id and its own address, got one of them: give --zone-url too, or, with a token of that zone, its address as --url alone',
      );
    }
    this.http = new HttpClient({ baseUrl: url, caCertificate, timeout, onCall });
    this.signIns =
      zoneUrl === undefined ? this.http : new HttpClient({ baseUrl: zoneUrl, caCertificate, timeout, onCall });
  }

  get timeout(): number {
    return this.http.timeout;
  }

  get settle(): number {
    return this.http.settle;
  }

  /** What the person's token says. @throws InputError for the token of a client */
  get token(): TokenFacts {
    return tokenFacts('token' in this.identity ? this.identity.token : '');
  }

  /** The same UAA, and zone, as a client of it. */
  as(credentials: ClientCredentials): UaaCalls {
    const { url, zoneUrl = url, caCertificate, timeout, onCall } = this.connection;
    return new UaaCalls({ url: zoneUrl, caCertificate, timeout, onCall }, credentials);
  }

  /** Gets the client's token now rather than with the first call. */
  async signIn(): Promise<void> {
    await this.bearer();
  }

  /** Such as `4.30.0`. @throws InputError when the address is not UAA's */
  async version(): Promise<string> {
    const { status, body } = await this.http.request({ method: 'GET', path: '/info' });
    const version = (body as { readonly app?: { readonly version?: unknown } } | undefined)?.app?.version;
    if (status === 200 && typeof version === 'string') return version;
    if (status >= 500) throw new UaaError(status, `UAA failed at GET /info (status ${status})`);
    throw new InputError(`the address must be UAA's, got ${this.http.baseUrl}, whose /info tells no version of it`);
  }

  /**
   * Whether a secret is right, without getting a token: UAA checks it before it refuses an unknown grant type with 400.
   *
   * @throws UaaError for any other answer: what a gateway says on the way must never pass for what UAA says
   */
  async probe(clientId: string, clientSecret: string): Promise<boolean> {
    const form = { client_id: clientId, client_secret: clientSecret, grant_type: 'probe' };
    const answer = await this.signIns.request({ method: 'POST', path: '/oauth/token', form, safe: true });
    const error = errorOf(answer);
    if (answer.status === 400 && error === 'unsupported_grant_type') return true;
    // Versions differ in the word: "unauthorized" before 76.26.
    if (answer.status === 401 && (error === 'invalid_client' || error === 'unauthorized')) return false;
    throw new UaaError(answer.status, `UAA failed at signing in as "${clientId}" (${descriptionOf(answer)})`);
  }

  /** Undefined when there is no such client. */
  async tryGetClient(id: string): Promise<ClientRecord | undefined> {
    return (await this.tryCall({ method: 'GET', path: pathOf(id) }))?.body as ClientRecord | undefined;
  }

  /** Clients whose id begins so. */
  async listClients(prefix: string): Promise<readonly ClientRecord[]> {
    const query = { filter: `client_id sw "${prefix}"` };
    const { body } = await this.call({ method: 'GET', path: '/oauth/clients', query });
    return (body as { readonly resources: readonly ClientRecord[] }).resources;
  }

  async postClient(client: object): Promise<void> {
    await this.call({ method: 'POST', path: '/oauth/clients', json: client });
  }

  /** Replaces the lists that are given; secrets are never touched. */
  async putClient(id: string, lists: Pick<ClientRecord, 'authorities' | 'authorized_grant_types'>): Promise<void> {
    await this.call({ method: 'PUT', path: pathOf(id), json: { client_id: id, ...lists } });
  }

  /** Whether there was one to remove. */
  async deleteClient(id: string): Promise<boolean> {
    return (await this.tryCall({ method: 'DELETE', path: pathOf(id) })) !== undefined;
  }

  /** @throws InputError for a blank secret to add or set: some versions of UAA would store it, or none at all */
  async secret(id: string, body: SecretBody): Promise<void> {
    if (body.changeMode !== 'DELETE' && !body.secret?.trim()) {
      throw new InputError(`a secret of client "${id}" must not be blank, got a blank one or none`);
    }
    await this.call({ method: 'PUT', path: `${pathOf(id)}/secret`, json: body });
  }

  /** Adds or removes public keys; gives what UAA says of it. UAA >= 76.22. */
  async clientJwt(id: string, body: KeyBody): Promise<string> {
    const answer = await this.call({ method: 'PUT', path: `${pathOf(id)}/clientjwt`, json: body });
    return (answer.body as { readonly message?: string }).message ?? '';
  }

  private async call(call: HttpCall): Promise<HttpAnswer> {
    const answer = await this.tryCall(call);
    if (answer) return answer;
    throw new UaaError(404, `UAA does not know what ${call.method} ${call.path} is for: it was removed meanwhile`);
  }

  /** Undefined for a client that is not there: 404 without a body. A zone that is not there is 404 with one. */
  private async tryCall(call: HttpCall): Promise<HttpAnswer | undefined> {
    const { zone } = this.connection;
    let answer = await this.authorized(call);
    if (answer.status === 401 && errorOf(answer) === 'invalid_token' && !('token' in this.identity)) {
      // The client's token ended on the way, and nothing was done: UAA's tokens end at whole seconds.
      this.clientToken = undefined;
      answer = await this.authorized(call);
    }
    if (answer.status < 300) return answer;
    const name = `${call.method} ${call.path}`;
    if (answer.status === 404 && zone !== undefined && answer.body !== '') {
      throw new InputError(`the zone must exist, got "${zone}", which UAA does not know`);
    }
    if (answer.status === 404) return undefined;
    if ('token' in this.identity) throw refusal(name, answer, zone);
    throw clientRefusal(name, answer, this.identity.clientId);
  }

  private async authorized(call: HttpCall): Promise<HttpAnswer> {
    const { zone } = this.connection;
    const headers = {
      authorization: `Bearer ${await this.bearer()}`,
      ...(zone !== undefined && { 'x-identity-zone-id': zone }),
    };
    return this.http.request({ ...call, headers });
  }

  private bearer(): Promise<string> {
    if ('token' in this.identity) return Promise.resolve(this.identity.token);
    if (this.clientToken === undefined || this.renewal <= performance.now()) {
      this.renewal = Infinity;
      this.clientToken = this.fetchToken(this.identity).catch((error: unknown) => {
        this.clientToken = undefined;
        throw error;
      });
    }
    return this.clientToken;
  }

  private async fetchToken({ clientId, clientSecret, scope }: ClientCredentials): Promise<string> {
    const asked = performance.now();
    const form = {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      ...(scope !== undefined && { scope }),
    };
    const answer = await this.signIns.request({ method: 'POST', path: '/oauth/token', form, safe: true });
    const { access_token: token, expires_in: seconds = 0 } = answer.body as TokenBody;
    if (answer.status === 200 && token !== undefined) {
      // Half of its life, so that a call that begins with it also ends with it.
      this.renewal = asked + seconds * 500;
      return token;
    }
    throw new UaaError(answer.status, `UAA gave no token to "${clientId}" (${descriptionOf(answer)})`);
  }
}

interface TokenBody {
  readonly access_token?: string;
  readonly expires_in?: number;
}

function pathOf(client: string): string {
  return `/oauth/clients/${encodeURIComponent(client)}`;
}
