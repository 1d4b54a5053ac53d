import { setTimeout as sleep } from 'node:timers/promises';
import { rootCertificates } from 'node:tls';
import { getProxyForUrl } from 'proxy-from-env';
import type * as Undici from 'undici';
import type { Dispatcher } from 'undici';
import { baseUrl } from './base-url';
import { NoAnswer, noAnswer } from './no-answer';
import { retryAfter } from './retry';

export interface HttpOptions {
  /** `https://example.okta.com`; http only on the loopback interface. */
  readonly baseUrl: string;
  /** Certificates of a private CA, PEM, beside the usual ones. */
  readonly caCertificate?: string;
  /**
   * How long one try of a call may take, in milliseconds.
   *
   * @default 30000
   */
  readonly timeout?: number;
  /** Hears of every answered try; neither bodies nor headers. */
  readonly onCall?: (call: { readonly method: string; readonly path: string; readonly status: number }) => void;
}

export interface HttpCall {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** After the base URL, with its slash; every part of it encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /**
   * Whether the call changes nothing and may be repeated.
   *
   * @default true for GET and HEAD
   */
  readonly safe?: boolean;
}

export interface HttpAnswer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Parsed JSON where the answer says that it is, text otherwise. */
  readonly body: unknown;
}

/**
 * Calls of an admin API. Any status is an answer.
 *
 * A read is tried again when it gets none; a write only when it certainly was not committed: the connection was
 * refused, or the server said 429. Proxies come from HTTPS_PROXY, HTTP_PROXY and NO_PROXY.
 */
export class HttpClient {
  readonly baseUrl: string;
  readonly timeout: number;
  private readonly options: HttpOptions;
  private dispatcher?: Dispatcher;

  /** @throws InputError when the base URL is neither https nor on this machine */
  constructor(options: HttpOptions) {
    this.options = options;
    this.baseUrl = baseUrl(options.baseUrl);
    this.timeout = options.timeout ?? 30_000;
  }

  /**
   * After a write without an answer, nothing that depends on it is done before this many milliseconds have passed: the
   * server may commit it long after the connection is gone, but not later than the longest time-out on the way.
   */
  get settle(): number {
    return this.timeout * 1.2;
  }

  /** @throws NoAnswer when no answer came */
  async request(call: HttpCall): Promise<HttpAnswer> {
    for (let tries = 1; ; tries++) {
      const outcome = await this.try(call).catch((error: NoAnswer) => error);
      const wait = retryAfter(call, tries, outcome);
      if (wait === undefined) {
        if (outcome instanceof NoAnswer) throw outcome;
        return outcome;
      }
      await sleep(wait, undefined, { signal: call.signal }).catch(() => {
        throw new NoAnswer(this.nameOf(call), 'aborted', 'it was stopped');
      });
    }
  }

  private async try(call: HttpCall): Promise<HttpAnswer> {
    const { method, path, query, headers, json, form, signal } = call;
    const { request } = undici();
    const limit = AbortSignal.timeout(this.timeout);
    const body = json === undefined ? form && new URLSearchParams(form).toString() : JSON.stringify(json);
    try {
      const answer = await request(`${this.baseUrl}${path}`, {
        method,
        query,
        dispatcher: this.connect(),
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
        headers: {
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': json === undefined ? FORM : 'application/json' }),
          ...headers,
        },
        body,
      });
      const text = await answer.body.text();
      this.options.onCall?.({ method, path, status: answer.statusCode });
      const flat = Object.entries(answer.headers).map(([name, value]) => [name, [value].flat().join(', ')]);
      return {
        status: answer.statusCode,
        headers: Object.fromEntries(flat) as HttpAnswer['headers'],
        body: parsed(text, String(answer.headers['content-type'] ?? '')),
      };
    } catch (error) {
      throw noAnswer(this.nameOf(call), limit.aborted && !signal?.aborted ? limit.reason : error, this.timeout);
    }
  }

  private nameOf({ method, path }: HttpCall): string {
    return `${method} ${this.baseUrl}${path}`;
  }

  private connect(): Dispatcher {
    const { Agent, ProxyAgent } = undici();
    const { caCertificate } = this.options;
    const tls = caCertificate === undefined ? {} : { ca: [...rootCertificates, caCertificate] };
    const proxy = getProxyForUrl(this.baseUrl);
    const common = { headersTimeout: 0, bodyTimeout: 0 };
    return (this.dispatcher ??=
      proxy === ''
        ? new Agent({ ...common, connect: { ...tls, timeout: this.timeout } })
        : new ProxyAgent({ ...common, uri: proxy, requestTls: tls }));
  }
}

const FORM = 'application/x-www-form-urlencoded';

function parsed(text: string, contentType: string): unknown {
  if (!contentType.includes('json')) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Loaded at the first call: a provider that answers a handshake or a schema needs none of it. */
function undici(): typeof Undici {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('undici') as typeof Undici;
}
