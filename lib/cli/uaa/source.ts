import { InputError } from '../../rotation';
import type { Context } from '../context';
import { readInput } from '../input';

/** Where a secret comes from; never the command line, which everybody on the machine can read. */
export const SOURCE_HELP = 'env:NAME, file:PATH, or - for standard input';

/**
 * Reads a secret from where the option says; one line end after it is dropped.
 *
 * @throws InputError when there is none
 */
export async function readSource(option: string, source: string, context: Context): Promise<string> {
  const text = (await textOf(option, source, context)).replace(/\r?\n$/, '');
  if (text.trim() === '') throw new InputError(`${option} must lead to a text, got an empty one`);
  return text;
}

async function textOf(option: string, source: string, context: Context): Promise<string> {
  if (source === '-') return readInput('-', context);
  const [, kind, name = ''] = /^(env|file):(.+)$/s.exec(source) ?? [];
  if (kind === 'file') return readInput(name, context);
  // What was given may be the secret itself: it is not repeated.
  if (kind !== 'env')
    throw new InputError(`${option} is ${SOURCE_HELP}, got something else: a secret never stands on the command line`);
  const value = context.env[name];
  if (value === undefined) throw new InputError(`${option} names the environment variable ${name}, which is not set`);
  return value;
}
