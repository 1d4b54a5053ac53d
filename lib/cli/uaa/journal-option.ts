import type { Command } from 'commander';

export function journalOption(command: Command): Command {
  return command.option('--journal <file>', 'what may be left at UAA, kept while it is', 'uaa-change-secret.journal');
}
