import type { Adopted } from './adoption';
import {
  type Credential,
  type Position,
  type SetState,
  type Slot,
  standbySlot,
  type Step,
  type UndoPatch,
  type Wait,
} from './credential-set';
import { InputError, Refusal } from './error';
import type { KindRules } from './kind';

/** What a step needs from outside: the time, and for `stage` when the new credential expires and its public key. */
export interface StepInput {
  readonly at: string;
  readonly expires?: string;
  readonly publicKey?: string;
}

/** A set as a step sees it. */
export interface Subject {
  readonly name: string;
  readonly kind: Pick<KindRules, 'removes' | 'key' | 'emergencyExit'>;
  readonly state: SetState;
}

/**
 * The first state of a set: a generation 1 in slot a, or a credential from outside that the set does not own.
 *
 * @param adopted what the first key keeps that was in use before
 */
export function startState(first: StepInput | 'outside', at: string, adopted?: Adopted): SetState {
  const last = { step: 'start', at, waits: 'none' } as const;
  if (first === 'outside') return { step: 0, current: 'outside', standby: 'empty', generation: 0, last };
  return {
    step: 0,
    current: 'a',
    standby: 'empty',
    generation: 1,
    currentSince: at,
    a: { ...newCredential(1, first), ...(adopted && { adopted }) },
    last,
  };
}

/**
 * Takes one step.
 *
 * @throws Refusal when the rules do not allow it; the message says the rule, what was got and the remedy
 */
export function takeStep(subject: Subject, step: Step, input: StepInput): SetState {
  const refusal = whyRefused(subject, step, input.at);
  if (refusal !== undefined) throw new Refusal(refusal);
  const { state } = subject;
  const position = EFFECTS[step](state, standbySlot(state), input);
  const after: Position = {
    ...withoutUndo(state),
    ...position,
    step: state.step + 1,
    last: { step, at: input.at, waits: waitOf(state, step) },
  };
  return compact({ ...after, undo: patchBack(state, after) });
}

/**
 * Another credential within the same step: replaces what the last `stage` put in the standby slot.
 *
 * @throws Refusal when nothing is staged, or when the provider would remove another credential instead
 */
export function stageAgain(subject: Subject, input: StepInput): SetState {
  const { state, name, kind } = subject;
  if (state.standby !== 'next') {
    throw new Refusal(
      `a new key within the same step needs a staged credential, got standby "${state.standby}": run "cdktf-rotation stage ${name}" without --new-key`,
    );
  }
  if (kind.removes === 'oldest') throw new Refusal(removesOldest(subject, 'stage --new-key'));
  const generation = state.generation + 1;
  return { ...state, generation, [standbySlot(state)]: newCredential(generation, input) };
}

/**
 * Takes back the last step. Legal only while it was not applied; the plan refuses it otherwise.
 *
 * @throws Refusal when there is no step to take back
 */
export function undoStep(name: string, state: SetState): SetState {
  if (!state.undo) {
    throw new Refusal(
      `undo takes back the last step once, got a set "${name}" without one: its last step is the start or was taken back already`,
    );
  }
  return compact({ ...withoutUndo(state), ...state.undo } as Position);
}

/** Why the rules refuse a step at a time, or undefined when they allow it. Without a time, expiry is not looked at. */
export function whyRefused(subject: Subject, step: Step, at = ''): string | undefined {
  const { name, state, kind } = subject;
  switch (step) {
    case 'stage':
      if (state.standby === 'next') {
        return `stage needs an empty or previous standby slot, got "next", generation ${state.generation}, which is staged already: ${onward(subject)}${kind.removes === 'any' ? `, or "cdktf-rotation stage ${name} --new-key" for another one` : ''}`;
      }
      break;
    case 'promote':
      if (state.standby !== 'next') {
        return `promote needs a staged credential, got standby "${state.standby}": run "cdktf-rotation stage ${name}" and apply first`;
      }
      break;
    case 'abort':
      if (state.standby !== 'next') {
        return `abort needs a staged credential, got standby "${state.standby}": ${state.standby === 'previous' ? `to go back to the previous one run "cdktf-rotation rollback ${name}"` : nothingYet(name)}`;
      }
      break;
    case 'retire':
    case 'rollback':
      if (state.standby !== 'previous') {
        return `${step} needs a previous credential, got standby "${state.standby}": ${state.standby === 'next' ? onward(subject) : nothingYet(name)}`;
      }
      break;
  }
  return removesNewer(subject, step) ? removesOldest(subject, step) : whyExpired(subject, step, at);
}

