import fc from 'fast-check';
import { InputError, isTimestamp, parseTimestamp, timestamp } from '../../lib/rotation';

test('writes a moment as Entra echoes it, without fractions', () => {
  expect(timestamp(new Date('2026-01-31T02:00:00.987Z'))).toBe('2026-01-31T02:00:00Z');
});

test.each(['2026-01-31T02:00:00Z', '2028-02-29T23:59:59Z'])('reads %s', (text) => {
  expect(timestamp(parseTimestamp(text))).toBe(text);
});

test.each([
  ['2026-02-30T00:00:00Z'],
  ['2027-02-29T00:00:00Z'],
  ['2026-13-01T00:00:00Z'],
  ['2026-01-31T24:00:00Z'],
  ['2026-01-31T02:60:00Z'],
  ['2026-01-31T02:00:00.000Z'],
  ['2026-01-31T02:00:00+01:00'],
  ['2026-01-31T02:00:00Z\n'],
  ['2026-01-31 02:00:00Z'],
  ['2026-01-31'],
  [''],
])('refuses %j', (text) => {
  expect(isTimestamp(text)).toBe(false);
  expect(() => parseTimestamp(text)).toThrow(new InputError(`a time looks like 2026-01-31T02:00:00Z, got "${text}"`));
});

test('of any moment of four-digit years reads back to the second', () => {
  const moments = fc.date({
    min: new Date('0000-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(moments, (moment) => {
      expect(parseTimestamp(timestamp(moment)).getTime()).toBe(Math.floor(moment.getTime() / 1000) * 1000);
    }),
  );
});
