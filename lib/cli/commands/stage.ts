import { stageAgain, type StepInput, takeStep, timestamp } from '../../rotation';
import { readAppliedOption, requireStepApplied, requireStepReached } from '../applied-option';
import { commitChange } from '../change-set';
import { checkOneStdin } from '../input';
import { type KeyOptions, keyOptions, keySource } from '../key-options';
import { newCredential, standbyPlace } from '../new-credential';
import { keyNotes, withKey } from '../key-summary';
import { overriddenRule } from '../override-option';
import type { Register } from '../register';
import { openSet, stepChange, stepOptions, type StepOptions } from '../step';
import { againSummary, stepSummary } from '../step-summary';
import { waitOf } from '../wait';

interface StageOptions extends StepOptions, KeyOptions {
  readonly newKey?: boolean;
}

export const stage: Register = (program, context, report) => {
  const command = program
    .command('stage')
    .argument('<name>', 'the set')
    .description('put a new credential beside the current one');
  keyOptions(stepOptions(command))
    .option('--new-key', 'another credential within the same step, in place of the staged one')
    .action(async (name: string, options: StageOptions) => {
      const rule = overriddenRule(options);
      checkOneStdin({ '--applied': options.applied, '--public-key': options.publicKey });
      const { file, set } = await openSet(name, options.file);
      const applied = await readAppliedOption(options.applied, context);
      const again = options.newKey === true;
      if (again) requireStepReached(set, applied);
      else requireStepApplied(set, applied, rule);
      const take = (input: StepInput) => (again ? stageAgain(set, input) : takeStep(set, 'stage', input));
      const at = timestamp(context.now());
      take({ at, expires: at }); // refuses before a key is made

      const before = set.state;
      const credential = await newCredential(standbyPlace(set), keySource(set.kind, options), context);
      const state = take(credential.input);
      // Within the same step nothing waits longer than it did when the step was taken.
      const wait = again ? undefined : waitOf(set, state.last.waits, context.now(), applied?.get(name));
      const change = stepChange({ file, set, state, wait }, options, context);
      const summary = again ? againSummary(name, before, state) : stepSummary(name, before, state);
      report(
        await commitChange(
          {
            ...change,
            summary: withKey(summary, credential),
            notes: [...(change.notes ?? []), ...keyNotes(credential, options)],
            delivery: credential.delivery,
          },
          options,
        ),
        options,
      );
    });
};
