import { type SetState, type Slot, SLOTS, timestamp } from '../rotation';
import { changedEntry } from './changes';
import { withKey } from './key-summary';
import type { ManifestFile } from './manifest-file';
import { oneLine } from './one-line';
import type { Outcome } from './outcome';
import { overrideInForce } from './override-option';
import { type ReplaceCommands, replaceCommands } from './replace-commands';
import type { Replacement } from './replace';
import type { Leaks } from './replace-leaks';
import { replaceNotes } from './replace-notes';
import { type ReplacementStep, replacementSteps, timeLeft, timeText } from './replace-steps';
import { moveSummary } from './step-summary';
import { turnText } from './turn-text';

/** What is done now, what comes after it, how long it takes, what it puts at risk, and how to go on by hand. */
export function replaceOutcome(
  file: ManifestFile,
  { notConcerned }: Pick<Leaks, 'notConcerned'>,
  replacements: readonly Replacement[],
  { now, dryRun }: { readonly now: Date; readonly dryRun: boolean },
): Outcome {
  const planned = replacements.map((one) => ({ ...one, steps: replacementSteps(one.set, one.leak, now) }));
  const changes = dryRun ? replacements.flatMap(({ set, entry }) => changedEntry(file.manifest, set.name, entry)) : [];
  const commands = replaceCommands(file.path, replacements);
  const notes = [...new Set(planned.flatMap((one) => replaceNotes(one, dryRun)))];
  const text = [
    ...(dryRun ? ['dry run, nothing is written:', ...changes] : []),
    ...planned.map((one) => textOf(one, now)),
    ...notConcerned.map(({ set, why }) => `${set}: not concerned, ${why}`),
    ...(planned.length === 0 ? ['nothing is to be replaced'] : handLines(commands, planned)),
  ];
  const json = {
    at: timestamp(now),
    file: file.path,
    dryRun,
    sets: planned.map((one) => jsonOf(one, now)),
    notConcerned,
    ...(planned.length > 0 && { commands }),
    ...(dryRun && { changes }),
    notes,
  };
  return { text: text.join('\n'), json, notes };
}

/** A replacement with the steps it takes, the first one among them. */
export type Planned = Replacement & { readonly steps: readonly ReplacementStep[] };

function textOf(one: Planned, now: Date): string {
  const { set, leak, steps, taken } = one;
  const head = `${set.name}: ${leakedNames(one).join(' and ')} leaked (${oneLine(leak.reason)}): gone in ${timeText(timeLeft(one, now))}`;
  const lines = steps.map(
    (step, index) => `  ${index + 1}. ${nameOf(step)}${whenOf(one, step, index)}: ${step.effect}`,
  );
  const done = taken && withKey(moveSummary(set.name, set.state, taken.entry.state), taken.credential);
  return [head, ...lines, ...(done === undefined ? [] : [done])].join('\n');
}

function nameOf({ move }: ReplacementStep): string {
  return move === 'new-key' ? 'stage --new-key' : move;
}

function leakedNames({ set: { state }, leak }: Replacement): readonly string[] {
  return leak.generations.map((generation) => {
    const place = placeOf(state, generation);
    if (!place) return `generation ${generation}, which the next stage adds,`;
    return `generation ${generation} in slot ${place.slot} (${place.role})`;
  });
}

/** Undefined while it is not made. */
function placeOf(state: SetState, generation: number): { readonly slot: Slot; readonly role: string } | undefined {
  const slot = SLOTS.find((one) => state[one]?.generation === generation);
  return slot && { slot, role: slot === state.current ? 'current' : state.standby };
}

function whenOf({ set, turn, taken }: Planned, { pause, without }: ReplacementStep, index: number): string {
  if (index > 0) {
    const after = pause.inSeconds > 0 || without ? `, ${pause} after that apply` : '';
    return without ? `${after} instead of ${without} ${set.policy[without]}` : after;
  }
  if (!taken) return turn.kind === 'due' ? '' : `, not yet (${turnText(set, turn)})`;
  const override = overrideInForce(taken.entry);
  return `, taken now${override ? ` without ${override.rule}` : ''}`;
}

function handLines({ apply, next }: ReplaceCommands, planned: readonly Planned[]): readonly string[] {
  const applying = ['  # apply; STACK is the folder of your stack', ...apply.map((line) => `  ${line}`)];
  const going = ['  # take the next step, once its pause is over', `  ${next}`];
  const isLeft = planned.some(({ steps, taken }) => steps.length > (taken ? 1 : 0));
  const isFirst = planned.some(({ taken, turn }) => taken ?? turn.kind === 'unapplied');
  const order = isFirst ? [...applying, ...(isLeft ? going : [])] : [...going, ...applying];
  return [`without the pipeline${isLeft ? ', in turn until nothing is left' : ''}:`, ...order];
}

function jsonOf(one: Planned, now: Date): object {
  const { set, leak, turn, taken, steps } = one;
  const { applies, pause } = timeLeft(one, now);
  const override = overrideInForce(one.entry);
  return {
    set: set.name,
    leaked: leak.generations.map((generation) => ({ generation, ...placeOf(set.state, generation) })),
    reason: leak.reason,
    pause: `${leak.pause}`,
    result: taken ? 'taken' : 'asked',
    number: one.entry.state.step,
    ...(taken?.credential?.keyId !== undefined && { keyId: taken.credential.keyId }),
    ...(taken && override && { override: override.rule }),
    ...(!taken && turn.kind !== 'due' && { message: turnText(set, turn) }),
    applies,
    pauseSeconds: pause.inSeconds,
    steps: steps.map(({ move, number, effect, pause: before, without }, index) => ({
      step: move,
      number,
      taken: index === 0 && taken !== undefined,
      effect,
      ...(index > 0 && { pause: `${before}`, ...(without && { instead: without }) }),
    })),
  };
}
