import { InputError, isTimestamp } from '../../rotation';
import { advanceSets } from '../advance';
import { advanceOutcome } from '../advance-report';
import { appliedOption, readAppliedOption } from '../applied-option';
import { type WritingOptions, writingOptions } from '../common-options';
import type { Context } from '../context';
import { checkFleetPaths } from '../due-step';
import { type KeyOptions, keyOptions } from '../key-options';
import { readManifest } from '../manifest-file';
import type { Register } from '../register';

interface Options extends WritingOptions, KeyOptions {
  readonly due?: boolean;
  readonly at?: string;
  readonly applied?: string;
}

export const advance: Register = (program, context, report) => {
  const command = program
    .command('advance')
    .argument('[names...]', 'these sets only')
    .description('take the steps that are due, at most one for each set');
  keyOptions(appliedOption(writingOptions(command)))
    .option('--due', 'what the policy wants by now; the only way there is')
    .option('--at <time>', 'as if it were this time, such as 2026-01-31T02:00:00Z')
    .action(async (names: readonly string[], options: Options) => {
      if (!options.due) throw new InputError('advance takes the steps that are due, got no --due: add it');
      const clock = clockAt(options.at, context);
      checkFleetPaths(options);
      const file = await readManifest(options.file);
      const chosen = names.length === 0 ? file.manifest.names : [...new Set(names)];
      for (const name of chosen) file.manifest.find(name);
      const applied = await readAppliedOption(options.applied, context);
      const results = await advanceSets(file, chosen, applied, options, clock);
      report(advanceOutcome(file, results, clock.now(), options.dryRun === true), options);
    });
};

/** One moment for the whole run. */
function clockAt(at: string | undefined, context: Context): Context {
  if (at !== undefined && !isTimestamp(at)) {
    throw new InputError(`--at is a time in UTC such as 2026-01-31T02:00:00Z, got "${at}"`);
  }
  const now = at === undefined ? context.now() : new Date(at);
  return { ...context, now: () => now };
}
