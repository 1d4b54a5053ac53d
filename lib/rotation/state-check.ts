import { isDeepStrictEqual } from 'node:util';
import { type Credential, type SetState, SLOTS, standbySlot, type Standby, type TakenStep } from './credential-set';
import { InputError } from './error';
import type { Kind } from './kind';
import { normalizePublicKey } from './public-key';
import { takeStep, undoStep, whyRefused } from './steps';
import { isTimestamp } from './timestamp';

/** What a step leaves behind. */
interface Trace {
  readonly standby: readonly Standby[];
  readonly waits: readonly TakenStep['waits'][];
  /** The step number that it takes to get there. */
  readonly least: number;
  /** Whether current can still be outside. */
  readonly outside: boolean;
}

const TRACES: Readonly<Record<TakenStep['step'], Trace>> = {
  start: { standby: ['empty'], waits: ['none'], least: 0, outside: true },
  stage: { standby: ['next'], waits: ['none', 'grace'], least: 1, outside: true },
  promote: { standby: ['previous', 'empty'], waits: ['soak'], least: 2, outside: false },
  rollback: { standby: ['previous'], waits: ['none'], least: 3, outside: false },
  retire: { standby: ['empty'], waits: ['grace'], least: 3, outside: false },
  abort: { standby: ['empty'], waits: ['none'], least: 2, outside: true },
};

/**
 * The rules that a JSON Schema cannot say: that roles, slots, generations and the last step fit together.
 *
 * @throws InputError on the first rule that does not hold
 */
export function checkState(kind: Kind, state: SetState): void {
  checkRoles(kind, state);
  for (const slot of SLOTS) checkCredential(kind, slot, state[slot]);
  const [one, other] = SLOTS.map((slot) => state[slot]?.publicKey);
  rule(!one || !other || !sameKey(kind, one, other), 'two slots never hold one key, got the same key in both');
  checkUndo(kind, state);
}

function rule(holds: boolean, message: string): void {
  if (!holds) throw new InputError(`${message}; only the command line writes "state": restore the file from git`);
}

function checkRoles(kind: Kind, state: SetState): void {
  const { step, current, last, generation } = state;
  const standby = state[standbySlot(state)];
  const trace = TRACES[last.step];
  if (current === 'outside') {
    if (kind.refusesOutside !== undefined) {
      throw new InputError(`a set of kind ${kind.name} cannot start from outside: ${kind.refusesOutside}`);
    }
    rule(state.b === undefined && state.standby !== 'previous', 'while current is outside only slot a may be staged');
    rule(state.currentSince === undefined, 'while current is outside there is no currentSince');
    rule(trace.outside, `current is no longer outside after ${last.step}`);
    rule(last.waits === 'none', `while current is outside a step waits for nothing, got "${last.waits}"`);
  } else {
    rule(state[current] !== undefined, `current is slot ${current}, got no credential there`);
    rule(state.currentSince !== undefined, 'a current slot needs currentSince');
  }
  rule(
    (standby !== undefined) === (state.standby !== 'empty'),
    `standby "${state.standby}" does not fit slot ${standbySlot(state)}, which is ${standby ? 'filled' : 'empty'}`,
  );
  rule((step === 0) === (last.step === 'start'), 'only step 0 is the start');
  rule(
    step > 0 || generation === (current === 'outside' ? 0 : 1),
    'a set starts with generation 1 in slot a, or with none while current is outside',
  );
  rule(step > 0 || (current !== 'b' && !state.undo), 'a set starts in slot a or outside, and nothing came before');
  rule(step >= trace.least, `${last.step} is step ${trace.least} at the earliest, got step ${step}`);
  rule(trace.standby.includes(state.standby), `standby "${state.standby}" does not follow ${last.step}`);
  rule(trace.waits.includes(last.waits), `${last.step} waits for ${trace.waits.join(' or ')}, got "${last.waits}"`);
  rule(
    last.step !== 'promote' || state.standby === 'previous' || current === 'a',
    'only the first promote from outside, to slot a, leaves no previous credential',
  );
  const times = [last.at, state.currentSince].filter((time) => time !== undefined);
  rule(times.every(isTimestamp), 'times look like 2026-01-31T02:00:00Z');
  for (const slot of SLOTS) {
    const given = state[slot]?.generation ?? 0;
    rule(given <= generation, `generation counts up to ${generation}, got ${given} in slot ${slot}`);
  }
  rule(
    state.standby !== 'next' || standby?.generation === generation,
    `the staged credential is generation ${generation}, got ${standby?.generation}`,
  );
  rule(!state.a || !state.b || state.a.generation !== state.b.generation, 'two slots never hold one generation');
}

function checkCredential(kind: Kind, slot: string, credential: Credential | null | undefined): void {
  if (!credential) return;
  const { created, expires, publicKey } = credential;
  rule(
    isTimestamp(created) && isTimestamp(expires),
    `times look like 2026-01-31T02:00:00Z, got others in slot ${slot}`,
  );
  rule(created < expires, `a credential expires after it was created, got slot ${slot} the other way round`);
  if (!kind.key) {
    rule(publicKey === undefined, `${kind.name} holds no key, got a public key in slot ${slot}`);
    return;
  }
  rule(publicKey !== undefined, `${kind.name} needs a public key, got none in slot ${slot}`);
  try {
    rule(
      normalizePublicKey(publicKey as string, kind.key.accepts, kind.key.types) === publicKey,
      `a PEM stands as the command line wrote it, got another form of the key in slot ${slot}`,
    );
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`slot ${slot}: ${error.message}`);
  }
}

/** A key in the same form has the same text; a certificate may hold the key that another text holds. */
function sameKey(kind: Kind, one: string, other: string): boolean {
  const bare = [one, other].every((pem) => pem.startsWith('-----BEGIN PUBLIC KEY-----'));
  return one === other || (!bare && kind.key?.keyId(one, 0) === kind.key?.keyId(other, 0));
}

/** The way back must be the way that was come: from there the last step leads to this state. */
function checkUndo(kind: Kind, state: SetState): void {
  const { undo, last, generation } = state;
  if (!undo || last.step === 'start') return;
  rule(undo.last !== null, 'undo says which step came before');
  const before = { name: 'set', kind, state: undoStep('set', state) };
  checkRoles(kind, before.state);
  for (const slot of SLOTS) checkCredential(kind, `${slot} of undo`, undo[slot]);
  rule(whyRefused(before, last.step, last.at) === undefined, `undo leads to a state that ${last.step} can follow`);
  const slot = standbySlot(before.state);
  const forward = takeStep(before, last.step, { at: last.at, expires: '', ...state[slot] });
  // Another key within the step raises the generation further.
  const again = last.step === 'stage' ? { ...forward, generation, [slot]: state[slot] } : forward;
  rule(generation >= forward.generation && isDeepStrictEqual(again, state), `undo is the way back over ${last.step}`);
}
