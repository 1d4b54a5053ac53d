import {
  InputError,
  type Kind,
  Refusal,
  type SetState,
  stageAgain,
  startState,
  type Step,
  STEPS,
  type Subject,
  takeStep,
  undoStep,
  whyRefused,
} from '../../lib/rotation';
import { manifestOf } from '../support/manifests';
import { ANY, inputAt, OLDEST } from './exploration';

type Start = 'slot a' | 'outside';

function after(kind: Kind, start: Start, ...steps: readonly Step[]): Subject {
  const first = startState(start === 'outside' ? 'outside' : inputAt(0), inputAt(0).at);
  const state = steps.reduce<SetState>(
    (before, step, index) => takeStep({ name: 'billing', kind, state: before }, step, inputAt(index + 1)),
    first,
  );
  return { name: 'billing', kind, state };
}

/** Runs what a message tells the reader to run. */
function runs(subject: Subject, command: string): Subject {
  const state = (): SetState => {
    if (command.startsWith('stage billing --new-key')) return stageAgain(subject, inputAt(99));
    return takeStep(subject, command.split(' ')[0] as Step, inputAt(99));
  };
  return { ...subject, state: state() };
}

function commandsIn(message: string): readonly string[] {
  return [...message.matchAll(/"cdktf-rotation ([^"]+)"/g)].map((match) => match[1] as string);
}

const OLDEST_RULE =
  'needs a standby credential that is older than the current one, got a newer one, and this provider always removes the oldest: ';
const BEGIN = 'the set holds no other credential; a rotation begins with "cdktf-rotation stage billing"';
const PROMOTE = 'run "cdktf-rotation promote billing"';
const PROMOTE_OR_ABORT = `${PROMOTE} or "cdktf-rotation abort billing"`;

const NOTHING_STAGED = 'got standby "empty": run "cdktf-rotation stage billing" and apply first';
const AT_EMPTY = {
  stage: 'allowed',
  promote: `promote needs a staged credential, ${NOTHING_STAGED}`,
  retire: `retire needs a previous credential, got standby "empty": ${BEGIN}`,
  abort: `abort needs a staged credential, got standby "empty": ${BEGIN}`,
  rollback: `rollback needs a previous credential, got standby "empty": ${BEGIN}`,
};
const AT_NEXT = {
  stage: `stage needs an empty or previous standby slot, got "next", generation 2, which is staged already: ${PROMOTE_OR_ABORT}, or "cdktf-rotation stage billing --new-key" for another one`,
  promote: 'allowed',
  retire: `retire needs a previous credential, got standby "next": ${PROMOTE_OR_ABORT}`,
  abort: 'allowed',
  rollback: `rollback needs a previous credential, got standby "next": ${PROMOTE_OR_ABORT}`,
};
const AT_PREVIOUS = {
  stage: 'allowed',
  promote:
    'promote needs a staged credential, got standby "previous": run "cdktf-rotation stage billing" and apply first',
  retire: 'allowed',
  abort:
    'abort needs a staged credential, got standby "previous": to go back to the previous one run "cdktf-rotation rollback billing"',
  rollback: 'allowed',
};
const AT_NEXT_OF_OLDEST = {
  stage: `stage needs an empty or previous standby slot, got "next", generation 2, which is staged already: ${PROMOTE}`,
  promote: 'allowed',
  retire: `retire needs a previous credential, got standby "next": ${PROMOTE}`,
  abort: `abort ${OLDEST_RULE}${PROMOTE} and retire the older one after it`,
  rollback: `rollback needs a previous credential, got standby "next": ${PROMOTE}`,
};
const ROLLBACK_AGAIN = 'run "cdktf-rotation rollback billing" again, so that the older one becomes the previous one';