function onward({ name, kind }: Subject): string {
  const promote = `run "cdktf-rotation promote ${name}"`;
  return kind.removes === 'oldest' ? promote : `${promote} or "cdktf-rotation abort ${name}"`;
}

function nothingYet(name: string): string {
  return `the set holds no other credential; a rotation begins with "cdktf-rotation stage ${name}"`;
}

/**
 * Consumers are never moved to a credential that has expired. Where a provider always removes the oldest one there is
 * no other way on than forward, so there it is allowed.
 */
function whyExpired({ name, kind, state }: Subject, step: Step, at: string): string | undefined {
  if ((step !== 'promote' && step !== 'rollback') || kind.removes === 'oldest') return undefined;
  const target = state[standbySlot(state)];
  if (!target || target.expires > at) return undefined;
  const remedy = step === 'promote' ? `stage ${name} --new-key` : `stage ${name}`;
  return `${step} needs a credential that is valid, got generation ${target.generation}, which expired at ${target.expires}: run "cdktf-rotation ${remedy}" and apply first`;
}

/** Where a provider always removes the oldest credential, removing the standby one needs it to be the oldest. */
function removesNewer({ kind, state }: Subject, step: Step): boolean {
  if (kind.removes === 'any' || step === 'promote' || step === 'rollback') return false;
  const standby = state[standbySlot(state)];
  if (!standby) return false;
  return state.current === 'outside' || standby.generation > (state[state.current]?.generation ?? 0);
}

function removesOldest({ name, state, kind }: Subject, step: string): string {
  const promote = `run "cdktf-rotation promote ${name}"`;
  const wayOut =
    state.standby === 'previous'
      ? `run "cdktf-rotation rollback ${name}" again, so that the older one becomes the previous one`
      : state.current === 'outside'
        ? `${promote}; the older one, from outside, is then yours to remove`
        : `${promote} and retire the older one after it`;
  return `${step} needs a standby credential that is older than the current one, got a newer one, and this provider always removes the oldest: ${wayOut}${kind.emergencyExit === undefined ? '' : `; ${kind.emergencyExit}`}`;
}

const EFFECTS: Readonly<Record<Step, (state: SetState, standby: Slot, input: StepInput) => Partial<Position>>> = {
  stage: (state, standby, input) => {
    const generation = state.generation + 1;
    return { standby: 'next', generation, [standby]: newCredential(generation, input) };
  },
  promote: (state, standby, { at }) => ({
    current: standby,
    standby: state.current === 'outside' ? 'empty' : 'previous',
    currentSince: at,
  }),
  rollback: (_state, standby, { at }) => ({ current: standby, standby: 'previous', currentSince: at }),
  retire: (_state, standby) => ({ standby: 'empty', [standby]: undefined }),
  abort: (_state, standby) => ({ standby: 'empty', [standby]: undefined }),
};

function waitOf(state: SetState, step: Step): Wait {
  switch (step) {
    case 'promote':
      return 'soak';
    case 'retire':
      return 'grace';
    case 'stage':
      return state.standby === 'previous' ? 'grace' : 'none';
    case 'abort':
    case 'rollback':
      return 'none';
  }
}

function newCredential(generation: number, { at, expires, publicKey }: StepInput): Credential {
  if (expires === undefined) throw new InputError('a new credential needs an expiry');
  return { generation, created: at, expires, ...(publicKey === undefined ? {} : { publicKey }) };
}

function withoutUndo(state: SetState): Position {
  const { undo: _, ...position } = state;
  return position;
}

function patchBack(before: Position, after: Position): UndoPatch {
  const fields = ['step', 'current', 'standby', 'generation', 'currentSince', 'a', 'b', 'last'] as const;
  const changed = fields.filter((field) => before[field] !== after[field]);
  return Object.fromEntries(changed.map((field) => [field, before[field] ?? null]));
}

/** Drops fields without a value and fixes the order, so that equal states are equal text. */
function compact(state: SetState): SetState {
  const { step, current, standby, generation, currentSince, a, b, last, undo } = state;
  const fields = Object.entries({ step, current, standby, generation, currentSince, a, b, last, undo });
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined && value !== null)) as unknown as SetState;
}
