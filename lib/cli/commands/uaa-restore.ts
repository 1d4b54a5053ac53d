import { byHand, NotRestored, readJournal, restoreJournal } from '../../admin/uaa/elevation';
import { NeedsPerson } from '../exit-code';
import type { OutputOptions } from '../outcome';
import type { Register } from '../register';
import { type ConnectionOptions, connectionOptions, readConnection } from '../uaa/connection';
import { UAA_EXIT_HELP } from '../uaa/help';
import { journalOption } from '../uaa/journal-option';

interface RestoreOptions extends ConnectionOptions, OutputOptions {
  readonly journal: string;
}

export const restore: Register = (program, context, report) => {
  const command = program
    .command('restore')
    .description('take away what a killed "uaa change-secret" left at UAA; can be run at any time');
  journalOption(connectionOptions(command))
    .option('--json', 'print the result, or the error, as JSON')
    .addHelpText('after', UAA_EXIT_HELP)
    .action(async (options: RestoreOptions) => {
      const path = options.journal;
      const journal = await readJournal(path);
      if (!journal) {
        report({ text: `there is no journal ${path}: nothing is left behind`, json: { restored: true } }, options);
        return;
      }
      const { token, caCertificate, timeout } = await readConnection(options, context);
      const { leftover, zone } = journal;
      if (options.json !== true) {
        context.stderr.write(
          `a late request of that run is waited for, about ${Math.ceil((1.2 * journal.timeout) / 1000)} s\n`,
        );
      }
      try {
        await restoreJournal(path, journal, { token, caCertificate, timeout });
      } catch (error) {
        if (!(error instanceof NotRestored)) throw error;
        throw new NeedsPerson(
          `not restored: ${error.message}: the journal ${path} is kept: run this again, or "${byHand(leftover, zone)}"`,
        );
      }
      const text = `restored: nothing of the run of ${journal.at} is left at ${journal.url}; ${path} is removed`;
      report({ text, json: { restored: true, journal: path, leftover } }, options);
    });
};
