import { Auth0Error } from './auth0-error';
import { type ClientRecord, SECRET_METHODS } from './client-record';
import type { Body } from './credential';

const MAX_ATTACHED = 2;

/** Applies what a `PATCH /clients/{id}` says about how the client signs in: a method with a secret, or keys. */
export function changeSignInMethod(client: ClientRecord, body: Body): ClientRecord {
  const { client_authentication_methods: keys, token_endpoint_auth_method: method } = body;
  if (keys === undefined && method === undefined) return client;
  if (keys !== undefined && keys !== null) {
    if (method !== null && (method !== undefined || client.method !== undefined)) throw exclusive();
    return { ...client, method: undefined, slot: attach(client, keys as Body) };
  }
  if (method === null || (keys === null && method === undefined)) {
    throw Auth0Error.invalid('One of client_authentication_methods and token_endpoint_auth_method must be set.');
  }
  if (keys === undefined && client.slot) throw exclusive();
  if (typeof method !== 'string' || !SECRET_METHODS.includes(method)) {
    throw Auth0Error.invalid(
      `Payload validation error: 'No enum match for: ${String(method)}' on property token_endpoint_auth_method.`,
    );
  }
  return { ...client, method, slot: undefined };
}

function attach(client: ClientRecord, methods: Body): readonly string[] {
  const others = Object.keys(methods).filter((method) => method !== 'private_key_jwt');
  if (others.length > 0) {
    throw Auth0Error.invalid(`client_authentication_methods.${others.join(', ')} is not simulated`);
  }
  const { credentials } = (methods.private_key_jwt ?? {}) as { readonly credentials?: unknown };
  if (!Array.isArray(credentials)) {
    throw Auth0Error.invalid("Payload validation error: 'Missing required property: credentials'.");
  }
  if (credentials.length > MAX_ATTACHED) {
    throw Auth0Error.invalid(
      `Payload validation error: 'Array is too long (${credentials.length}), maximum ${MAX_ATTACHED}' on property credentials.`,
    );
  }
  const ids = credentials.map((entry: { readonly id?: unknown }) => String(entry.id));
  const unknown = ids.filter((id) => !client.pool.some((credential) => credential.id === id));
  if (unknown.length > 0) {
    throw Auth0Error.invalid(`One or more of the credentials (${unknown.join(', ')}) do not exist`);
  }
  return ids;
}

function exclusive(): Auth0Error {
  return Auth0Error.invalid(
    'client_authentication_methods and token_endpoint_auth_method are mutually exclusive, set one of them to null.',
  );
}
