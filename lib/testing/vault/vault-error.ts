import { ApiError } from '../http';

export function vaultError(status: number, ...errors: readonly string[]): ApiError {
  return new ApiError({ status, body: { errors } });
}
