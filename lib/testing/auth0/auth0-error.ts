import { ApiError } from '../http';

const TITLES = { 400: 'Bad Request', 404: 'Not Found' } as const;

/** A refusal of the Management API, with the body that Auth0 sends with it. */
export class Auth0Error extends ApiError {
  static invalid(message: string, errorCode = 'invalid_body'): Auth0Error {
    return new Auth0Error(400, message, errorCode);
  }

  static notFound(message: string, errorCode: string): Auth0Error {
    return new Auth0Error(404, message, errorCode);
  }

  private constructor(status: keyof typeof TITLES, message: string, errorCode: string) {
    super({ status, body: { statusCode: status, error: TITLES[status], message, errorCode } });
    this.name = 'Auth0Error';
    this.message = message;
  }
}
