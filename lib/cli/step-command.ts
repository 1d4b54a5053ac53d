import { type Step, takeStep, timestamp } from '../rotation';
import { readAppliedOption, requireStepApplied } from './applied-option';
import { commitChange } from './change-set';
import { overriddenRule } from './override-option';
import type { Register } from './register';
import { openSet, stepChange, stepOptions, type StepOptions } from './step';
import { stepSummary } from './step-summary';
import { requireVerified } from './verify/gate';
import { waitOf } from './wait';

/** The command for a step that needs nothing but its name. */
export function stepCommand(step: Exclude<Step, 'stage'>, description: string): Register {
  return (program, context, report) => {
    const command = program.command(step).argument('<name>', 'the set').description(description);
    stepOptions(command).action(async (name: string, options: StepOptions) => {
      const rule = overriddenRule(options);
      const { file, set } = await openSet(name, options.file);
      const applied = await readAppliedOption(options.applied, context);
      requireStepApplied(set, applied, rule);
      if (step === 'promote') await requireVerified(file, set);
      const state = takeStep(set, step, { at: timestamp(context.now()) });
      const wait = waitOf(set, state.last.waits, context.now(), applied?.get(name));
      const change = stepChange({ file, set, state, wait }, options, context);
      report(await commitChange({ ...change, summary: stepSummary(name, set.state, state) }, options), options);
    });
  };
}
