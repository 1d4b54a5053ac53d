import { InputError } from '../../rotation';
import type { Context } from '../context';
import { readInput } from '../input';

/** A variable that is set and not empty. */
export function variable({ env }: Context, name: string): string | undefined {
  return env[name] === '' ? undefined : env[name];
}

/** @throws InputError that names every variable that is missing */
export function variables<Name extends string>(
  context: Context,
  service: string,
  names: readonly Name[],
  instead = '',
): Readonly<Record<Name, string>> {
  const missing = names.filter((name) => variable(context, name) === undefined);
  if (missing.length === 0) {
    return Object.fromEntries(names.map((name) => [name, variable(context, name)])) as Readonly<Record<Name, string>>;
  }
  throw new InputError(
    `scan asks ${service} with ${names.join(', ')} from the environment, got no ${missing.join(', ')}${instead}`,
  );
}

/** Certificates of a private CA: PEM, or the path of a file with it. */
export async function certificate(context: Context, name: string): Promise<string | undefined> {
  const given = variable(context, name);
  return given === undefined || given.includes('-----BEGIN') ? given : readInput(given, context);
}
