import { randomBytes } from 'node:crypto';
import { ApiError } from '../http';

/** A refusal of Okta's management API, with the body that Okta sends with it. */
export class OktaError extends ApiError {
  /** 400: the cause says what is wrong with `subject`, the name of the thing at Okta. */
  static invalid(subject: string, cause: string): OktaError {
    return new OktaError(400, 'E0000001', `Api validation failed: ${subject}`, cause);
  }

  static notFound(id: string, type: string): OktaError {
    return new OktaError(404, 'E0000007', `Not found: Resource not found: ${id} (${type})`);
  }

  /** 401: no token, a wrong or an expired one. */
  static invalidToken(): OktaError {
    return new OktaError(401, 'E0000011', 'Invalid token provided');
  }

  /** 403: a token without the right scope or role. */
  static forbidden(): OktaError {
    return new OktaError(403, 'E0000006', 'You do not have permission to perform the requested action');
  }

  static activeApp(): OktaError {
    return new OktaError(403, 'E0000056', 'Delete application forbidden.');
  }

  private constructor(status: number, errorCode: string, errorSummary: string, ...causes: readonly string[]) {
    super({
      status,
      body: {
        errorCode,
        errorSummary,
        errorLink: errorCode,
        errorId: `oae${randomBytes(12).toString('base64url')}`,
        errorCauses: causes.map((cause) => ({ errorSummary: cause })),
      },
    });
    this.name = 'OktaError';
    this.message = [errorSummary, ...causes].join(': ');
  }
}
