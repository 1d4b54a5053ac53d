export { clientAssertion, type ClientAssertionOptions, JWT_BEARER } from '../admin/client-assertion';

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
