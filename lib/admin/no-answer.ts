export type NoAnswerReason = 'timeout' | 'refused' | 'connection' | 'tls' | 'aborted';

/**
 * A call that got no answer. Whether a write was committed is unknown, and it may still be: only `refused`, where no
 * connection was made, says that it was not.
 */
export class NoAnswer extends Error {
  constructor(
    /** `PUT https://uaa.example.com/oauth/clients/app/secret`; never with a query or a body. */
    readonly call: string,
    readonly reason: NoAnswerReason,
    detail: string,
    /** The system's or the library's name of it, such as `ECONNREFUSED`; empty where it has none. */
    readonly code = '',
  ) {
    super(`${call} got no answer: ${detail}`);
    this.name = 'NoAnswer';
  }
}

const CODES: Readonly<Record<string, NoAnswerReason>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'refused',
  EAI_AGAIN: 'refused',
  UND_ERR_CONNECT_TIMEOUT: 'refused',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
};

/** What a failed call means, told by the error's code: messages of libraries may hold what was sent. */
export function noAnswer(call: string, error: unknown, timeout: number): NoAnswer {
  const { name, code = '', message = '' } = error as Partial<NodeJS.ErrnoException>;
  const proxy = /^Proxy response \((\d+)\)/.exec(message)?.[1];
  if (proxy !== undefined) return new NoAnswer(call, 'refused', `the proxy answered ${proxy}`, `PROXY_${proxy}`);
  if (name === 'TimeoutError') return new NoAnswer(call, 'timeout', `nothing came within ${timeout / 1000} s`);
  if (name === 'AbortError') return new NoAnswer(call, 'aborted', 'it was stopped');
  if (/CERT|TLS|SSL|SELF_SIGNED|ISSUER/.test(code)) {
    return new NoAnswer(call, 'tls', `its certificate was not accepted (${code}): give its CA as ca_certificate`, code);
  }
  return new NoAnswer(call, CODES[code] ?? 'connection', code === '' ? 'the connection broke' : code, code);
}
