import type { Freeze } from './schedule';

/** A freeze, within a stretch of time. */
export interface FrozenSpan {
  readonly from: Date;
  readonly until: Date;
  readonly reasons: readonly string[];
}

const HOUR = 3_600_000;
const MOST_LOOKS = 10_000;
const MINUTE = 60_000;

/**
 * The freezes between two moments, to the minute. One that is shorter than an hour, or than a ten-thousandth of the whole
 * time, may be overlooked.
 */
export function frozenSpans(freeze: Freeze, from: Date, until: Date): readonly FrozenSpan[] {
  const stride = Math.max(HOUR, (until.getTime() - from.getTime()) / MOST_LOOKS);
  const spans: FrozenSpan[] = [];
  let [free, at]: [number | undefined, number] = [undefined, from.getTime()];
  while (at < until.getTime()) {
    const frozen = freeze.at(new Date(at));
    if (frozen) {
      const start = new Date(free === undefined ? at : beginOf(freeze, free, at));
      const end = frozen.until < until ? frozen.until : until;
      spans.push({ from: start, until: end, reasons: freeze.at(start)?.reasons ?? frozen.reasons });
      [free, at] = [undefined, frozen.until.getTime()];
    } else [free, at] = [at, at + stride];
  }
  return spans;
}

function beginOf(freeze: Freeze, free: number, frozen: number): number {
  let [low, high] = [free, frozen];
  while (high - low > MINUTE) {
    const middle = (low + high) / 2;
    if (freeze.at(new Date(middle))) high = middle;
    else low = middle;
  }
  return Math.floor(high / MINUTE) * MINUTE;
}
