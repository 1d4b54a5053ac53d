import { Command } from 'commander';
import { add } from './commands/add';
import { advance } from './commands/advance';
import { abort } from './commands/abort';
import { guard } from './commands/guard';
import { init } from './commands/init';
import { promote } from './commands/promote';
import { remove } from './commands/remove';
import { retire } from './commands/retire';
import { rollback } from './commands/rollback';
import { rotate } from './commands/rotate';
import { stage } from './commands/stage';
import { status } from './commands/status';
import { undo } from './commands/undo';
import { uaa } from './commands/uaa';
import { validate } from './commands/validate';
import type { Context } from './context';
import { EXIT_HELP } from './exit-code';
import type { Report } from './outcome';
import type { Register } from './register';
import { packageVersion } from './version';

const COMMANDS: readonly Register[] = [
  init,
  add,
  status,
  advance,
  rotate,
  stage,
  promote,
  retire,
  abort,
  rollback,
  undo,
  remove,
  validate,
  guard,
  uaa,
];

export function makeProgram(context: Context, report: Report): Command {
  const program = new Command('cdktf-rotation')
    .description('Rotates application credentials without a failed sign-in: stage, apply, promote, apply.')
    .version(packageVersion())
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
      outputError: () => undefined,
    });
  for (const register of COMMANDS) register(program, context, report);
  for (const command of [program, ...program.commands]) command.addHelpText('after', EXIT_HELP);
  return program;
}
