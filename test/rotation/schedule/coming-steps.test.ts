import { comingSteps, InputError, Kind, type ManifestSet, type PolicyOptions, timestamp } from '../../../lib/rotation';
import { after, appliedOf, setWith } from './sets';

const FROM = new Date('2026-03-02T00:00:00Z');
const lines = (set: ManifestSet, count = 4, from = FROM): readonly string[] =>
  comingSteps(set, from, { count }).map(({ number, step, at }) => `${number} ${step} ${timestamp(at)}`);

test.each<[string, PolicyOptions, readonly string[]]>([
  [
    'the default policy',
    {},
    [
      '1 stage 2026-03-30T02:00:00Z',
      '2 promote 2026-03-31T02:00:00Z',
      '3 stage 2026-04-29T02:00:00Z',
      '4 promote 2026-04-30T02:00:00Z',
    ],
  ],
  [
    'retire',
    { retire: true },
    [
      '1 stage 2026-03-30T02:00:00Z',
      '2 promote 2026-03-31T02:00:00Z',
      '3 retire 2026-04-07T02:00:00Z',
      '4 stage 2026-04-29T02:00:00Z',
    ],
  ],
  [
    'a zone: the night stays, the hour in UTC does not',
    { at: '02:30 Europe/Berlin', interval: '28d' },
    [
      '1 stage 2026-03-28T01:00:00Z',
      '2 promote 2026-03-29T01:00:00Z',
      '3 stage 2026-04-25T00:30:00Z',
      '4 promote 2026-04-26T00:30:00Z',
    ],
  ],
  [
    'a freeze over stage and promote',
    { freeze: [{ every: '03-20/04-05', reason: 'x' }] },
    [
      '1 stage 2026-04-05T00:00:00Z',
      '2 promote 2026-04-06T00:00:00Z',
      '3 stage 2026-05-05T02:00:00Z',
      '4 promote 2026-05-06T02:00:00Z',
    ],
  ],
  [
    'weekends off',
    { freeze: [{ every: 'sat-sun', reason: 'x' }], interval: '7d', soak: '12h', grace: '3d' },
    [
      '1 stage 2026-03-09T00:00:00Z',
      '2 promote 2026-03-09T12:00:00Z',
      '3 stage 2026-03-16T00:00:00Z',
      '4 promote 2026-03-16T12:00:00Z',
    ],
  ],
])('with %s', (_what, policy, expected) => {
  expect(lines(setWith(policy))).toEqual(expected);
});

test('begins with what is late, one step after the other', () => {
  expect(lines(setWith(), 3, new Date('2026-08-01T12:00:00Z'))).toEqual([
    '1 stage 2026-08-01T12:00:00Z',
    '2 promote 2026-08-02T12:00:00Z',
    '3 stage 2026-08-31T02:00:00Z',
  ]);
});

test('takes a step that waits for its apply as applied now, and counts from the apply where it is known', () => {
  const staged = after(setWith(), 'stage', '2026-03-30T02:00:00Z');
  const now = new Date('2026-04-10T00:00:00Z');
  const first = (applied: Parameters<typeof comingSteps>[3]) => comingSteps(staged, now, { count: 1 }, applied)[0]?.at;
  expect(first(null)).toEqual(new Date('2026-04-11T00:00:00Z'));
  expect(first(appliedOf(staged, '2026-04-09T12:00:00Z'))).toEqual(new Date('2026-04-10T12:00:00Z'));
  expect(first(undefined)).toEqual(now);
});

test('ends before a moment, and needs an end', () => {
  const steps = comingSteps(setWith(), FROM, { until: new Date('2026-04-29T02:00:00Z') });
  expect(steps.map(({ number }) => number)).toEqual([1, 2]);
  expect(() => comingSteps(setWith(), FROM, {})).toThrow(InputError);
});

test('has none for a set that no run moves, and those of a rotation that was asked for', () => {
  const manual = setWith({ automatic: false });
  expect(lines(manual)).toEqual([]);
  expect(lines({ ...manual, rotation: { requestedAt: '2026-03-02T00:00:00Z' } })).toEqual([
    '1 stage 2026-03-02T00:00:00Z',
    '2 promote 2026-03-03T00:00:00Z',
  ]);
});

test('ends where the provider allows no further step', () => {
  const set = setWith({}, { kind: Kind.UAA_CLIENT_SECRET });
  const promoted = after(after(set, 'stage', '2026-03-30T02:00:00Z'), 'promote', '2026-03-31T02:00:00Z');
  expect(lines(after(promoted, 'rollback', '2026-04-01T00:00:00Z'))).toEqual([]);
});
