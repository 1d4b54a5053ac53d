import type { IncomingMessage } from 'node:http';
import { ApiError } from './route';

/**
 * The body of a request, as JSON or as a form.
 *
 * @throws ApiError with status 400 when it says that it is JSON and is not
 */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  if (text === '') return undefined;
  const type = request.headers['content-type'] ?? '';
  if (type.includes('x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(text));
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ApiError({ status: 400, body: { error: 'invalid json' } });
  }
}
