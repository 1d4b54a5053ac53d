import {
  Duration,
  type Leak,
  type ManifestSet,
  type Move,
  pauseFor,
  shortestReplacement,
  type SetState,
  standbySlot,
  takeMove,
  timestamp,
  type Wait,
} from '../rotation';
import type { Replacement } from './replace';

/** One apply of the sequence that gets rid of what leaked. */
export interface ReplacementStep {
  readonly move: Move;
  readonly number: number;
  readonly effect: string;
  /** After the apply of the step before. */
  readonly pause: Duration;
  /** The wait of the policy that is cut short by it. */
  readonly without?: Exclude<Wait, 'none'>;
}

/** The steps that a set takes from where it is until nothing is left of what leaked. */
export function replacementSteps(
  set: ManifestSet,
  { generations, pause }: Leak,
  now: Date,
): readonly ReplacementStep[] {
  const at = timestamp(now);
  const steps: ReplacementStep[] = [];
  let state = set.state;
  for (const move of shortestReplacement(set, generations, at) ?? []) {
    const expires = timestamp(set.policy.lifetime.after(now));
    const after = takeMove({ ...set, state }, move, { at, expires });
    const waits = after.step === state.step ? 'none' : after.last.waits;
    const waited = waits === 'none' ? Duration.seconds(0) : pauseFor(set, waits, { pause });
    const isShort = waits !== 'none' && waited.isShorterThan(set.policy[waits]);
    steps.push({
      move,
      number: after.step,
      effect: effectOf(state, after, move),
      pause: waited,
      ...(isShort && { without: waits }),
    });
    state = after;
  }
  return steps;
}

/** What it takes until the last step is applied. */
export interface TimeLeft {
  readonly applies: number;
  /** Pauses, and what the first step still waits for. */
  readonly pause: Duration;
}

export function timeLeft(
  { turn, taken, steps }: Replacement & { readonly steps: readonly ReplacementStep[] },
  now: Date,
): TimeLeft {
  const held = !taken && turn.kind === 'held' ? Math.ceil((turn.until.getTime() - now.getTime()) / 1000) : 0;
  const seconds = steps.slice(1).reduce((sum, { pause }) => sum + pause.inSeconds, held);
  return { applies: steps.length + (turn.kind === 'unapplied' ? 1 : 0), pause: Duration.seconds(seconds) };
}

/** `about 20m and 3 applies` */
export function timeText({ applies, pause }: TimeLeft): string {
  const minutes = Duration.seconds(Math.ceil(pause.inSeconds / 60) * 60);
  const applied = `${applies} ${applies === 1 ? 'apply' : 'applies'}`;
  return pause.inSeconds === 0 ? applied : `about ${minutes} and ${applied}`;
}

function effectOf(before: SetState, after: SetState, move: Move): string {
  const slot = standbySlot(before);
  const [old, made] = [before[slot]?.generation, after[slot]?.generation];
  switch (move) {
    case 'stage':
    case 'new-key':
      return `slot ${slot} gets generation ${made}${old === undefined ? '' : ` in place of ${old}`}`;
    case 'promote':
    case 'rollback':
      return `consumers move to generation ${made} in slot ${slot}`;
    case 'retire':
    case 'abort':
      return `generation ${old} in slot ${slot} is removed`;
  }
}
