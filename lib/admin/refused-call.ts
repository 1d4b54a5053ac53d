import { isObject, objectOf } from '../rotation';
import type { HttpAnswer, HttpCall } from './http';

/** An identity provider refused a call of its admin API, or failed at it. The message never holds what was sent. */
export class RefusedCall extends Error {
  /** @param hidden values that no message may show, whatever the service says */
  static of(
    service: string,
    { method, path }: HttpCall,
    { status, body }: HttpAnswer,
    hidden: readonly string[],
  ): RefusedCall {
    const said = saidIn(body);
    const shown = hidden.reduce((text, value) => text.replaceAll(value, '***'), said);
    return new RefusedCall(status, `${service} answered ${method} ${path} with ${`${status} ${shown}`.trim()}`);
  }

  private constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = 'RefusedCall';
  }
}

/** Code and text: Graph has them below `error`, a token endpoint beside it, Auth0 calls them otherwise. */
function saidIn(body: unknown): string {
  const { error, error_description: description, errorCode, message } = objectOf(body);
  const inner = isObject(error) ? error : { code: errorCode ?? error, message: message ?? description };
  return [inner.code, inner.message]
    .filter((text): text is string => typeof text === 'string' && text !== '')
    .map((text) => text.split('\n')[0])
    .join(' ');
}
