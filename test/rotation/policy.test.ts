import fc from 'fast-check';
import { DEFAULT_POLICY, Duration, InputError, policyOf, type PolicyOptions } from '../../lib/rotation';

const hours = (most: number): fc.Arbitrary<Duration> => fc.integer({ min: 0, max: most }).map(Duration.hours);

describe('without options', () => {
  test('is the default policy', () => {
    const policy = policyOf({});
    const { interval, at, soak, grace } = policy;
    expect({ ...policy, interval: `${interval}`, at: `${at}`, soak: `${soak}`, grace: `${grace}` }).toEqual({
      ...DEFAULT_POLICY,
      soak: '1d',
      lifetime: Duration.days(68),
      freeze: policyOf({ freeze: [] }).freeze,
      spread: Duration.seconds(0),
    });
  });
});

describe('precedence', () => {
  test('the set comes before the defaults of the manifest, those before the library', () => {
    const policy = policyOf({ interval: '10d' }, { interval: '20d', grace: '3d', at: '05:30Z' });
    expect([`${policy.interval}`, `${policy.grace}`, `${policy.at}`, `${policy.soak}`]).toEqual([
      '10d',
      '3d',
      '05:30Z',
      '1d',
    ]);
  });

  test.each<[keyof PolicyOptions, string | boolean, string | boolean]>([
    ['automatic', false, true],
    ['retire', true, false],
    ['automatic', true, false],
    ['retire', false, true],
  ])('%s: %p wins over %p', (name, first, second) => {
    expect(policyOf({ [name]: first }, { [name]: second })).toMatchObject({ [name]: first });
  });

  test('a time of day wins over another one', () => {
    expect(`${policyOf({ at: '03:00 Asia/Kolkata' }, { at: '04:00Z' }).at}`).toBe('03:00 Asia/Kolkata');
  });

  test('freeze windows of the set stand in for those of the defaults', () => {
    const [mine, all] = ['sat', 'sun'].map((every) => [{ every, reason: every }]);
    const { freeze } = policyOf({ freeze: mine }, { freeze: all });
    expect(['2026-01-03', '2026-01-04'].map((day) => freeze.at(new Date(day))?.reasons)).toEqual([['sat'], undefined]);
  });

  test('a name without a value leaves the next ones their say', () => {
    expect(`${policyOf({ interval: undefined }, { interval: '20d' }).interval}`).toBe('20d');
    expect(`${policyOf({ interval: undefined, lifetime: undefined }).interval}`).toBe('30d');
  });
});

describe('lifetime', () => {
  test('is 2 x interval + soak + grace where it is not named', () => {
    fc.assert(
      fc.property(hours(10_000), hours(10_000), hours(10_000), (interval, soak, grace) => {
        fc.pre(interval.inSeconds > 0);
        const policy = policyOf({ interval: `${interval}`, soak: `${soak}`, grace: `${grace}` });
        expect(policy.lifetime.inSeconds).toBe(2 * interval.inSeconds + soak.inSeconds + grace.inSeconds);
      }),
    );
  });

  test.each(['68d', 'P68D', '730d'])('%s is allowed for the default policy, which needs 68d', (lifetime) => {
    expect(policyOf({ lifetime }).lifetime).toEqual(Duration.parse(lifetime));
  });

  test('an hour shorter than 68d is refused for the default policy', () => {
    expect(() => policyOf({ lifetime: '1631h' })).toThrow(
      new InputError(
        'lifetime must be at least 2 x interval + soak + grace = 68d, got 1631h: a credential is current for one interval and previous for another',
      ),
    );
  });

  test('of the defaults must also fit the interval of a set', () => {
    expect(() => policyOf({ interval: '60d' }, { lifetime: '90d' })).toThrow(
      /^lifetime must be at least .* = 128d, got 90d/,
    );
  });

  test('that the message asks for can be given as it stands there', () => {
    const options = { interval: '30d', soak: '1s', grace: '7d' };
    const message = (): string => {
      try {
        return `${policyOf({ ...options, lifetime: '1d' }).lifetime}`;
      } catch (error) {
        return (error as Error).message;
      }
    };
    const [, least] = /= (\S+), got 1d/.exec(message()) ?? [];
    expect(policyOf({ ...options, lifetime: least }).lifetime.inSeconds).toBe(67 * 86_400 + 1);
  });
});

describe('refuses', () => {
  test.each<[PolicyOptions, string]>([
    [{ interval: '0d' }, 'interval must be longer than zero, got "0s"'],
    [{ interval: 'monthly' }, 'interval: a duration looks like 30d, 24h, 90m, 45s or P30D, got "monthly"'],
    [{ soak: '1' }, 'soak: a duration looks like 30d, 24h, 90m, 45s or P30D, got "1"'],
    [{ grace: '' }, 'grace: a duration looks like 30d, 24h, 90m, 45s or P30D, got ""'],
    [{ at: '24:00Z' }, 'at: a time of day looks like 02:00Z or "02:30 Europe/Berlin", got "24:00Z"'],
    [{ at: '2:00Z' }, 'at: a time of day looks like 02:00Z or "02:30 Europe/Berlin", got "2:00Z"'],
    [{ at: '02:60Z' }, 'at: a time of day looks like 02:00Z or "02:30 Europe/Berlin", got "02:60Z"'],
    [{ at: '02:00' }, 'at: a time of day looks like 02:00Z or "02:30 Europe/Berlin", got "02:00"'],
    [
      { at: '02:00 Europe/Belin' },
      'at: a time zone is a name of the IANA database such as Europe/Berlin, got "Europe/Belin": look the name up, or give the time in UTC, such as 02:00Z',
    ],
    [
      { at: '02:00 +01:00' },
      'at: a time zone is a name of the IANA database such as Europe/Berlin, got "+01:00": look the name up, or give the time in UTC, such as 02:00Z',
    ],
    [
      { interval: 'P1M' },
      'interval: a duration has no years and months, whose length varies, got "P1M": give weeks or days, such as P30D',
    ],
    [
      { spread: '31d' },
      'spread must not be longer than the interval, got spread 31d and interval 30d: the last sets would outlive their credentials',
    ],
    [{ spread: 'wide' }, 'spread: a duration looks like 30d, 24h, 90m, 45s or P30D, got "wide"'],
    [
      { interval: '60w', lifetime: '1w' },
      'lifetime must be at least 2 x interval + soak + grace = 848d, got 7d: a credential is current for one interval and previous for another',
    ],
    [{ interval: '36000d' }, 'lifetime: a duration is 0 s to 100 years in whole seconds, got 6220800000 s'],
  ])('%j', (options, message) => {
    expect(() => policyOf(options)).toThrow(new InputError(message));
  });

  test.each(['00:00Z', '02:00Z', '23:59Z', '02:30 Europe/Berlin', '02:30 UTC', '02:30 America/Argentina/Ushuaia'])(
    'nothing about %s',
    (at) => {
      expect(`${policyOf({ at }).at}`).toBe(at);
    },
  );
});
