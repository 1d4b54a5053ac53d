import { type SetState, SLOTS, undoStep } from '../../rotation';
import { appliedOption, readAppliedOption, refuseApplied } from '../applied-option';
import { commitChange } from '../change-set';
import { type WritingOptions, writingOptions } from '../common-options';
import type { Register } from '../register';
import { openSet, stepChange } from '../step';
import { undoSummary } from '../step-summary';

interface UndoOptions extends WritingOptions {
  readonly applied?: string;
}

export const undo: Register = (program, context, report) => {
  const command = program
    .command('undo')
    .argument('<name>', 'the set')
    .description('take back the last step, as long as it was not applied');
  appliedOption(writingOptions(command)).action(async (name: string, options: UndoOptions) => {
    const { file, set } = await openSet(name, options.file);
    const applied = await readAppliedOption(options.applied, context);
    refuseApplied(set, applied);
    const state = undoStep(name, set.state);
    const change = stepChange({ file, set, state }, {}, context);
    const { step, last } = set.state;
    const back = broughtBack(set.state, state);
    const notes = [
      ...(back === undefined
        ? []
        : [
            `generation ${state[back]?.generation} in slot ${back} stays then: had it leaked, ask again ("cdktf-rotation replace ${name} --slot ${back}")`,
          ]),
      ...(applied ? [] : [`this is legal only while step ${step} was not applied: the plan refuses it otherwise`]),
      ...(last.step === 'stage' && set.kind.key ? ['a private key that was delivered for it stays where it is'] : []),
    ];
    const summary = undoSummary(name, set.state, state);
    report(await commitChange({ ...change, notes, summary }, options), options);
  });
};

/** The slot whose credential the step would have removed. */
function broughtBack(before: SetState, after: SetState) {
  return SLOTS.find((slot) => after[slot] && after[slot].generation !== before[slot]?.generation);
}
