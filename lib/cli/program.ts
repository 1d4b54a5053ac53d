import { Command } from 'commander';
import { add } from './commands/add';
import { adopt } from './commands/adopt';
import { advance } from './commands/advance';
import { abort } from './commands/abort';
import { guard } from './commands/guard';
import { history } from './commands/history';
import { init } from './commands/init';
import { pipeline } from './commands/pipeline';
import { promote } from './commands/promote';
import { remove } from './commands/remove';
import { replace } from './commands/replace';
import { retire } from './commands/retire';
import { rollback } from './commands/rollback';
import { rotate } from './commands/rotate';
import { scan } from './commands/scan';
import { stage } from './commands/stage';
import { status } from './commands/status';
import { timeline } from './commands/timeline';
import { undo } from './commands/undo';
import { uaa } from './commands/uaa';
import { validate } from './commands/validate';
import { verify } from './commands/verify';
import type { Context } from './context';
import { EXIT_HELP } from './exit-code';
import type { Report } from './outcome';
import type { Register } from './register';
import { packageVersion } from './version';

/** As docs/commands/README.md lists them. */
const GROUPS: Readonly<Record<string, readonly Register[]>> = {
  'Begin:': [init, add, adopt, pipeline],
  'Rotate by schedule:': [advance, rotate, verify],
  'Rotate by hand:': [stage, promote, retire, abort, rollback, undo],
  'Get rid of what leaked:': [replace],
  'Look:': [status, history, timeline, scan],
  'Check:': [validate, guard],
  'End:': [remove],
  'Cloud Foundry, as a person:': [uaa],
};

export function makeProgram(context: Context, report: Report): Command {
  const program = new Command('cdktf-rotation')
    .description('Rotates application credentials without a failed sign-in.')
    .version(packageVersion())
    .exitOverride()
    .configureHelp({ subcommandTerm })
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
      outputError: () => undefined,
    });
  for (const [heading, commands] of Object.entries(GROUPS)) {
    program.commandsGroup(heading);
    for (const register of commands) register(program, context, report);
  }
  for (const command of [program, ...program.commands]) command.helpCommand(false).addHelpText('after', EXIT_HELP);
  return program;
}

/** Every command has options; to say so of each would only make the list wider. */
function subcommandTerm(command: Command): string {
  return `${command.name()} ${command.usage().replace(/^\[options\] ?/, '')}`.trimEnd();
}
