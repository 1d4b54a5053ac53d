import { InputError } from '../../../rotation';
import type { HttpAnswer } from '../../http';

/** UAA refused a call, or failed at it. The message holds UAA's own description and never what was sent. */
export class UaaError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = 'UaaError';
  }
}

/** The access token that a person gave is not taken, or not enough: another one is needed. */
export class TokenRefused extends InputError {
  constructor(message: string) {
    super(message);
    this.name = 'TokenRefused';
  }
}

/** What UAA says, with the marks of HTML that it has in some of its messages taken out. */
export function descriptionOf({ status, body }: HttpAnswer): string {
  const { error_description: text } = describedBy(body);
  return text === undefined ? `status ${status}` : `${status}, ${text.replaceAll('&quot;', '"')}`;
}

/** The error's name in the answer, such as `invalid_client`. */
export function errorOf({ body }: HttpAnswer): string | undefined {
  return describedBy(body).error;
}

interface Described {
  readonly error?: string;
  readonly error_description?: string;
}

function describedBy(body: unknown): Described {
  return typeof body === 'object' && body !== null ? body : {};
}

/** The error for an answer to a call that was made as a client. */
export function clientRefusal(call: string, answer: HttpAnswer, client: string): UaaError {
  const remedy = answer.status === 403 ? `: give client "${client}" the authority clients.admin` : '';
  return new UaaError(answer.status, `UAA refused ${call} (${descriptionOf(answer)})${remedy}`);
}

/** The error for an answer to a call that was made with a person's token. */
export function refusal(call: string, answer: HttpAnswer, zone: string | undefined): Error {
  const said = `${call} (${descriptionOf(answer)})`;
  switch (answer.status) {
    case 401:
      return new TokenRefused(
        `UAA must take the access token, but refused ${said}: get a fresh one with "cf oauth-token" or "uaac token owner get"`,
      );
    case 403:
      return new TokenRefused(
        `the access token must be enough${zone === undefined ? '' : ` in zone "${zone}"`}, but UAA refused ${said}: ask for uaa.admin or clients.admin, and sign in again`,
      );
    default:
      return new UaaError(answer.status, `UAA refused ${said}`);
  }
}
