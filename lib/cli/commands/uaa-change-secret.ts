import { NoAnswer } from '../../admin/no-answer';
import { type ChangeMode, NotRestored, UaaError } from '../../admin/uaa/elevation';
import { InputError, Refusal } from '../../rotation';
import { NeedsPerson } from '../exit-code';
import { checkOneStdin } from '../input';
import type { OutputOptions } from '../outcome';
import type { Register } from '../register';
import { type ConnectionOptions, connectionOptions } from '../uaa/connection';
import { carryOut } from '../uaa/carry-out';
import { UAA_EXIT_HELP } from '../uaa/help';
import { journalOption } from '../uaa/journal-option';
import { refuseManaged } from '../uaa/managed';
import { type NewSecretOptions, newSecretOptions } from '../uaa/new-secret';
import { prepare } from '../uaa/prepare';
import { SOURCE_HELP } from '../uaa/source';
import { dryRun } from '../uaa/words';

export interface ChangeSecretOptions extends ConnectionOptions, NewSecretOptions, OutputOptions {
  readonly mode: string;
  readonly elevate: string;
  readonly oldSecretFrom?: string;
  readonly journal: string;
  readonly file?: string;
  readonly applied?: string;
  readonly dryRun?: boolean;
}

const MODES: readonly ChangeMode[] = ['add', 'delete', 'update'];
const ELEVATIONS = ['helper', 'client'] as const;

export const changeSecret: Register = (program, context, report) => {
  const command = program
    .command('change-secret')
    .argument('<client>', 'the client of UAA whose secret changes')
    .description('change the secret of a client that no manifest manages, with your own access token')
    .option(
      '--mode <mode>',
      'add: the new secret beside the old one, no outage; delete: the older of two, once nothing uses it;\nupdate: replaces all at once, ends the old secret and every token',
      'add',
    )
    .option(
      '--elevate <way>',
      'before UAA 74: helper (a client of its own for a minute) or client (the client itself gets clients.secret)',
      'helper',
    )
    .option(
      '--old-secret-from <source>',
      `the secret in use: ${SOURCE_HELP}; needed by --mode delete and --elevate client`,
    );
  journalOption(connectionOptions(newSecretOptions(command)))
    .option('--file <path>', 'the manifest that must not manage the client (default: every rotation*.json here)')
    .option(
      '--applied <file>',
      'the applied state, from "terraform show -json": tells which clients are managed ("-" reads standard input)',
    )
    .option('--json', 'print the result, or the error, as JSON')
    .option('--dry-run', 'look and say what would be done; change nothing')
    .addHelpText('after', UAA_EXIT_HELP)
    .action(async (client: string, options: ChangeSecretOptions) => {
      const mode = oneOf('--mode', MODES, options.mode);
      const elevate = oneOf('--elevate', ELEVATIONS, options.elevate);
      checkOneStdin({
        '--token-from': options.tokenFrom,
        '--old-secret-from': options.oldSecretFrom,
        '--new-secret-from': options.newSecretFrom,
        '--applied': options.applied,
      });
      await refuseManaged(client, options, context);
      const say = (line: string): void => {
        if (options.json !== true) context.stderr.write(`${line}\n`);
      };
      const prepared = await prepare({ client, mode, elevate }, options, context, say).catch((error: unknown) => {
        throw explained(error, options.journal);
      });
      report(options.dryRun === true ? dryRun(prepared) : await carryOut(prepared, say), options);
    });
};

function oneOf<Value extends string>(option: string, values: readonly Value[], given: string): Value {
  const value = values.find((one) => one === given);
  if (value === undefined) throw new InputError(`${option} is one of ${values.join(', ')}, got "${given}"`);
  return value;
}

/** What went wrong before anything was changed: UAA is down, or what a killed run left cannot be taken away. */
function explained(error: unknown, journal: string): unknown {
  if (error instanceof NoAnswer || error instanceof UaaError)
    return new Refusal(`nothing is changed: ${error.message}`);
  if (error instanceof NotRestored) {
    return new NeedsPerson(
      `nothing is changed, and what a killed run left is still there: ${error.message}: run "cdktf-rotation uaa restore --journal ${journal}" once UAA answers`,
    );
  }
  return error;
}
