import { isDeepStrictEqual } from 'node:util';
import { keyIdOf } from './adoption';
import { currentSlot, type Position, type SetState, type Slot, standbySlot } from './credential-set';
import type { HistoryCredential, HistoryEvent } from './history-event';
import type { ManifestSet } from './manifest';
import { undoStep } from './steps';

/** A step, as it is told apart from every other one. */
export function isSameStep(one: SetState, other: SetState): boolean {
  return one.step === other.step && one.last.step === other.last.step && one.last.at === other.last.at;
}

/** The states that a version tells of, oldest first: the present one, and the one that its last step came from. */
export function statesOf({ name, state }: ManifestSet): readonly SetState[] {
  return state.undo ? [undoStep(name, state), state] : [state];
}

/** Whether a state of the past is one that led to what a version tells; else its step was taken back. */
export function isOnLine(state: SetState, told: readonly SetState[]): boolean {
  const reached = told.at(-1)?.step ?? 0;
  return state.step <= reached && told.every((one) => one.step !== state.step || isSameStep(one, state));
}

/** Whether another set of the same name has begun. */
export function isStartedAnew(line: readonly SetState[], { last }: SetState): boolean {
  const top = line.at(-1);
  return top !== undefined && last.step === 'start' && last.at > top.last.at;
}

type StepEvent = Omit<HistoryEvent, 'version' | 'life'>;

/** The steps that lead to the present state of a set, and what from one version to the next happened to them. */
export class StepLine {
  private states: readonly SetState[] = [];

  /** Where this line has come to. */
  private get top(): SetState | undefined {
    return this.states.at(-1);
  }

  /** Whether another set of the same name has begun. */
  isStartedAnew({ state }: ManifestSet): boolean {
    return isStartedAnew(this.states, state);
  }

  /** What happened up to a version of the set. */
  moveTo(set: ManifestSet): readonly StepEvent[] {
    const told = statesOf(set);
    const back: StepEvent[] = [];
    while (this.top && !isOnLine(this.top, told)) {
      back.push({ ...stepEvent(set, this.top), what: 'taken back', taken: undefined });
      this.states = this.states.slice(0, -1);
    }
    const reached = this.top;
    const steps = told.filter(({ step }) => step > (reached?.step ?? -1)).flatMap((state) => this.take(set, state));
    return [...back, ...steps, ...(reached && steps.length === 0 ? this.within(set, reached) : [])];
  }

  private take(set: ManifestSet, state: SetState): readonly StepEvent[] {
    const [before, missing] = [this.top, state.step - 1];
    this.states = [...this.states, state];
    const gap: readonly StepEvent[] =
      missing > (before?.step ?? -1) ? [{ what: 'not in history', step: missing, current: state.current }] : [];
    return [...gap, stepEvent(set, state, before)];
  }

  /** What changed within one step. */
  private within(set: ManifestSet, before: SetState): readonly StepEvent[] {
    const { state } = set;
    if (!isSameStep(before, state)) return [];
    this.states = [...this.states.slice(0, -1), state];
    const slot = standbySlot(state);
    const [old, made] = [before[slot], state[slot]];
    if (state.standby === 'next' && old && made && old.generation < made.generation) {
      return [{ ...stepEvent(set, state), what: 'staged again', taken: made.created }];
    }
    if (isDeepStrictEqual(positionOf(before), positionOf(state))) return [];
    return [{ ...stepEvent(set, state), what: 'edited by hand', taken: undefined }];
  }
}

function positionOf({ undo: _, ...position }: SetState): Position {
  return position;
}

function stepEvent(set: ManifestSet, state: SetState, before?: SetState): StepEvent {
  const credential = credentialOf(set, state, before);
  return {
    what: 'step',
    step: state.step,
    name: state.last.step,
    taken: state.last.at,
    ...(credential && { credential }),
    current: state.current,
  };
}

/** The credential that a step is about. */
function credentialOf(set: ManifestSet, state: SetState, before?: SetState): HistoryCredential | undefined {
  const standby = standbySlot(state);
  switch (state.last.step) {
    case 'start':
    case 'promote':
    case 'rollback':
      return held(set, currentSlot(state), state);
    case 'stage':
      return held(set, standby, state);
    case 'retire':
    case 'abort':
      return held(set, standby, state.undo ? undoStep(set.name, state) : before);
  }
}

function held({ kind }: ManifestSet, slot: Slot | undefined, state?: SetState): HistoryCredential | undefined {
  const credential = slot && state?.[slot];
  if (!credential) return undefined;
  const { generation, created, expires } = credential;
  const keyId = keyIdOf(kind, credential);
  return { slot, generation, created, expires, ...(keyId !== undefined && { keyId }) };
}
