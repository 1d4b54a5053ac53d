import fc from 'fast-check';
import { Duration, InputError } from '../../lib/rotation';

const anyDuration = fc.integer({ min: 0, max: Duration.MAX_SECONDS }).map((seconds) => Duration.seconds(seconds));

describe('parse', () => {
  test.each([
    ['30d', 2_592_000],
    ['24h', 86_400],
    ['90m', 5_400],
    ['45s', 45],
    ['2w', 1_209_600],
    ['0s', 0],
    ['P30D', 2_592_000],
    ['PT24H', 86_400],
    ['P1DT2H3M4S', 93_784],
    ['P2W', 1_209_600],
    ['PT0S', 0],
    ['36500d', 3_153_600_000],
  ])('reads %s', (text, seconds) => {
    expect(Duration.parse(text).inSeconds).toBe(seconds);
  });

  test.each(
    ['', '30', 'd', '30 d', ' 30d', '30d\n', '-1d', '+1d', '1.5h', '1e3s', '30D', '1y', '1M', '٣d', '1234567s'].concat([
      'P',
      'PT',
      'P1',
      'P1DT',
      'PT1',
      'P-1D',
      'P1H',
      'PT1D',
      'p1d',
      'P1.5D',
      'PT1S1M',
      'null',
      'Infinitys',
    ]),
  )('refuses %j', (text) => {
    expect(() => Duration.parse(text)).toThrow(
      new InputError(`a duration looks like 30d, 24h, 90m, 45s or P30D, got "${text}"`),
    );
  });

  test.each(['P1M', 'P1Y', 'P1Y2D', 'P2W1M', 'P1M2DT3H'])('refuses %s, whose length varies', (text) => {
    expect(() => Duration.parse(text)).toThrow(
      new InputError(
        `a duration has no years and months, whose length varies, got "${text}": give weeks or days, such as P30D`,
      ),
    );
  });

  test.each(['36501d', '999999w', 'P36500DT1S'])('refuses %s, which is longer than 100 years', (text) => {
    expect(() => Duration.parse(text)).toThrow(/^a duration is 0 s to 100 years in whole seconds, got \d+ s$/);
  });

  test('of any text gives a duration in whole seconds or refuses it', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'0123456789PTWDHMSwdhms.- ') }),
    );
    fc.assert(
      fc.property(text, (given) => {
        let read: Duration;
        try {
          read = Duration.parse(given);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
          return;
        }
        expect(given).toMatch(/^[0-9PTWDHMSwdhms]+$/);
        expect(Number.isInteger(read.inSeconds) && read.inSeconds >= 0).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  test('reads what toString writes', () => {
    fc.assert(
      fc.property(anyDuration, (duration) => {
        expect(Duration.parse(duration.toString()).inSeconds).toBe(duration.inSeconds);
      }),
    );
  });
});

describe('toString', () => {
  test.each([
    ['P30D', '30d'],
    ['24h', '1d'],
    ['90m', '90m'],
    ['0d', '0s'],
    ['P60DT1S', 'P60DT1S'],
  ])('of %s is %s', (text, written) => {
    expect(Duration.parse(text).toString()).toBe(written);
  });
});

describe('toTerraform', () => {
  test.each([
    ['7d', '168h'],
    ['36h', '36h'],
    ['90m', '90m'],
    ['0s', '0s'],
  ])('of %s is %s, which timeadd reads', (text, written) => {
    expect(Duration.parse(text).toTerraform()).toBe(written);
  });

  test('is the same length of time in hours, minutes or seconds', () => {
    fc.assert(
      fc.property(anyDuration, (duration) => {
        const [, amount, unit] = /^(\d+)([hms])$/.exec(duration.toTerraform()) ?? [];
        expect(Number(amount) * { h: 3600, m: 60, s: 1 }[unit as 'h' | 'm' | 's']).toBe(duration.inSeconds);
      }),
    );
  });
});

describe('arithmetic', () => {
  test('adds, multiplies, compares and counts from a moment', () => {
    const day = Duration.days(1);
    expect(day.plus(Duration.hours(1)).inSeconds).toBe(90_000);
    expect(day.times(2).inSeconds).toBe(172_800);
    expect([Duration.hours(23).isShorterThan(day), day.isShorterThan(Duration.hours(24))]).toEqual([true, false]);
    expect(day.after(new Date('2026-02-28T12:00:00Z'))).toEqual(new Date('2026-03-01T12:00:00Z'));
  });

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, Duration.MAX_SECONDS + 1])(
    'refuses %p seconds',
    (amount) => {
      expect(() => Duration.seconds(amount)).toThrow(InputError);
    },
  );

  test('never leaves 0 s to 100 years', () => {
    const century = Duration.seconds(Duration.MAX_SECONDS);
    expect(() => century.plus(Duration.seconds(1))).toThrow(InputError);
    expect(() => century.times(2)).toThrow(InputError);
  });
});
