import { isObject, listOf, objectOf } from '../../rotation';
import type { HttpAnswer } from '../http';
import type { TokenAnswer } from './verdict';

/** Reads an answer; Okta has two forms of an error, Entra repeats its number in the text. */
export function tokenAnswer({ status, body }: HttpAnswer): TokenAnswer {
  const fields = objectOf(body);
  const description = text(fields.error_description) ?? text(fields.errorSummary) ?? '';
  const error = text(fields.error) ?? text(fields.errorCode);
  return {
    status,
    hasToken: status === 200 && isObject(body) && text(fields.access_token) !== undefined,
    ...(error !== undefined && { error }),
    description,
    codes: [...listOf(fields.error_codes).filter((one) => typeof one === 'number'), ...aadsts(description)],
  };
}

function aadsts(description: string): readonly number[] {
  return [...description.matchAll(/AADSTS(\d+)/g)].map(([, code]) => Number(code));
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
