import type { Json, StoredKey } from './key';
import type { StoredSecret, Status } from './secret';

/** An OIDC app of the organization. */
export interface App {
  readonly id: string;
  readonly clientId: string;
  readonly status: Status;
  readonly created: string;
  readonly lastUpdated: string;
  /** What was sent last with POST or PUT, without the credentials below. */
  readonly body: Json;
  readonly authMethod: string;
  readonly secrets: readonly StoredSecret[];
  readonly keys: readonly StoredKey[];
}

export function usesSecret({ authMethod }: Pick<App, 'authMethod'>): boolean {
  return authMethod.startsWith('client_secret');
}

/** The credentials that the app can sign in with. */
export function liveSecrets(app: App | undefined): readonly StoredSecret[] {
  if (!app || app.status !== 'ACTIVE' || !usesSecret(app)) return [];
  return app.secrets.filter(({ status }) => status === 'ACTIVE');
}

export function liveKeys(app: App | undefined): readonly StoredKey[] {
  if (!app || app.status !== 'ACTIVE' || app.authMethod !== 'private_key_jwt') return [];
  return app.keys.filter(({ status }) => status === 'ACTIVE');
}

export function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}
