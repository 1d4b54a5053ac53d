import { Duration } from '../../rotation';
import { appliedOption, readAppliedOption } from '../applied-option';
import { type WritingOptions, writingOptions } from '../common-options';
import { durationOption } from '../duration-option';
import { checkOneStdin } from '../input';
import { type KeyOptions, keyOptions } from '../key-options';
import { readManifest } from '../manifest-file';
import { reasonOf } from '../override-option';
import type { Register } from '../register';
import { prepareReplacements } from '../replace';
import { leaksOf, targetOf, type TargetOptions } from '../replace-leaks';
import { replaceOutcome } from '../replace-report';
import { writeEntries } from '../write-entries';

interface ReplaceOptions extends WritingOptions, KeyOptions, TargetOptions {
  readonly reason?: string;
  readonly pause?: Duration;
  readonly applied?: string;
}

/** No identity provider promises how soon its replicas know a credential; minutes are usual, as for caches of consumers. */
const PAUSE = Duration.parse('10m');

export const replace: Register = (program, context, report) => {
  const command = program
    .command('replace')
    .argument('[name]', 'the set')
    .description('get rid of a credential that leaked: takes the first step');
  keyOptions(appliedOption(writingOptions(command)))
    .option('--slot <slot>', 'where the credential is that leaked: a, b or current')
    .option('--all', 'a state file leaked: everything that stands in it in clear')
    .option('--reason <text>', 'what happened, for the reviewer')
    .option(
      '--pause <duration>',
      `what is waited between an apply and the next step, in the place of soak and grace (default: ${PAUSE})`,
      (text) => durationOption('--pause', text),
    )
    .action(async (name: string | undefined, options: ReplaceOptions) => {
      const target = targetOf(name, options);
      const reason = reasonOf(options.reason, 'replace');
      checkOneStdin({ '--applied': options.applied, '--public-key': options.publicKey });
      const now = context.now();
      const clock = { ...context, now: () => now };
      const file = await readManifest(options.file);
      const leaks = leaksOf(file.manifest, target);
      const applied = await readAppliedOption(options.applied, context);
      const request = { ...options, reason, pause: `${options.pause ?? PAUSE}` };
      const replacements = await prepareReplacements(file, leaks.leaked, applied, request, clock);
      await writeEntries(
        file,
        replacements.map(({ set, entry, taken }) => taken ?? { set, entry }),
        options,
      );
      report(replaceOutcome(file, leaks, replacements, { now, dryRun: options.dryRun === true }), options);
    });
};
