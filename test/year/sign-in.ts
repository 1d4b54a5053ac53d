import { Pool } from 'undici';

/** Token endpoints over kept connections: a hundred thousand sign-ins take seconds. */
export class TokenClient {
  private readonly pools = new Map<string, Pool>();

  /** Why the sign-in was refused, or undefined when it was not. */
  readonly request = async (url: string, form: Readonly<Record<string, string>>): Promise<string | undefined> => {
    const { origin, pathname } = new URL(url);
    const { statusCode, body } = await this.pool(origin).request({
      path: pathname,
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ grant_type: 'client_credentials', ...form }).toString(),
    });
    const answer = (await body.json()) as { access_token?: unknown; error?: unknown; error_description?: unknown };
    if (statusCode === 200 && typeof answer.access_token === 'string') return undefined;
    return `${statusCode} ${String(answer.error)}: ${String(answer.error_description)}`;
  };

  async close(): Promise<void> {
    await Promise.all([...this.pools.values()].map((pool) => pool.close()));
  }

  private pool(origin: string): Pool {
    const pool = this.pools.get(origin) ?? new Pool(origin, { connections: 16 });
    this.pools.set(origin, pool);
    return pool;
  }
}
