import type { SetState, Step } from './credential-set';
import { stageAgain, type StepInput, type Subject, takeStep } from './steps';

/** What one apply does with a set: a step, or another credential in the place of the one that the last stage made. */
export type Move = Step | 'new-key';

/** @throws Refusal when the rules do not allow it */
export function takeMove(subject: Subject, move: Move, input: StepInput): SetState {
  return move === 'new-key' ? stageAgain(subject, input) : takeStep(subject, move, input);
}

export function makesCredential(move: Move): boolean {
  return move === 'stage' || move === 'new-key';
}