const SITUATIONS: readonly (readonly [string, Subject, Readonly<Record<Step, string>>])[] = [
  ['any, empty', after(ANY, 'slot a'), AT_EMPTY],
  ['any, empty after a retire', after(ANY, 'slot a', 'stage', 'promote', 'retire'), AT_EMPTY],
  ['any, empty after an abort', after(ANY, 'slot a', 'stage', 'abort'), AT_EMPTY],
  ['any, empty while current is outside', after(ANY, 'outside'), AT_EMPTY],
  ['any, empty after the first promote from outside', after(ANY, 'outside', 'stage', 'promote'), AT_EMPTY],
  ['any, next', after(ANY, 'slot a', 'stage'), AT_NEXT],
  [
    'any, next while current is outside',
    after(ANY, 'outside', 'stage'),
    { ...AT_NEXT, stage: AT_NEXT.stage.replace('generation 2', 'generation 1') },
  ],
  ['any, previous', after(ANY, 'slot a', 'stage', 'promote'), AT_PREVIOUS],
  ['any, previous after a rollback', after(ANY, 'slot a', 'stage', 'promote', 'rollback'), AT_PREVIOUS],
  ['oldest, empty', after(OLDEST, 'slot a'), AT_EMPTY],
  ['oldest, next', after(OLDEST, 'slot a', 'stage'), AT_NEXT_OF_OLDEST],
  [
    'oldest, next while current is outside',
    after(OLDEST, 'outside', 'stage'),
    {
      ...AT_NEXT_OF_OLDEST,
      stage: AT_NEXT_OF_OLDEST.stage.replace('generation 2', 'generation 1'),
      abort: `abort ${OLDEST_RULE}${PROMOTE}; the older one, from outside, is then yours to remove`,
    },
  ],
  ['oldest, previous', after(OLDEST, 'slot a', 'stage', 'promote'), AT_PREVIOUS],
  [
    'oldest, previous after a rollback',
    after(OLDEST, 'slot a', 'stage', 'promote', 'rollback'),
    {
      ...AT_PREVIOUS,
      stage: `stage ${OLDEST_RULE}${ROLLBACK_AGAIN}`,
      retire: `retire ${OLDEST_RULE}${ROLLBACK_AGAIN}`,
    },
  ],
  [
    'oldest, previous after two rollbacks',
    after(OLDEST, 'slot a', 'stage', 'promote', 'rollback', 'rollback'),
    AT_PREVIOUS,
  ],
];

describe.each(SITUATIONS)('with standby %s', (_, subject, verdicts) => {
  test.each(STEPS)('%s', (step) => {
    expect(whyRefused(subject, step) ?? 'allowed').toBe(verdicts[step]);
  });

  test('takeStep refuses with the same words, and changes nothing', () => {
    const before = structuredClone(subject.state);
    for (const step of STEPS.filter((one) => verdicts[one] !== 'allowed')) {
      expect(() => takeStep(subject, step, inputAt(50))).toThrow(new Refusal(verdicts[step]));
    }
    expect(subject.state).toEqual(before);
  });

  test('every command that a refusal names is allowed there, or at most one refusal away from it', () => {
    const refusals = STEPS.map((step) => verdicts[step]).filter((verdict) => verdict !== 'allowed');
    for (const refusal of refusals) {
      expect(commandsIn(refusal)).not.toEqual([]);
      for (const command of commandsIn(refusal)) {
        const [next] = commandsIn(whyRefused(subject, command.split(' ')[0] as Step) ?? '');
        expect(() => runs(subject, next && !command.endsWith('--new-key') ? next : command)).not.toThrow();
      }
    }
  });
});

