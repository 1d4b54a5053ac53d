import { type HttpAnswer, type HttpCall, HttpClient, type HttpOptions } from '../http';
import { type AppKey, readKeys } from './app-key';
import { type AppSecret, type AppSecretRecord, readSecretRecords, readSecrets } from './app-secret';
import { AccessToken, ApiToken, type Authorization } from './authorization';
import { OktaError } from './okta-error';
import { readSigningKey } from './service-app';

/** Either an API token, or a service app with a key and the scope `okta.apps.manage`. */
export type OktaCredentials =
  | { readonly apiToken: string }
  | { readonly clientId: string; readonly privateKey: string; readonly privateKeyId?: string };

/**
 * The client secrets and keys of Okta apps (`/api/v1/apps/{appId}/credentials/…`).
 *
 * Every call throws OktaError when Okta refuses and NoAnswer when it says nothing.
 */
export class OktaAdmin {
  private readonly http: HttpClient;
  private readonly authorization: Authorization;

  /** @throws InputError when the address or the private key is none */
  constructor(options: HttpOptions, credentials: OktaCredentials) {
    this.http = new HttpClient(options);
    this.authorization =
      'apiToken' in credentials
        ? new ApiToken(credentials.apiToken)
        : new AccessToken(this.http, {
            clientId: credentials.clientId,
            key: readSigningKey(credentials.privateKey),
            keyId: credentials.privateKeyId,
          });
  }

  /** Milliseconds after which a write without an answer is either committed or never will be. */
  get settle(): number {
    return this.http.settle;
  }

  /** All secrets of an app, active or not, with their values; `not found` when there is no such app. */
  async secrets(appId: string, signal?: AbortSignal): Promise<readonly AppSecret[]> {
    const { body } = await this.send({ method: 'GET', path: pathOf(appId), signal });
    return readSecrets(body);
  }

  /** The same without their values; all pages, should Okta ever send several. */
  async secretRecords(appId: string, signal?: AbortSignal): Promise<readonly AppSecretRecord[]> {
    const pages = await this.pages(pathOf(appId), signal);
    return pages.flatMap(readSecretRecords);
  }

  /** The public keys of an app, active or not; `not found` when there is no such app. */
  async keys(appId: string, signal?: AbortSignal): Promise<readonly AppKey[]> {
    const pages = await this.pages(keysOf(appId), signal);
    return pages.flatMap(readKeys);
  }

  /** Refused for the only active key of an app that signs in with keys. */
  async deactivateKey(appId: string, keyId: string, signal?: AbortSignal): Promise<void> {
    await this.send({ method: 'POST', path: keysOf(appId, keyId, '/lifecycle/deactivate'), signal });
  }

  /** Refused for an active key. */
  async deleteKey(appId: string, keyId: string, signal?: AbortSignal): Promise<void> {
    await this.send({ method: 'DELETE', path: keysOf(appId, keyId), signal });
  }

  /** Makes an active secret of 14 to 100 printable ASCII characters. */
  async create(appId: string, value: string, signal?: AbortSignal): Promise<void> {
    await this.send({ method: 'POST', path: pathOf(appId), json: { client_secret: value }, signal });
  }

  async activate(appId: string, secretId: string, signal?: AbortSignal): Promise<void> {
    await this.send({ method: 'POST', path: pathOf(appId, secretId, '/lifecycle/activate'), signal });
  }

  /** Refused for the only active secret of an app. */
  async deactivate(appId: string, secretId: string, signal?: AbortSignal): Promise<void> {
    await this.send({ method: 'POST', path: pathOf(appId, secretId, '/lifecycle/deactivate'), signal });
  }

  /** Refused for an active secret. */
  async delete(appId: string, secretId: string, signal?: AbortSignal): Promise<void> {
    await this.send({ method: 'DELETE', path: pathOf(appId, secretId), signal });
  }

  private async pages(path: string, signal?: AbortSignal): Promise<readonly unknown[]> {
    const pages: unknown[] = [];
    let call: HttpCall | undefined = { method: 'GET', path, signal };
    while (call) {
      const answer: HttpAnswer = await this.send(call);
      pages.push(answer.body);
      const query = nextPage(answer.headers.link);
      call = query && { method: 'GET', path, query, signal };
    }
    return pages;
  }

  private async send(call: HttpCall): Promise<HttpAnswer> {
    const { authorization } = this;
    const attempt = async (): Promise<HttpAnswer> =>
      this.http.request({ ...call, headers: { authorization: await authorization.header(call.signal) } });
    let answer = await attempt();
    if (answer.status === 401 && authorization.renew()) answer = await attempt();
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw OktaError.of(call, answer, authorization.hidden);
  }
}

function pathOf(appId: string, secretId?: string, end = ''): string {
  const secrets = `/api/v1/apps/${encodeURIComponent(appId)}/credentials/secrets`;
  return secretId === undefined ? secrets : `${secrets}/${encodeURIComponent(secretId)}${end}`;
}

function keysOf(appId: string, keyId?: string, end = ''): string {
  const keys = `/api/v1/apps/${encodeURIComponent(appId)}/credentials/jwks`;
  return keyId === undefined ? keys : `${keys}/${encodeURIComponent(keyId)}${end}`;
}

/** The query of `Link: <https://…?after=…>; rel="next"`: the next page is another one of the same list. */
function nextPage(link = ''): Readonly<Record<string, string>> | undefined {
  const [, next] = /<([^>]*)>;\s*rel="next"/.exec(link) ?? [];
  return next === undefined || !URL.canParse(next) ? undefined : Object.fromEntries(new URL(next).searchParams);
}
