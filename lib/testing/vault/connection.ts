import type { CallContext } from '../../plugin';

/** What a configured provider knows. */
export interface VaultConnection {
  readonly url: string;
}

export class VaultRefusal extends Error {
  constructor(
    readonly status: number,
    errors: readonly string[],
  ) {
    super([`vault answered ${status}`, ...errors].join(': '));
    this.name = 'VaultRefusal';
  }
}

/** A call of Vault's API; undefined when Vault has nothing there. */
export async function vault(
  { client, signal }: CallContext<VaultConnection>,
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const response = await fetch(`${client.url}/v1/${path}`, {
    method,
    signal,
    headers: { 'x-vault-token': 'simulated', 'x-vault-request': 'true', 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  const json =
    text === '' ? undefined : (JSON.parse(text) as { readonly errors?: readonly string[]; readonly data?: unknown });
  if (response.ok) return json?.data;
  if (response.status === 404 && method === 'GET') return undefined;
  throw new VaultRefusal(response.status, json?.errors ?? []);
}
