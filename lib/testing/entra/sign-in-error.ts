import { ApiError } from '../http';

/** An answer of the token endpoint that is an error, with the number that the real one gives. */
export function signInError(status: number, error: string, code: number, message: string): ApiError {
  return new ApiError({
    status,
    body: { error, error_description: `AADSTS${code}: ${message}`, error_codes: [code] },
  });
}

export function invalidClient(code: number, message: string): ApiError {
  return signInError(401, 'invalid_client', code, message);
}
