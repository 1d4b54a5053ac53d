import { type Credential, type SetState, SLOTS, standbySlot, type Standby, type TakenStep } from './credential-set';
import { InputError } from './error';
import type { Kind } from './kind';
import { normalizePublicKey } from './public-key';
import { isTimestamp } from './timestamp';

const AFTER: Readonly<Record<TakenStep['step'], readonly Standby[]>> = {
  start: ['empty'],
  stage: ['next'],
  promote: ['previous', 'empty'],
  rollback: ['previous'],
  retire: ['empty'],
  abort: ['empty'],
};

/**
 * The rules that a JSON Schema cannot say: that roles, slots, generations and the last step fit together.
 *
 * @throws InputError on the first rule that does not hold
 */
export function checkState(kind: Kind, state: SetState): void {
  const rule = (holds: boolean, message: string): void => {
    if (!holds) throw new InputError(`${message}; only the command line writes "state": restore the file from git`);
  };
  const standby = state[standbySlot(state)];
  if (state.current === 'outside') {
    if (kind.refusesOutside !== undefined) {
      throw new InputError(`a set of kind ${kind.name} cannot start from outside: ${kind.refusesOutside}`);
    }
    rule(state.b === undefined && state.standby !== 'previous', 'while current is outside only slot a may be staged');
    rule(state.currentSince === undefined, 'while current is outside there is no currentSince');
  } else {
    rule(state[state.current] !== undefined, `current is slot ${state.current}, got no credential there`);
    rule(state.currentSince !== undefined, 'a current slot needs currentSince');
  }
  rule(
    (standby !== undefined) === (state.standby !== 'empty'),
    `standby "${state.standby}" does not fit slot ${standbySlot(state)}, which is ${standby ? 'filled' : 'empty'}`,
  );
  rule((state.step === 0) === (state.last.step === 'start'), 'only step 0 is the start');
  rule(AFTER[state.last.step].includes(state.standby), `standby "${state.standby}" does not follow ${state.last.step}`);
  rule(state.last.step !== 'promote' || state.standby === 'previous' || state.step >= 2, 'a promote follows a stage');
  const times = [state.last.at, state.currentSince].filter((time) => time !== undefined);
  rule(times.every(isTimestamp), 'times look like 2026-01-31T02:00:00Z');
  for (const slot of SLOTS) {
    const credential = state[slot];
    if (credential) checkCredential(kind, slot, credential, state.generation, rule);
  }
  rule(
    state.standby !== 'next' || standby?.generation === state.generation,
    `the staged credential is generation ${state.generation}, got ${standby?.generation}`,
  );
  rule(!state.a || !state.b || state.a.generation !== state.b.generation, 'two slots never hold one generation');
}

function checkCredential(
  kind: Kind,
  slot: string,
  { generation, created, expires, publicKey }: Credential,
  highest: number,
  rule: (holds: boolean, message: string) => void,
): void {
  rule(generation <= highest, `generation counts up to ${highest}, got ${generation} in slot ${slot}`);
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
      normalizePublicKey(publicKey as string, kind.key.accepts) === publicKey,
      `a PEM has LF line ends and one at its end, got another form in slot ${slot}`,
    );
  } catch (error) {
    throw new InputError(`slot ${slot}: ${(error as Error).message}`);
  }
}