describe('another key within the step', () => {
  test('replaces the staged credential and leaves the step as it is', () => {
    const staged = after(ANY, 'slot a', 'stage');
    const { b, generation, ...rest } = stageAgain(staged, inputAt(9));
    const { b: before, generation: generationBefore, ...restBefore } = staged.state;
    expect({ generation, generationBefore, before: before?.generation }).toEqual({
      generation: 3,
      generationBefore: 2,
      before: 2,
    });
    expect(b).toEqual({ generation: 3, created: inputAt(9).at, ...key(9) });
    expect(rest).toEqual(restBefore);
  });

  test.each([
    ['empty', after(ANY, 'slot a')],
    ['previous', after(ANY, 'slot a', 'stage', 'promote')],
  ])('is refused while standby is %s', (standby, subject) => {
    expect(() => stageAgain(subject, inputAt(9))).toThrow(
      new Refusal(
        `a new key within the same step needs a staged credential, got standby "${standby}": run "cdktf-rotation stage billing" without --new-key`,
      ),
    );
  });

  test('is refused where the provider removes the oldest, which is in use', () => {
    expect(() => stageAgain(after(OLDEST, 'slot a', 'stage'), inputAt(9))).toThrow(
      new Refusal(`stage --new-key ${OLDEST_RULE}${PROMOTE} and retire the older one after it`),
    );
  });
});

describe('the way out of a refusal by a provider that removes the oldest', () => {
  test('after a rollback: roll back again, then retire takes the older one', () => {
    const again = runs(after(OLDEST, 'slot a', 'stage', 'promote', 'rollback'), 'rollback billing');
    const { state } = runs(again, 'retire billing');
    expect([state.a, state.b?.generation, state.current]).toEqual([undefined, 2, 'b']);
  });

  test('after a rollback: roll back again, then stage recycles the older one', () => {
    const again = runs(after(OLDEST, 'slot a', 'stage', 'promote', 'rollback'), 'rollback billing');
    const { state } = runs(again, 'stage billing');
    expect([state.a?.generation, state.b?.generation, state.current]).toEqual([3, 2, 'b']);
  });

  test('instead of an abort or another key: promote, then retire takes the older one, then stage is free', () => {
    const promoted = runs(after(OLDEST, 'slot a', 'stage'), 'promote billing');
    const retired = runs(promoted, 'retire billing');
    expect([retired.state.a, retired.state.b?.generation]).toEqual([undefined, 2]);
    expect(runs(retired, 'stage billing').state.a?.generation).toBe(3);
  });

  test('instead of an abort from outside: promote, then the set rotates on', () => {
    const promoted = runs(after(OLDEST, 'outside', 'stage'), 'promote billing');
    expect(promoted.state).toMatchObject({ current: 'a', standby: 'empty' });
    expect(runs(promoted, 'stage billing').state.b?.generation).toBe(2);
  });
});

describe('what the plan waits for', () => {
  test.each<[string, readonly Step[], Start, string]>([
    ['the start', [], 'slot a', 'none'],
    ['stage into an empty slot', ['stage'], 'slot a', 'none'],
    ['stage from outside', ['stage'], 'outside', 'none'],
    ['promote', ['stage', 'promote'], 'slot a', 'soak'],
    ['promote from outside', ['stage', 'promote'], 'outside', 'soak'],
    ['stage after a promote from outside', ['stage', 'promote', 'stage'], 'outside', 'none'],
    ['retire', ['stage', 'promote', 'retire'], 'slot a', 'grace'],
    ['stage that recycles', ['stage', 'promote', 'stage'], 'slot a', 'grace'],
    ['stage after a retire', ['stage', 'promote', 'retire', 'stage'], 'slot a', 'none'],
    ['rollback', ['stage', 'promote', 'rollback'], 'slot a', 'none'],
    ['retire after a rollback', ['stage', 'promote', 'rollback', 'retire'], 'slot a', 'grace'],
    ['stage that recycles after a rollback', ['stage', 'promote', 'rollback', 'stage'], 'slot a', 'grace'],
    ['abort', ['stage', 'abort'], 'slot a', 'none'],
    ['stage after an abort', ['stage', 'abort', 'stage'], 'slot a', 'none'],
  ])('%s', (_, steps, start, wait) => {
    expect(after(ANY, start, ...steps).state.last.waits).toBe(wait);
  });
});

