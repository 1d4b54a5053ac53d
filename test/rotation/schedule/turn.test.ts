import { Kind, type ManifestSet, type PolicyOptions, turnOf } from '../../../lib/rotation';
import { after, appliedOf, setWith, words } from './sets';

const at = (set: ManifestSet, now: string, appliedAt?: string): string =>
  words(turnOf(set, new Date(now), appliedAt === undefined ? undefined : appliedOf(set, appliedAt)));

describe('when promote is due', () => {
  test.each<[PolicyOptions, string, string]>([
    [{}, '2026-03-01T00:00:00Z', '2026-03-31T02:00:00Z'],
    [{}, '2026-03-01T02:07:31Z', '2026-03-31T02:00:00Z'],
    [{}, '2026-03-01T14:00:00Z', '2026-03-31T02:00:00Z'],
    [{ interval: 'P2W' }, '2028-02-20T00:00:00Z', '2028-03-05T02:00:00Z'],
    [{ interval: '365d' }, '2028-02-29T00:00:00Z', '2029-02-28T02:00:00Z'],
    [{ interval: 'PT36H', soak: '1h', grace: '1h' }, '2026-03-01T12:00:00Z', '2026-03-03T02:00:00Z'],
    [{ interval: '12h', soak: '1h', grace: '1h' }, '2026-03-01T02:05:00Z', '2026-03-02T02:00:00Z'],
    [{ interval: '1d', soak: '1h', grace: '1h' }, '2026-03-01T02:05:00Z', '2026-03-02T02:00:00Z'],
    [{ interval: '28d', at: '02:30 Europe/Berlin' }, '2026-03-01T05:00:00Z', '2026-03-29T01:00:00Z'],
    [{ interval: '28d', at: '02:30 Europe/Berlin' }, '2026-09-27T05:00:00Z', '2026-10-25T00:30:00Z'],
    [{ at: '23:30 Asia/Kolkata' }, '2026-03-01T20:00:00Z', '2026-04-01T18:00:00Z'],
  ])('%j, current since %s: %s', (policy, since, due) => {
    const staged = after(setWith(policy, { at: since }), 'stage', since);
    const [, found] = /^promote not before (\S+): schedule$/.exec(at(staged, since.replace(/T.*/, 'T23:59:59Z'))) ?? [];
    expect(found).toBe(due);
  });

  test('counts the nights of a set from outside from its start, also after a stage', () => {
    const set = setWith({}, { outside: true });
    expect(at(set, '2026-03-05T00:00:00Z')).toBe('stage not before 2026-03-30T02:00:00Z: schedule');
    const staged = after(set, 'stage', '2026-03-10T00:00:00Z');
    expect(at(staged, '2026-03-12T00:00:00Z')).toBe('promote not before 2026-03-31T02:00:00Z: schedule');
  });

  test('a spread moves a set by nights, a short one by seconds', () => {
    const due = (spread: string) => at(setWith({ spread }, { name: 'payroll' }), '2026-03-05T00:00:00Z');
    expect([due('0s'), due('7d'), due('4h')]).toEqual([
      'stage not before 2026-03-30T02:00:00Z: schedule',
      'stage not before 2026-04-01T02:00:00Z: schedule',
      'stage not before 2026-03-30T03:30:54Z: schedule',
    ]);
  });
});

