import * as fc from 'fast-check';
import {
  Duration,
  Manifest,
  type ManifestSet,
  NEVER,
  runwayOf,
  startState,
  type Step,
  takeStep,
  timestamp,
} from '../../../lib/rotation';

const START = '2026-03-01T00:00:00Z';
const DAY = 86_400_000;

function setAt(policy: object, steps: readonly (readonly [Step, number])[], lifetimeDays: number): ManifestSet {
  const at = (day: number): string => timestamp(new Date(Date.parse(START) + day * DAY));
  const state = steps.reduce(
    (before, [step, day]) =>
      takeStep({ ...Manifest.create('x').with('s', { kind: 'entra-client-secret', state: before }).find('s') }, step, {
        at: at(day),
        expires: at(day + lifetimeDays),
      }),
    startState({ at: START, expires: at(lifetimeDays) }, START),
  );
  return Manifest.of({ ...Manifest.create('x').document, defaults: policy })
    .with('s', { kind: 'entra-client-secret', state })
    .find('s');
}

function at(day: number): Date {
  return new Date(Date.parse(START) + day * DAY);
}

/** What {@link runwayOf} computes, by trying: miss one run more until the promote comes too late. */
function missableByTrying(set: ManifestSet, now: Date, ends: Date): number {
  const { state, policy } = set;
  const soak = policy.soak.inSeconds * 1000;
  const staged = state.standby === 'next';
  const free =
    state.standby === 'empty' ? 0 : Date.parse(state.last.at) + (staged ? soak : policy.grace.inSeconds * 1000);
  let missed = 0;
  for (;;) {
    let run = now.getTime() + (missed + 1) * DAY;
    while (run < free) run += DAY;
    let promote = run;
    // The soak counts from the apply, which is a little later than the run.
    if (!staged)
      do promote += DAY;
      while (promote <= run + soak);
    // Consumers go on with the old credential for up to a grace.
    if (promote >= ends.getTime() - policy.grace.inSeconds * 1000) return Math.max(0, missed - 1);
    missed++;
  }
}

test.each([
  ['nothing staged, no soak', { interval: '30d', soak: '0s', grace: '0s' }, [], 60, 57],
  ['nothing staged, a soak of a day', { interval: '30d', soak: '24h', grace: '0s' }, [], 61, 57],
  ['consumers that cache for a week', { interval: '30d', soak: '24h', grace: '7d' }, [], 68, 57],
  ['a staged one that has soaked', { interval: '30d', soak: '0s', grace: '0s' }, [['stage', 0]], 60, 58],
] as const)('%s', (_name, policy, steps, lifetime, missable) => {
  expect(runwayOf(setAt(policy, steps, lifetime), at(0))).toEqual({ ends: at(lifetime), missableRuns: missable });
});

test('before a promote is applied the old credential counts', () => {
  const policy = { interval: '10d', soak: '0s', grace: '0s' };
  const set = setAt(
    policy,
    [
      ['stage', 5],
      ['promote', 6],
    ],
    20,
  );
  const applied = (step: number) => ({ manifest: 'x', set: 's', step, generations: { a: 1, b: 2 } });
  expect(runwayOf(set, at(7), applied(1))?.ends).toEqual(at(20));
  expect(runwayOf(set, at(7), applied(2))?.ends).toEqual(at(25));
  expect(runwayOf(set, at(7))?.ends).toEqual(at(25));
});

test('the end of a credential from outside is not known', () => {
  const state = startState('outside', START);
  const set = Manifest.create('x').with('s', { kind: 'entra-client-secret', state }).find('s');
  expect(runwayOf(set, at(0))).toBeUndefined();
});

test('an adopted key that never expires has no end', () => {
  const state = startState({ at: START, expires: NEVER }, START);
  const set = Manifest.create('x').with('s', { kind: 'entra-client-secret', state }).find('s');
  expect(runwayOf(set, at(0))).toBeUndefined();
});

test('runs that may be missed are those that a trial finds', () => {
  fc.assert(
    fc.property(
      fc.record({
        soak: fc.integer({ min: 0, max: 72 }),
        grace: fc.integer({ min: 0, max: 240 }),
        interval: fc.integer({ min: 2, max: 40 }),
        steps: fc.integer({ min: 0, max: 3 }),
        later: fc.integer({ min: 0, max: 20 }),
        hour: fc.integer({ min: 0, max: 23 }),
      }),
      ({ soak, grace, interval, steps, later, hour }) => {
        const policy = { interval: `${interval}d`, soak: `${soak}h`, grace: `${grace}h` };
        const lifetime = Math.ceil(2 * interval + (soak + grace) / 24) + 1;
        const taken = (['stage', 'promote', 'retire'] as const).slice(0, steps).map((step, i) => [step, i] as const);
        const set = setAt(policy, taken, lifetime);
        const now = new Date(at((steps > 0 ? steps - 1 : 0) + later).getTime() + hour * 3_600_000);
        const runway = runwayOf(set, now, undefined, Duration.days(1));
        expect(runway?.missableRuns).toBe(missableByTrying(set, now, runway!.ends));
      },
    ),
    { seed: 6, numRuns: 2000 },
  );
});
