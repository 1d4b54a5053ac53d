import { CommanderError } from 'commander';
import { types } from 'node:util';
import type { Context } from './context';
import { EXIT, exitCodeOf } from './exit-code';
import { oneLine } from './one-line';
import type { Outcome, OutputOptions } from './outcome';
import { makeProgram } from './program';

/** Runs one command line, without the name of the program; never throws. Resolves to the exit code. */
export async function run(argv: readonly string[], context: Context): Promise<number> {
  let exitCode: number = EXIT.done;
  const report = (outcome: Outcome, options: OutputOptions): void => {
    print(outcome, options, context);
    exitCode = outcome.exitCode ?? EXIT.done;
  };
  try {
    await makeProgram(context, report).parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    return complain(error, argv.includes('--json'), context);
  }
}

function print({ text, json, notes }: Outcome, options: OutputOptions, { stdout, stderr }: Context): void {
  for (const note of notes ?? []) stderr.write(`note: ${oneLine(note)}\n`);
  stdout.write(options.json ? `${JSON.stringify(json, undefined, 2)}\n` : `${text}\n`);
}

function complain(error: unknown, json: boolean, context: Context): number {
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done;
  const { exitCode, text, label } = complaintOf(error);
  if (json) context.stdout.write(`${JSON.stringify({ error: text, exitCode }, undefined, 2)}\n`);
  else if (!(error instanceof CommanderError && error.code === 'commander.help')) {
    context.stderr.write(`${label}: ${text}\n`);
  }
  if (exitCode === EXIT.bug && types.isNativeError(error) && (context.env.DEBUG ?? '').includes('cdktf-rotation')) {
    context.stderr.write(`${error.stack}\n`);
  }
  return exitCode;
}

interface Complaint {
  readonly exitCode: number;
  readonly text: string;
  readonly label: string;
}

function complaintOf(error: unknown): Complaint {
  if (error instanceof CommanderError) return { exitCode: EXIT.input, text: usage(error), label: 'error' };
  const exitCode = exitCodeOf(error);
  const message = oneLine(types.isNativeError(error) ? error.message : String(error));
  switch (exitCode) {
    case EXIT.refused:
      return { exitCode, text: message, label: 'refused' };
    case EXIT.person:
      return { exitCode, text: message, label: 'needs a person' };
    case EXIT.bug:
      return {
        exitCode,
        text: `${message}: please report it, with what DEBUG=cdktf-rotation shows besides`,
        label: 'a bug in cdktf-rotation',
      };
    default:
      return { exitCode, text: message, label: 'error' };
  }
}

function usage({ code, message }: CommanderError): string {
  if (code === 'commander.help') return 'a command is missing: "--help" lists them';
  const text = oneLine(message.replace(/^error: /, ''))
    .replace(/\. (Expected|Allowed)/, (_, word: string) => `, ${word.toLowerCase()}`)
    .replace(/\.$/, '');
  if (text.includes('Did you mean')) return text;
  const remedy = code === 'commander.unknownCommand' ? '"--help" lists them' : '"--help" shows what it takes';
  return `${text}: ${remedy}`;
}
