import { clientAssertion, JWT_BEARER } from '../client-assertion';
import type { HttpCall, HttpClient } from '../http';
import { isRecord, textIn } from './json';
import { OktaError } from './okta-error';
import type { ServiceApp } from './service-app';

/** What goes into the header `authorization`. */
export interface Authorization {
  /** Values that no message may show. */
  readonly hidden: readonly string[];
  /** @throws OktaError when Okta gives no token, NoAnswer when it does not answer */
  header(signal?: AbortSignal): Promise<string>;
  /** Forgets a token that was refused; answers whether another one may do better. */
  renew(): boolean;
}

/** An API token of an administrator. */
export class ApiToken implements Authorization {
  readonly hidden: readonly string[];

  constructor(private readonly token: string) {
    this.hidden = [token];
  }

  async header(): Promise<string> {
    return `SSWS ${this.token}`;
  }

  renew(): boolean {
    return false;
  }
}

/** The one scope that secrets of apps need. */
const SCOPE = 'okta.apps.manage';

/** A token is asked for anew this long before its end, in milliseconds. */
const MARGIN = 60_000;

/** Access tokens of a service app with the scope `okta.apps.manage`. */
export class AccessToken implements Authorization {
  private token?: { readonly value: string; readonly until: number };

  constructor(
    private readonly http: HttpClient,
    private readonly app: ServiceApp,
  ) {}

  get hidden(): readonly string[] {
    return this.token ? [this.token.value] : [];
  }

  async header(signal?: AbortSignal): Promise<string> {
    if (!this.token || this.token.until <= Date.now()) this.token = await this.ask(signal);
    return `Bearer ${this.token.value}`;
  }

  renew(): boolean {
    this.token = undefined;
    return true;
  }

  private async ask(signal?: AbortSignal): Promise<{ readonly value: string; readonly until: number }> {
    const path = '/oauth2/v1/token';
    const { clientId, key: privateKey, keyId } = this.app;
    const audience = `${this.http.baseUrl}${path}`;
    const header: Readonly<Record<string, string>> = keyId === undefined ? {} : { kid: keyId };
    const assertion = clientAssertion({ clientId, audience, privateKey, header });
    const form = {
      grant_type: 'client_credentials',
      scope: SCOPE,
      client_assertion_type: JWT_BEARER,
      client_assertion: assertion,
    };
    const call: HttpCall = { method: 'POST', path, form, signal };
    const answer = await this.http.request(call);
    const body = isRecord(answer.body) ? answer.body : {};
    const value = textIn(body, 'access_token');
    if (answer.status !== 200 || value === undefined) throw OktaError.of(call, answer, [assertion]);
    return { value, until: Date.now() + Number(body.expires_in ?? 0) * 1000 - MARGIN };
  }
}
