import { objectOf } from '../rotation';
import { type HttpAnswer, type HttpCall, HttpClient, type HttpOptions } from './http';
import { RefusedCall } from './refused-call';

/** Who calls: with an access token, or with a client that gets one (the client credentials grant). */
export type Caller =
  | { readonly accessToken: string }
  | { readonly clientId: string; readonly clientSecret: string; readonly tokens: TokenEndpoint };

export interface TokenEndpoint {
  readonly baseUrl: string;
  /** After the base URL. */
  readonly path: string;
  /** What the endpoint wants besides: `scope`, `audience`. */
  readonly form: Readonly<Record<string, string>>;
}

/** An admin API that takes a bearer token. Every call throws NoAnswer when none comes. */
export class BearerApi {
  private readonly http: HttpClient;
  private readonly signIns?: HttpClient;
  private token?: string;

  /** @throws InputError when an address is neither https nor on this machine */
  constructor(
    private readonly service: string,
    options: HttpOptions,
    private readonly caller: Caller,
  ) {
    this.http = new HttpClient(options);
    if ('tokens' in caller) this.signIns = new HttpClient({ ...options, baseUrl: caller.tokens.baseUrl });
  }

  /** @throws RefusedCall when the answer is no success */
  async call(call: HttpCall): Promise<HttpAnswer> {
    const attempt = async (): Promise<HttpAnswer> =>
      this.http.request({ ...call, headers: { authorization: `Bearer ${await this.bearer(call.signal)}` } });
    let answer = await attempt();
    if (answer.status === 401 && this.signIns) {
      this.token = undefined;
      answer = await attempt();
    }
    if (answer.status < 300) return answer;
    throw RefusedCall.of(this.service, call, answer, [this.token ?? '*']);
  }

  /** Undefined for 404. */
  async tryCall(call: HttpCall): Promise<HttpAnswer | undefined> {
    return this.call(call).catch((error: unknown) => {
      if (error instanceof RefusedCall && error.status === 404) return undefined;
      throw error;
    });
  }

  private async bearer(signal?: AbortSignal): Promise<string> {
    const { caller, signIns } = this;
    if ('accessToken' in caller) return (this.token ??= caller.accessToken);
    if (this.token !== undefined || !signIns) return this.token ?? '';
    const { clientId, clientSecret, tokens } = caller;
    const form = {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      ...tokens.form,
    };
    const call: HttpCall = { method: 'POST', path: tokens.path, form, safe: true, signal };
    const answer = await signIns.request(call);
    const { access_token: token } = objectOf(answer.body);
    if (answer.status !== 200 || typeof token !== 'string') {
      throw RefusedCall.of(this.service, call, answer, [clientSecret]);
    }
    return (this.token = token);
  }
}
