import { createHash, type KeyObject } from 'node:crypto';
import type { Secret } from './secret';

/** A public key of a client. */
export interface ClientKey {
  readonly kid: string;
  readonly key: KeyObject;
}

/** The members of a client that UAA knows by name, as GET shows them. */
export interface Settings {
  readonly scope: readonly string[];
  readonly resource_ids: readonly string[];
  readonly authorized_grant_types: readonly string[];
  readonly redirect_uri?: readonly string[];
  readonly autoapprove: readonly string[];
  readonly access_token_validity?: number;
  readonly refresh_token_validity?: number;
  readonly authorities: readonly string[];
}

export interface Client {
  readonly zone: string;
  readonly clientId: string;
  /** Oldest first; two at most. */
  readonly secrets: readonly Secret[];
  readonly keys: readonly ClientKey[];
  readonly jwksUri?: string;
  readonly settings: Settings;
  /** Whatever else a client was given, by name. */
  readonly additional: Readonly<Record<string, unknown>>;
  /** Milliseconds since 1970; changes of secrets and keys leave it alone. */
  readonly lastModified: number;
}

/** A client as a list shows it: never its secrets or keys, nor how many there are. */
export function clientView({
  clientId,
  settings,
  additional,
  lastModified,
}: Client): Readonly<Record<string, unknown>> {
  return { client_id: clientId, ...settings, ...additional, lastModified };
}

/** The `rev_sig` of a token that the client is given now: bound to its newest secret. */
export function revocationSignature(client: Client, user?: string): string {
  return signature(client, client.secrets.at(-1), user);
}

/** Every `rev_sig` that is still taken: one for each secret. */
export function validSignatures(client: Client, user?: string): readonly string[] {
  const secrets: readonly (Secret | undefined)[] = client.secrets.length > 0 ? client.secrets : [undefined];
  return secrets.map((secret) => signature(client, secret, user));
}

function signature({ zone, clientId }: Client, secret: Secret | undefined, user = ''): string {
  return createHash('sha256')
    .update(JSON.stringify([zone, clientId, secret?.salt, user]))
    .digest('hex')
    .slice(0, 8);
}
