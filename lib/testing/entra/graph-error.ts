import { ApiError } from '../http';

export function graphError(status: number, code: string, message: string): ApiError {
  return new ApiError({ status, body: { error: { code, message } } });
}

export function badRequest(message: string): ApiError {
  return graphError(400, 'Request_BadRequest', message);
}

export function notFound(id: string): ApiError {
  return graphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
}
