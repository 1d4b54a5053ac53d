import { type Credential, NEVER, type SetState, standbySlot } from '../rotation';

const APPLY = 'commit the manifest, plan and apply';

/** What a step did, in one line. */
export function stepSummary(name: string, before: SetState, after: SetState): string {
  return `${name}: step ${after.step}, ${after.last.step}: ${effect(before, after)}; ${APPLY}`;
}

export function startSummary(name: string, state: SetState): string {
  const effect =
    state.current === 'outside'
      ? 'consumers keep their credential from outside'
      : `slot a is current with generation 1, ${expiry(state.a)}`;
  return `${name}: step 0, start: ${effect}; ${APPLY}`;
}

export function againSummary(name: string, before: SetState, after: SetState): string {
  const slot = standbySlot(after);
  return `${name}: still step ${after.step}: slot ${slot} gets generation ${after.generation} instead of ${before[slot]?.generation}, ${expiry(after[slot])}; ${APPLY}`;
}

/** What a step did, or another credential within the same step. */
export function moveSummary(name: string, before: SetState, after: SetState): string {
  return (after.step === before.step ? againSummary : stepSummary)(name, before, after);
}

export function undoSummary(name: string, before: SetState, after: SetState): string {
  return `${name}: step ${before.step} (${before.last.step}) is taken back, step ${after.step} (${after.last.step}) is the last one again; commit the manifest`;
}

function effect(before: SetState, after: SetState): string {
  const slot = standbySlot(before);
  const standby = `generation ${before[slot]?.generation} in slot ${slot}`;
  switch (after.last.step) {
    case 'stage': {
      const recycled = before.standby === 'previous' ? ` in place of the previous ${before[slot]?.generation}` : '';
      return `slot ${slot} gets generation ${after.generation}${recycled}, ${expiry(after[slot])}`;
    }
    case 'promote':
    case 'rollback':
      return `current ${before.current} -> ${after.current}`;
    case 'retire':
      return `the previous ${standby} is removed`;
    case 'abort':
      return `the staged ${standby} is removed, current stays ${before.current}`;
    case 'start':
      return 'nothing';
  }
}

function expiry(credential: Credential | undefined): string {
  return credential?.expires === NEVER ? 'never expires' : `expires ${credential?.expires}`;
}
