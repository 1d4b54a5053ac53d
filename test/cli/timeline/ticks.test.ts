import fc from 'fast-check';
import { ticksOf } from '../../../lib/cli/timeline/ticks';

const labels = (from: string, until: string, most = 12): readonly string[] =>
  ticksOf(new Date(from), new Date(until), most).map(({ label }) => label);

describe('ticksOf', () => {
  it.each([
    ['2026-03-01', '2026-03-08', ['1 Mar 2026', '2 Mar', '3 Mar', '4 Mar', '5 Mar', '6 Mar', '7 Mar']],
    ['2026-12-20', '2027-02-01', ['21 Dec 2026', '28 Dec', '4 Jan 2027', '11 Jan', '18 Jan', '25 Jan']],
    ['2026-01-15', '2026-07-14', ['Feb 2026', 'Mar', 'Apr', 'May', 'Jun', 'Jul']],
    [
      '2025-06-01',
      '2030-01-01',
      ['Jul 2025', 'Jan 2026', 'Jul', 'Jan 2027', 'Jul', 'Jan 2028', 'Jul', 'Jan 2029', 'Jul'],
    ],
  ])('marks days, weeks or months from %s to %s', (from, until, expected) => {
    expect(labels(from, until)).toEqual(expected);
  });

  it('marks moments of the time only, in order, and hardly more than have room', () => {
    const days = fc.integer({ min: 1, max: 3_653 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), days, fc.integer({ min: 6, max: 14 }), (start, length, most) => {
        const [from, until] = [start, start + length].map((day) => day * 86_400_000) as [number, number];
        const times = ticksOf(new Date(from), new Date(until), most).map(({ at }) => at.getTime());
        expect(times.length).toBeLessThanOrEqual(most + 1);
        expect(times).toEqual([...new Set(times)].sort((one, other) => one - other));
        expect(times.every((time) => from <= time && time < until)).toBe(true);
      }),
    );
  });
});