describe('a step', () => {
  test('is recorded with its time', () => {
    const { state } = after(ANY, 'slot a', 'stage', 'promote');
    expect(state.last).toEqual({ step: 'promote', at: inputAt(2).at, waits: 'soak' });
    expect(state.currentSince).toBe(inputAt(2).at);
  });

  test('keeps the time at which current became current through stage, abort and retire', () => {
    const promoted = after(ANY, 'slot a', 'stage', 'promote', 'retire', 'stage', 'abort');
    expect(promoted.state.currentSince).toBe(inputAt(2).at);
  });

  test('that makes a credential needs its expiry', () => {
    expect(() => takeStep(after(ANY, 'slot a'), 'stage', { at: inputAt(1).at })).toThrow(
      new InputError('a new credential needs an expiry'),
    );
  });

  test('leaves the state that it was given as it is', () => {
    const subject = after(ANY, 'slot a', 'stage');
    const before = structuredClone(subject.state);
    takeStep(subject, 'abort', inputAt(5));
    expect(subject.state).toEqual(before);
  });

  test('gives the same text for the same state, whichever way it came', () => {
    const once = after(ANY, 'slot a', 'stage').state;
    const direct = takeStep({ name: 'billing', kind: ANY, state: once }, 'promote', inputAt(2));
    const undone = undoStep('billing', direct);
    const again = takeStep({ name: 'billing', kind: ANY, state: undone }, 'promote', inputAt(2));
    expect(Object.keys(again.undo ?? {})).toEqual(Object.keys(direct.undo ?? {}));
    expect(JSON.stringify({ ...again, undo: undefined })).toBe(JSON.stringify({ ...direct, undo: undefined }));
  });
});

describe('undo', () => {
  test.each(STEPS)('of %s is the state before without its own undo', (step) => {
    const ways: Readonly<Record<Step, readonly Step[]>> = {
      stage: ['stage', 'promote'],
      promote: ['stage'],
      retire: ['stage', 'promote'],
      abort: ['stage'],
      rollback: ['stage', 'promote'],
    };
    const before = after(ANY, 'slot a', ...ways[step]);
    const { undo: _, ...position } = before.state;
    expect(undoStep('billing', takeStep(before, step, inputAt(7)))).toStrictEqual(position);
  });

  test.each([
    ['at the start', after(ANY, 'slot a').state],
    ['a second time', undoStep('billing', after(ANY, 'slot a', 'stage').state)],
  ])('is refused %s', (_, state) => {
    expect(() => undoStep('billing', state)).toThrow(
      new Refusal(
        'undo takes back the last step once, got a set "billing" without one: its last step is the start or was taken back already',
      ),
    );
  });

  test('of a stage takes back another key within that step too', () => {
    const before = after(ANY, 'slot a');
    const staged = { ...before, state: takeStep(before, 'stage', inputAt(1)) };
    expect(undoStep('billing', stageAgain(staged, inputAt(2)))).toStrictEqual(before.state);
  });
});

function key(hours: number): { expires: string; publicKey: string } {
  const { expires, publicKey } = inputAt(hours);
  return { expires: expires as string, publicKey: publicKey as string };
}

describe('a credential that has expired', () => {
  const late = { at: '2027-01-01T00:00:00Z', expires: '2027-06-01T00:00:00Z' };

  test('is not promoted and not rolled back to, with the way on', () => {
    const staged = manifestOf({ billing: { steps: ['stage'] } }).find('billing');
    expect(() => takeStep(staged, 'promote', late)).toThrow(
      new Refusal(
        'promote needs a credential that is valid, got generation 2, which expired at 2026-12-01T00:00:00Z: run "cdktf-rotation stage billing --new-key" and apply first',
      ),
    );
    const promoted = manifestOf({ billing: { steps: ['stage', 'promote'] } }).find('billing');
    expect(() => takeStep(promoted, 'rollback', late)).toThrow(
      /rollback needs a credential that is valid.*run "cdktf-rotation stage billing" and/,
    );
  });

  test('can be replaced within its step, and the new one promoted', () => {
    const staged = manifestOf({ billing: { steps: ['stage'] } }).find('billing');
    const again = { ...staged, state: stageAgain(staged, late) };
    expect(takeStep(again, 'promote', late)).toMatchObject({ current: 'b', standby: 'previous' });
  });
});
