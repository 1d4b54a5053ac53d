import fc from 'fast-check';
import { DEFAULT_POLICY, Duration, InputError, policyOf, type PolicyOptions } from '../../lib/rotation';

const hours = (most: number): fc.Arbitrary<Duration> => fc.integer({ min: 0, max: most }).map(Duration.hours);

describe('without options', () => {
  test('is the default policy', () => {
    const policy = policyOf({});
    expect({ ...policy, interval: `${policy.interval}`, soak: `${policy.soak}`, grace: `${policy.grace}` }).toEqual({
      ...DEFAULT_POLICY,
      soak: '1d',
      lifetime: Duration.days(68),
    });
  });
});

describe('precedence', () => {
  test('the set comes before the defaults of the manifest, those before the library', () => {
    const policy = policyOf({ interval: '10d' }, { interval: '20d', grace: '3d', at: '05:30Z' });
    expect([`${policy.interval}`, `${policy.grace}`, policy.at, `${policy.soak}`]).toEqual([
      '10d',
      '3d',
      '05:30Z',
      '1d',
    ]);
  });

  test.each<[keyof PolicyOptions, string | boolean, string | boolean]>([
    ['at', '03:00Z', '04:00Z'],
    ['automatic', false, true],
    ['retire', true, false],
    ['automatic', true, false],
    ['retire', false, true],
  ])('%s: %p wins over %p', (name, first, second) => {
    expect(policyOf({ [name]: first }, { [name]: second })).toMatchObject({ [name]: first });
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
    [{ at: '24:00Z' }, 'at is a time of day in UTC such as 02:00Z, got "24:00Z"'],
    [{ at: '2:00Z' }, 'at is a time of day in UTC such as 02:00Z, got "2:00Z"'],
    [{ at: '02:60Z' }, 'at is a time of day in UTC such as 02:00Z, got "02:60Z"'],
    [{ at: '02:00' }, 'at is a time of day in UTC such as 02:00Z, got "02:00"'],
    [
      { interval: '60w', lifetime: '1w' },
      'lifetime must be at least 2 x interval + soak + grace = 848d, got 7d: a credential is current for one interval and previous for another',
    ],
    [{ interval: '36000d' }, 'lifetime: a duration is 0 s to 100 years in whole seconds, got 6220800000 s'],
  ])('%j', (options, message) => {
    expect(() => policyOf(options)).toThrow(new InputError(message));
  });

  test.each(['00:00Z', '02:00Z', '23:59Z'])('nothing about %s', (at) => {
    expect(policyOf({ at }).at).toBe(at);
  });
});
