import { checkSetName, InputError, Kind, type Manifest } from '../rotation';
import type { Context } from './context';
import { type KeyOptions, keyOptionsGiven } from './key-options';
import { prompts } from './lazy';
import type { OutputOptions } from './outcome';
import { checkKeyPath } from './private-key-file';

export interface Asked {
  readonly name: string;
  readonly kind: string;
}

/**
 * Fills in what is missing: asks for it on a terminal, else says so.
 *
 * @throws InputError when something is missing and nobody can be asked, or the question was broken off
 */
export async function askFor(
  given: Partial<Asked>,
  manifest: Manifest,
  options: OutputOptions,
  context: Context,
): Promise<Asked> {
  const { name, kind } = given;
  if (name !== undefined && kind !== undefined) return { name, kind };
  if (!canAsk(options, context)) throw missing(given, manifest);
  const { input, select } = prompts();
  const unused = (text: string): void => {
    checkSetName(text);
    if (manifest.tryFind(text)) throw new InputError(`a set "${text}" exists already`);
  };
  const askName = () => input({ message: 'Name of the set', validate: asAnswer(unused) }, streams(context));
  const askKind = () => select({ message: 'Kind of credential', choices: choices(manifest) }, streams(context));
  return answered(async () => ({ name: name ?? (await askName()), kind: kind ?? (await askKind()) }));
}

/** Asks where a private key shall go when a kind needs one and no option says it; else gives the options back. */
export async function askForKeyPath<Options extends KeyOptions & OutputOptions>(
  kind: Kind,
  options: Options,
  context: Context,
): Promise<Options> {
  if (
    !kind.key ||
    keyOptionsGiven(options).some((name) => name !== 'bits' && name !== 'keyType') ||
    !canAsk(options, context)
  )
    return options;
  const { input } = prompts();
  const question = {
    message: 'New file for the private key, {kid} stands for its id',
    validate: asAnswer(checkKeyPath),
  };
  return { ...options, privateKeyOut: await answered(() => input(question, streams(context))) };
}

function canAsk({ json }: OutputOptions, { isTerminal }: Context): boolean {
  return isTerminal && !json;
}

function streams({ stdin, stdout }: Context): { input: NodeJS.ReadableStream; output: NodeJS.WritableStream } {
  return { input: stdin, output: stdout };
}

async function answered<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError') throw new InputError('the question was broken off');
    throw error;
  }
}

function missing({ name }: Partial<Asked>, manifest: Manifest): InputError {
  const kinds = choices(manifest).map(({ value }) => value);
  return new InputError(
    name === undefined
      ? 'add needs a name and --kind, got no name: for example "cdktf-rotation add billing --kind entra-client-secret"'
      : `add needs --kind, got none: it is one of ${kinds.join(', ')}`,
  );
}

function choices({ document }: Manifest): readonly { readonly value: string; readonly name: string }[] {
  const own = Object.entries(document.kinds ?? {}).map(([name, { title }]) => ({ name, title }));
  return [...Kind.ALL, ...own].map(({ name, title }) => ({ value: name, name: `${title} (${name})` }));
}

function asAnswer(check: (text: string) => void): (text: string) => true | string {
  return (text) => {
    try {
      check(text);
      return true;
    } catch (error) {
      return (error as Error).message;
    }
  };
}
