import { ApiError } from '../http';

/** A refusal with the body that UAA sends: an OAuth error, an empty object, or nothing at all. */
export class UaaError extends ApiError {
  /** 400: what the client management refuses. */
  static invalidClient(description: string): UaaError {
    return new UaaError(400, { error: 'invalid_client', error_description: description });
  }

  /** 404 without a body: no such client. */
  static notFound(): UaaError {
    return new UaaError(404);
  }

  /** An error that UAA gives no reason for. */
  static bare(status: 400 | 403 | 404 | 405 | 415 | 500): UaaError {
    return new UaaError(status, {});
  }

  static conflict(description: string): UaaError {
    return new UaaError(409, { error: 'invalid_client', error_description: description });
  }

  /** 401: there is no bearer token. */
  static unauthenticated(): UaaError {
    const description = 'Full authentication is required to access this resource';
    return UaaError.bearer('unauthorized', description);
  }

  /** 401: the bearer token is refused. */
  static invalidToken(description: string): UaaError {
    return UaaError.bearer('invalid_token', description);
  }

  /** 403: the token has none of these scopes. */
  static insufficientScope(scopes: readonly string[]): UaaError {
    const error = { error: 'insufficient_scope', error_description: 'Insufficient scope for this resource' };
    const scope = scopes.join(' ');
    return new UaaError(403, { ...error, scope }, { 'www-authenticate': `Bearer ${quoted({ ...error, scope })}` });
  }

  /** 401: the client did not sign in. */
  static unauthorizedClient(error: string, description: string): UaaError {
    const challenge = quoted({ realm: 'UAA/client', error: 'unauthorized', error_description: description });
    return new UaaError(401, { error, error_description: description }, { 'www-authenticate': `Basic ${challenge}` });
  }

  /** Any OAuth error of the token endpoint. */
  static oauth(status: 400 | 401 | 403, error: string, description: string, more: object = {}): UaaError {
    return new UaaError(status, { error, error_description: description, ...more });
  }

  private static bearer(error: string, description: string): UaaError {
    const challenge = quoted({ realm: 'UAA/oauth', error, error_description: description });
    const body = { error, error_description: description.replaceAll('"', '&quot;') };
    return new UaaError(401, body, { 'www-authenticate': `Bearer ${challenge}` });
  }

  private constructor(status: number, body?: object, headers?: Readonly<Record<string, string>>) {
    super({ status, ...(body && { body }), ...(headers && { headers }) });
    this.name = 'UaaError';
  }
}

function quoted(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}="${value}"`)
    .join(', ');
}