describe('a rotation', () => {
  const set = setWith({ retire: true });
  const staged = after(set, 'stage', '2026-03-30T02:00:00Z');
  const promoted = after(staged, 'promote', '2026-03-31T02:00:00Z');
  const retired = after(promoted, 'retire', '2026-04-07T02:00:00Z');

  test.each([
    ['2026-03-30T01:59:59Z', set, 'stage not before 2026-03-30T02:00:00Z: schedule'],
    ['2026-03-30T02:00:00Z', set, 'stage now, due 2026-03-30T02:00:00Z'],
    ['2027-01-01T00:00:00Z', set, 'stage now, due 2026-03-30T02:00:00Z'],
    ['2026-03-30T02:00:00Z', staged, 'promote not before 2026-03-31T02:00:00Z: soak'],
    ['2026-03-31T02:00:00Z', staged, 'promote now, due 2026-03-31T02:00:00Z'],
    ['2026-04-07T01:59:59Z', promoted, 'retire not before 2026-04-07T02:00:00Z: grace'],
    ['2026-04-07T02:00:00Z', promoted, 'retire now, due 2026-04-07T02:00:00Z'],
    ['2026-04-29T02:00:00Z', promoted, 'stage now, due 2026-04-29T02:00:00Z'],
    ['2026-04-08T03:00:00Z', retired, 'stage not before 2026-04-29T02:00:00Z: schedule'],
  ])('at %s', (now, present, turn) => {
    expect(at(present, now)).toBe(turn);
  });

  test('counts soak and grace from the apply where that is known', () => {
    expect(at(staged, '2026-03-31T02:00:00Z', '2026-03-30T09:00:00Z')).toBe(
      'promote not before 2026-03-31T09:00:00Z: soak',
    );
    expect(at(promoted, '2026-04-07T02:00:00Z', '2026-04-02T00:00:00Z')).toBe(
      'retire not before 2026-04-09T00:00:00Z: grace',
    );
  });

  test('without retire recycles the previous credential, after grace', () => {
    const late = after(after(setWith(), 'stage', '2026-03-30T02:00:00Z'), 'promote', '2026-03-31T02:00:00Z');
    expect(at(late, '2026-04-01T00:00:00Z')).toBe('stage not before 2026-04-29T02:00:00Z: schedule');
    expect(at(late, '2026-04-29T02:00:00Z', '2026-04-25T00:00:00Z')).toBe(
      'stage not before 2026-05-02T00:00:00Z: grace',
    );
  });

  test('waits one soak for the apply of a step that nobody can see', () => {
    const aborted = after(staged, 'abort', '2026-03-30T12:00:00Z');
    expect(at(aborted, '2026-03-30T12:00:01Z')).toBe('stage not before 2026-03-31T12:00:00Z: apply');
    expect(at(aborted, '2026-03-30T13:00:00Z', '2026-03-30T12:30:00Z')).toBe('stage now, due 2026-03-30T02:00:00Z');
  });
});

describe('the applied state', () => {
  const staged = after(setWith(), 'stage', '2026-03-30T02:00:00Z');
  const now = new Date('2026-05-01T00:00:00Z');
  const ledger = appliedOf(staged, '2026-03-30T03:00:00Z');

  test.each([
    ['nothing of the set', null, 'unapplied'],
    ['the step before', { ...ledger, step: 0 }, 'unapplied'],
    ['another credential of the step', { ...ledger, generations: { a: 1, b: 7 } }, 'unapplied'],
    ['this step', ledger, 'promote now, due 2026-03-31T02:00:00Z'],
    ['this step, by an older release', { ...ledger, at: undefined }, 'promote now, due 2026-03-31T02:00:00Z'],
    ['a later step', { ...ledger, step: 2 }, expect.stringContaining('this manifest is old')],
    ['another deployment', { ...ledger, manifest: 'prod' }, expect.stringContaining('belongs to manifest "prod"')],
  ])('holds %s', (_what, applied, turn) => {
    expect(words(turnOf(staged, now, applied))).toEqual(turn);
  });
});

describe('a set that no run moves', () => {
  const now = '2027-01-01T00:00:00Z';
  test('is not automatic', () => expect(at(setWith({ automatic: false }), now)).toBe('not automatic'));

  test('is on its way out', () => {
    const removal = { at: '2026-03-02T00:00:00Z', reason: 'over' };
    const rotation = { requestedAt: '2026-03-02T00:00:00Z' };
    expect(at({ ...setWith(), removal, rotation }, now)).toBe('removal');
  });

  test('has a policy that no rotation can keep to', () => {
    const policy = { interval: '7d', soak: '24h', grace: '7d' };
    expect(at(setWith(policy), now)).toBe(
      'soak must not be longer than interval - grace, got soak 1d, interval 7d, grace 7d: a stage waits for grace and its promote for soak, so make the interval at least 8d, or soak or grace shorter',
    );
    expect(at(setWith({ ...policy, automatic: false }), now)).toBe('not automatic');
    expect(at(setWith({ ...policy, interval: '8d' }), now)).toMatch(/^stage now/);
  });
});

