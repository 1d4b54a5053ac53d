import type { Duration } from '../rotation';
import { type OperatedSet, runwaySeconds } from './operation';

/** A line for each set whose sign-ins would stop sooner than `least` if no pipeline ever ran again. */
export function runwayAlarms(lines: readonly OperatedSet[], now: Date, least: Duration): readonly string[] {
  return lines.flatMap(({ set, operation }) => {
    const left = runwaySeconds(operation, now);
    if (left === undefined || left >= least.inSeconds) return [];
    const when = operation.runway?.ends;
    return [`alarm: sign-ins of "${set}" ${left <= 0 ? 'stopped' : 'stop'} at ${when}, the least runway is ${least}`];
  });
}
