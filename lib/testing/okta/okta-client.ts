import { setTimeout as sleep } from 'node:timers/promises';
import type { CallContext } from '../../plugin';
import { object } from './app';
import type { Json } from './key';

/** What a configured provider knows. */
export interface Connection {
  /** Base address of the organization, without a path. */
  readonly url: string;
  readonly apiToken: string;
  /** What every wait is multiplied with. */
  readonly waitScale: number;
  readonly release: OktaRelease;
}

/** A release of the provider: until 5.x, an app that is gone is dropped from the state; since 6.0 it is an error. */
export type OktaRelease = '4.20.0' | '6.12.0';

/** The API refused; the message is written as the provider shows it. */
export class OktaApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = 'OktaApiError';
  }
}

export function oktaClient({ client, signal }: CallContext<Connection>): OktaClient {
  return new OktaClient(client, signal);
}

const RETRIES = 5;

/** The provider's client: only a call that was limited is tried again. */
export class OktaClient {
  constructor(
    private readonly connection: Connection,
    private readonly signal?: AbortSignal,
  ) {}

  async send(method: string, path: string, body?: object): Promise<Json> {
    const { url, apiToken, waitScale } = this.connection;
    for (let retry = 0; ; retry++) {
      const response = await fetch(`${url}${path}`, {
        method,
        signal: this.signal,
        headers: { authorization: `SSWS ${apiToken}`, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (response.ok) return (text === '' ? {} : JSON.parse(text)) as Json;
      if (response.status !== 429 || retry === RETRIES)
        throw new OktaApiError(response.status, refusal(response, text));
      const reset = Number(response.headers.get('x-rate-limit-reset') ?? Number.NaN) * 1000;
      await sleep((reset > Date.now() ? reset - Date.now() : 1000) * waitScale, undefined, { signal: this.signal });
    }
  }

  /** The app; undefined when there is none. */
  async findApp(id: string): Promise<Json | undefined> {
    return this.send('GET', `/api/v1/apps/${id}`).catch((error: unknown) => {
      if (error instanceof OktaApiError && error.status === 404) return undefined;
      throw error;
    });
  }
}

/** `the API returned an error: Api validation failed: jwks. Causes: errorSummary: …` */
function refusal({ status, statusText }: Response, text: string): string {
  try {
    const { errorSummary, errorCauses } = object(JSON.parse(text));
    const causes = (Array.isArray(errorCauses) ? errorCauses : []).map((cause) => String(object(cause).errorSummary));
    const why = causes.length > 0 ? `. Causes: errorSummary: ${causes.join(', ')}` : '';
    return `the API returned an error: ${String(errorSummary)}${why}`;
  } catch {
    return `the API returned an unknown error: ${status} ${statusText}`;
  }
}
