import { setTimeout as sleep } from 'node:timers/promises';

export interface RetryOptions {
  readonly signal: AbortSignal;
  /** What every wait is multiplied with. */
  readonly waitScale: number;
}

const RETRIED = [500, 502, 503, 504, 524];
const RETRIES = 3;

/**
 * Sends a request as the provider does: a server error or a lost connection is tried three times more,
 * 429 until the limit is lifted.
 */
export async function withRetries(send: () => Promise<Response>, options: RetryOptions): Promise<Response> {
  for (let retry = 0; ;) {
    const response = await send().catch((error: unknown) => {
      if (retry === RETRIES) throw error;
      return undefined;
    });
    if (response?.status === 429) {
      await wait(rateLimited(response), options);
    } else if (retry < RETRIES && (!response || RETRIED.includes(response.status))) {
      await wait(Math.min(500 * 2 ** retry, 10_000), options);
      retry++;
    } else if (response) {
      return response;
    }
  }
}

export async function wait(milliseconds: number, { signal, waitScale }: RetryOptions): Promise<void> {
  await sleep(milliseconds * waitScale, undefined, { signal });
}

/** Milliseconds until `X-RateLimit-Reset`, a time in seconds; five seconds without it. */
function rateLimited(response: Response): number {
  const reset = Number(response.headers.get('x-ratelimit-reset') ?? Number.NaN);
  return Number.isFinite(reset) ? Math.max(0, reset * 1000 - Date.now()) : 5000;
}
