import type { HttpAnswer, HttpCall } from '../http';
import { isRecord, textIn } from './json';

export type OktaErrorKind =
  | 'not found'
  | 'unauthorized'
  | 'forbidden'
  | 'rate limited'
  | 'cap reached'
  | 'last active'
  /** Okta failed: a write may have been committed, or may still be. */
  | 'server'
  | 'other';

/** Okta refused a call of its management API. */
export class OktaError extends Error {
  /** @param hidden values that no message may show, whatever Okta says */
  static of({ method, path }: HttpCall, answer: HttpAnswer, hidden: readonly string[]): OktaError {
    const body = isRecord(answer.body) ? answer.body : {};
    const causes = (Array.isArray(body.errorCauses) ? body.errorCauses : []).map((cause) =>
      textIn(isRecord(cause) ? cause : {}, 'errorSummary'),
    );
    // The token endpoint has other names for the same two.
    const code = textIn(body, 'errorCode') ?? textIn(body, 'error');
    const summary = textIn(body, 'errorSummary') ?? textIn(body, 'error_description');
    const said = [summary, ...causes].filter((text) => text !== undefined).join(' ');
    const shown = hidden.reduce((text, value) => text.replaceAll(value, '***'), said).replace(OWN_VALUE, '***');
    return new OktaError(
      kindOf(answer.status, code, shown),
      answer.status,
      `okta answered ${method} ${path} with ${[answer.status, code, shown].filter(Boolean).join(' ')}`,
    );
  }

  private constructor(
    readonly kind: OktaErrorKind,
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = 'OktaError';
  }
}

const OWN_VALUE = /rot\.[ab]\.\d+\.[\w-]+/g;

function kindOf(status: number, code: string | undefined, said: string): OktaErrorKind {
  if (status >= 500) return 'server';
  // The token endpoint says 400 to a service app without the scope, or whose scope nobody granted.
  if (code === 'invalid_scope' || code === 'consent_required' || code === 'access_denied') return 'forbidden';
  if (code === 'invalid_client') return 'unauthorized';
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
      return 'not found';
    case 429:
      return 'rate limited';
    default:
      if (/maximum number of client secrets/i.test(said)) return 'cap reached';
      return /only active client secret/i.test(said) ? 'last active' : 'other';
  }
}
