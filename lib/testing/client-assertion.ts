import { type KeyObject, randomUUID, sign } from 'node:crypto';

export interface ClientAssertionOptions {
  readonly clientId: string;
  /** The token endpoint or issuer that the assertion is for. */
  readonly audience: string;
  readonly privateKey: KeyObject;
  /** What names the key: `{ kid }` at Auth0, `{ 'x5t#S256' }` at Entra. */
  readonly header: Readonly<Record<string, string>>;
  /**
   * The clock of the client; give that of the model when it has one of its own.
   *
   * @default the system's clock
   */
  readonly clock?: () => Date;
}

/** A signed client assertion (RFC 7523), valid for one minute. */
export function clientAssertion(options: ClientAssertionOptions): string {
  const { clientId, audience, privateKey, header, clock = () => new Date() } = options;
  const now = Math.floor(clock().getTime() / 1000);
  const claims = { iss: clientId, sub: clientId, aud: audience, jti: randomUUID(), iat: now, nbf: now, exp: now + 60 };
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'RS256', typ: 'JWT', ...header })}.${part(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
}

/** Asks a token endpoint for a token; answers why it was refused, or undefined when it was not. */
export async function requestToken(url: string, form: Readonly<Record<string, string>>): Promise<string | undefined> {
  const response = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', ...form }),
  });
  const body = (await response.json()) as { access_token?: unknown; error?: unknown; error_description?: unknown };
  if (response.ok && typeof body.access_token === 'string') return undefined;
  return `${response.status} ${String(body.error)}: ${String(body.error_description).split('\n')[0]}`;
}

export const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
