import { type FreezeOptions, InputError } from '../../../lib/rotation';
import { Freeze } from '../../../lib/rotation/schedule/freeze';
import { Zone } from '../../../lib/rotation/schedule/zone';

const BERLIN = Zone.of('Europe/Berlin');
const ends = (
  windows: readonly Omit<FreezeOptions, 'reason'>[],
  moment: string,
  zone = Zone.UTC,
): string | undefined => {
  const named = windows.map((one, index) => ({ ...one, reason: `reason ${index}` }));
  return Freeze.of(named, zone).at(new Date(moment))?.until.toISOString().slice(0, 16);
};

describe('a window once', () => {
  const days = { from: '2026-12-20', until: '2027-01-02' };
  test.each([
    ['2026-12-19T23:59:59Z', undefined],
    ['2026-12-20T00:00:00Z', '2027-01-02T00:00'],
    ['2027-01-01T23:59:59Z', '2027-01-02T00:00'],
    ['2027-01-02T00:00:00Z', undefined],
  ])('holds its first day and not its last: %s', (moment, until) => {
    expect(ends([days], moment)).toBe(until);
  });

  test.each([
    ['2026-12-19T22:59:59Z', undefined],
    ['2026-12-19T23:00:00Z', '2027-01-01T23:00'],
    ['2027-01-01T23:00:00Z', undefined],
  ])('is in the zone of the policy: %s', (moment, until) => {
    expect(ends([days], moment, BERLIN)).toBe(until);
  });

  test('can have times, local or in UTC', () => {
    expect(ends([{ from: '2026-07-01T18:00', until: '2026-07-02T06:30' }], '2026-07-01T16:00:00Z', BERLIN)).toBe(
      '2026-07-02T04:30',
    );
    expect(ends([{ from: '2026-07-01T18:00Z', until: '2026-07-02T06:30:00Z' }], '2026-07-01T17:59:00Z', BERLIN)).toBe(
      undefined,
    );
  });
});

describe('a window each year', () => {
  test.each([
    ['12-20/01-02', '2026-12-19T23:59:59Z', undefined],
    ['12-20/01-02', '2026-12-20T00:00:00Z', '2027-01-02T00:00'],
    ['12-20/01-02', '2031-01-01T12:00:00Z', '2031-01-02T00:00'],
    ['12-20/01-02', '2031-01-02T00:00:00Z', undefined],
    ['06-01/06-15', '2029-06-14T23:00:00Z', '2029-06-15T00:00'],
    ['02-29/03-01', '2028-02-29T12:00:00Z', '2028-03-01T00:00'],
    ['02-29/03-01', '2027-03-01T12:00:00Z', undefined],
    ['02-29/03-02', '2027-03-01T12:00:00Z', '2027-03-02T00:00'],
  ])('%s at %s', (every, moment, until) => {
    expect(ends([{ every }], moment)).toBe(until);
  });
});

describe('a window each week', () => {
  test.each([
    ['sat-sun', '2026-11-20T23:59:59Z', undefined],
    ['sat-sun', '2026-11-21T00:00:00Z', '2026-11-23T00:00'],
    ['sat-sun', '2026-11-22T23:59:59Z', '2026-11-23T00:00'],
    ['sat-sun', '2026-11-23T00:00:00Z', undefined],
    ['fri-mon', '2026-11-23T12:00:00Z', '2026-11-24T00:00'],
    ['sun', '2026-11-21T12:00:00Z', undefined],
    ['sun', '2026-11-22T12:00:00Z', '2026-11-23T00:00'],
  ])('%s at %s', (every, moment, until) => {
    expect(ends([{ every }], moment)).toBe(until);
  });

  test('ends at local midnight, also on the day of a time change', () => {
    expect(ends([{ every: 'sat-sun' }], '2026-03-28T12:00:00Z', BERLIN)).toBe('2026-03-29T22:00');
    expect(ends([{ every: 'sat-sun' }], '2026-10-24T12:00:00Z', BERLIN)).toBe('2026-10-25T23:00');
  });
});

test('windows that overlap or touch are one, with all reasons', () => {
  const freeze = Freeze.of(
    [
      { every: 'sat-sun', reason: 'weekend' },
      { every: '12-24/12-27', reason: 'holidays' },
      { from: '2026-12-20', until: '2026-12-25', reason: 'audit' },
      { from: '2026-06-01', until: '2026-06-02', reason: 'elsewhere' },
    ],
    Zone.UTC,
  );
  const frozen = freeze.at(new Date('2026-12-19T10:00:00Z'));
  expect(frozen?.until).toEqual(new Date('2026-12-28T00:00:00Z'));
  expect(frozen?.reasons).toEqual(['weekend', 'audit', 'holidays']);
});

describe('refuses', () => {
  test.each<[Omit<FreezeOptions, 'reason'>, RegExp]>([
    [{}, /"from" and "until", or "every" alone/],
    [{ from: '2026-12-20' }, /"from" and "until", or "every" alone/],
    [{ from: '2026-12-20', until: '2026-12-21', every: 'sun' }, /"from" and "until", or "every" alone/],
    [{ from: '2026-12-20', until: '2026-12-20' }, /ends after it begins, got from "2026-12-20" until "2026-12-20"/],
    [{ from: '2027-01-02', until: '2026-12-20' }, /ends after it begins/],
    [{ from: '2026-02-30', until: '2026-12-20' }, /begins and ends on a day such as .*, got "2026-02-30"/],
    [{ from: '20.12.2026', until: '2026-12-21' }, /got "20.12.2026"/],
    [{ from: '2026-12-20T24:00', until: '2026-12-21' }, /got "2026-12-20T24:00"/],
    [{ every: 'weekends' }, /such as 12-20\/01-02 or of a week such as sat-sun, got "weekends"/],
    [{ every: 'sat-sunday' }, /got "sat-sunday"/],
    [{ every: 'sat-xyz' }, /got "sat-xyz"/],
    [{ every: '13-01/01-02' }, /got "13-01\/01-02"/],
    [{ every: '02-30/03-02' }, /got "02-30\/03-02"/],
    [{ every: 'mon-sun' }, /must leave some time free/],
    [{ every: '12-20/12-20' }, /must leave some time free/],
  ])('%j', (window, message) => {
    const make = () => Freeze.of([{ ...window, reason: 'x' }], Zone.UTC);
    expect(make).toThrow(InputError);
    expect(make).toThrow(message);
  });

  test('recurring windows that follow each other for ever', () => {
    const halves = ['01-01/07-01', '07-01/01-01'].map((every) => ({ every, reason: every }));
    expect(() => Freeze.of(halves, BERLIN)).toThrow(/must leave some time free/);
    expect(() =>
      Freeze.of(
        ['mon-fri', 'sat-sun'].map((every) => ({ every, reason: every })),
        BERLIN,
      ),
    ).toThrow(/must leave some time free/);
  });
});
