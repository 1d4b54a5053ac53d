import { Duration } from '../../../lib/rotation';
import { offsetOf } from '../../../lib/rotation/schedule/spread';

const names = Array.from({ length: 10_000 }, (_, index) => `app-${index}`);

// Worked out by another program. The place of a set stays for ever: whoever changes these moves every fleet.
test.each([
  ['billing', '7d', { days: 0, seconds: 0 }],
  ['payroll', '7d', { days: 2, seconds: 0 }],
  ['a', '7d', { days: 5, seconds: 0 }],
  ['a', '36h', { days: 1, seconds: 0 }],
  ['billing', '4h', { days: 0, seconds: 707 }],
  ['a', '4h', { days: 0, seconds: 11_395 }],
  ['a', '0s', { days: 0, seconds: 0 }],
])('%s in a spread of %s', (name, spread, offset) => {
  expect(offsetOf(name, Duration.parse(spread))).toEqual(offset);
});

test('is even over the days of a long spread', () => {
  const nights = new Array<number>(7).fill(0);
  for (const name of names) nights[offsetOf(name, Duration.days(7)).days]!++;
  // 10,000 / 7 = 1,429 expected, standard deviation 35.
  for (const sets of nights) expect(Math.abs(sets - 1_429)).toBeLessThan(4 * 35);
});

test('is even over the minutes of a short one, and stays within it', () => {
  const spread = Duration.hours(4);
  const hours = new Array<number>(4).fill(0);
  for (const name of names) {
    const { days, seconds } = offsetOf(name, spread);
    expect(days === 0 && seconds >= 0 && seconds < spread.inSeconds).toBe(true);
    hours[Math.floor(seconds / 3_600)]!++;
  }
  for (const sets of hours) expect(Math.abs(sets - 2_500)).toBeLessThan(4 * 44);
});