describe('a rotation that was asked for', () => {
  const rotation = { requestedAt: '2026-03-05T10:00:00Z' };

  test.each([{}, { automatic: false }, { automatic: false, interval: '1d' }])('with %j is due at once', (policy) => {
    const set = { ...setWith(policy), rotation };
    expect(at(set, '2026-03-05T10:00:00Z')).toBe('stage now, due 2026-03-05T10:00:00Z');
    const staged = after(set, 'stage', '2026-03-05T10:00:00Z');
    expect(at(staged, '2026-03-05T11:00:00Z')).toBe('promote not before 2026-03-06T10:00:00Z: soak');
    expect(at(staged, '2026-03-06T10:00:00Z')).toBe('promote now, due 2026-03-05T10:00:00Z');
    expect(after(staged, 'promote', '2026-03-06T10:00:00Z').rotation).toBeUndefined();
  });

  test('is done with the promote: a set that people move rests again', () => {
    const staged = after({ ...setWith({ automatic: false, retire: true }), rotation }, 'stage', '2026-03-05T10:00:00Z');
    expect(at(after(staged, 'promote', '2026-03-06T10:00:00Z'), '2027-01-01T00:00:00Z')).toBe('not automatic');
  });

  test('waits for grace where the previous credential is to be recycled', () => {
    const staged = after(setWith(), 'stage', '2026-03-30T02:00:00Z');
    const promoted = after(staged, 'promote', '2026-03-31T02:00:00Z');
    const asked = { ...promoted, rotation: { requestedAt: '2026-04-01T00:00:00Z' } };
    expect(at(asked, '2026-04-01T00:00:00Z')).toBe('stage not before 2026-04-07T02:00:00Z: grace');
  });

  test('does not put off a rotation that is due before', () => {
    expect(at({ ...setWith(), rotation: { requestedAt: '2026-04-05T00:00:00Z' } }, '2026-04-06T00:00:00Z')).toBe(
      'stage now, due 2026-03-30T02:00:00Z',
    );
  });
});

describe('a freeze', () => {
  const freeze = [{ from: '2026-03-28', until: '2026-04-03', reason: 'year end' }];
  const set = setWith({ freeze });

  test('puts a step off, and the soak of it is not cut short', () => {
    expect(at(set, '2026-03-20T00:00:00Z')).toBe('stage not before 2026-04-03T00:00:00Z: schedule (year end)');
    expect(at(set, '2026-03-31T00:00:00Z')).toBe('stage not before 2026-04-03T00:00:00Z: freeze (year end)');
    expect(at(set, '2026-04-03T00:00:00Z')).toBe('stage now, due 2026-03-30T02:00:00Z');
    const staged = after(set, 'stage', '2026-04-03T00:00:00Z');
    expect(at(staged, '2026-04-03T00:00:00Z')).toBe('promote not before 2026-04-04T00:00:00Z: soak');
  });

  test('holds for a rotation that was asked for', () => {
    const asked = { ...set, rotation: { requestedAt: '2026-03-29T00:00:00Z' } };
    expect(at(asked, '2026-03-29T00:00:00Z')).toBe('stage not before 2026-04-03T00:00:00Z: freeze (year end)');
  });
});

test('a step that the provider does not allow is due all the same: taking it says why not', () => {
  const set = setWith({}, { kind: Kind.UAA_CLIENT_SECRET });
  const promoted = after(after(set, 'stage', '2026-03-30T02:00:00Z'), 'promote', '2026-03-31T02:00:00Z');
  const back = after(promoted, 'rollback', '2026-04-01T00:00:00Z');
  expect(at(back, '2026-06-01T00:00:00Z')).toBe('stage now, due 2026-04-30T02:00:00Z');
  expect(() => after(back, 'stage', '2026-06-01T00:00:00Z')).toThrow(/always removes the oldest/);
});
