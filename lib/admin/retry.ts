import type { HttpAnswer, HttpCall } from './http';
import type { NoAnswer } from './no-answer';

/** The longest wait that a server is granted before the next try, in milliseconds. */
const LONGEST = 60_000;

const TRIES = 3;

/** Whether a call may be repeated whatever became of it. */
function isSafe({ method, safe }: HttpCall): boolean {
  return safe ?? (method === 'GET' || method === 'HEAD');
}

/** How long to wait before the same call is made again, in milliseconds; undefined where it must not be. */
export function retryAfter(call: HttpCall, tries: number, outcome: HttpAnswer | NoAnswer): number | undefined {
  if (tries >= TRIES) return undefined;
  const backoff = 200 * 2 ** (tries - 1);
  if (outcome instanceof Error) {
    if (outcome.reason === 'refused') return backoff;
    return isSafe(call) && outcome.reason === 'connection' ? backoff : undefined;
  }
  if (outcome.status === 429) return Math.min(waitAsked(outcome.headers) ?? backoff, LONGEST);
  return isSafe(call) && [502, 503, 504].includes(outcome.status) ? backoff : undefined;
}

/** `Retry-After` in seconds, or Okta's `X-Rate-Limit-Reset` as a moment of the clock that `Date` shows. */
function waitAsked(headers: HttpAnswer['headers']): number | undefined {
  const after = Number(headers['retry-after']);
  if (after >= 0) return after * 1000;
  const reset = Number(headers['x-rate-limit-reset']) * 1000 - Date.parse(headers.date ?? '');
  return reset >= 0 ? reset + 1000 : undefined;
}
