/** An answer of Graph that is an error. */
export class GraphError extends Error {
  constructor(
    readonly status: number,
    body: unknown,
  ) {
    const { error } = (body ?? {}) as { readonly error?: { readonly code?: string; readonly message?: string } };
    super(`unexpected status ${status}${error?.code ? ` with error: ${error.code}: ${error.message}` : ''}`);
    this.name = 'GraphError';
  }
}

export function isNotFound(error: unknown): boolean {
  return error instanceof GraphError && error.status === 404;
}

export interface GraphCredential {
  readonly keyId: string;
  readonly displayName?: string | null;
  readonly startDateTime: string;
  readonly endDateTime: string;
  readonly type?: string;
}

/** An application as Graph answers it. */
export interface GraphApplication {
  readonly id: string;
  readonly appId: string;
  readonly passwordCredentials: readonly GraphCredential[];
  readonly keyCredentials: readonly GraphCredential[];
  readonly [property: string]: unknown;
}

const RETRIES = 9;
const LONGEST_BACKOFF = 61;

/** The provider's Graph client: every method is tried again on an overload or server error, POST too. */
export class GraphClient {
  constructor(
    private readonly url: string,
    private readonly signal: AbortSignal,
    private readonly wait: (seconds: number) => Promise<void>,
  ) {}

  getApplication(objectId: string): Promise<GraphApplication> {
    return this.send('GET', `/v1.0/applications/${objectId}`) as Promise<GraphApplication>;
  }

  /** Undefined when there is no such application. */
  async findApplication(objectId: string): Promise<GraphApplication | undefined> {
    return this.getApplication(objectId).catch((error: unknown) => {
      if (isNotFound(error)) return undefined;
      throw error;
    });
  }

  /** @throws GraphError when Graph refuses, and whatever fetch throws when there is no answer: that is not retried */
  async send(method: string, path: string, body?: unknown): Promise<unknown> {
    for (let retry = 0; ; retry++) {
      const response = await fetch(`${this.url}${path}`, {
        method,
        signal: this.signal,
        headers: { authorization: 'Bearer simulated', 'content-type': 'application/json; charset=utf-8' },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const text = await response.text();
      const json: unknown = text === '' ? undefined : JSON.parse(text);
      if (response.ok) return json;
      if (retry === RETRIES || !isRetried(response.status)) throw new GraphError(response.status, json);
      const asked = Number(response.headers.get('retry-after') ?? Number.NaN);
      await this.wait(asked >= 0 ? asked : Math.min(2 ** retry, LONGEST_BACKOFF));
    }
  }
}

function isRetried(status: number): boolean {
  return [408, 424, 429].includes(status) || (status >= 500 && status !== 501);
}
