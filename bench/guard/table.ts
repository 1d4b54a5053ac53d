import type { Measure } from './measure';

/** What was measured of plans of one size, one element a round. */
export interface Row {
  readonly sets: number;
  readonly megabytes: number;
  readonly parse: readonly Measure[];
  /** Empty where the command is not there. */
  readonly guard: readonly Measure[];
  /** Empty where there is no peer. */
  readonly peer: readonly Measure[];
}

export function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

export function printTable(rows: readonly Row[], peer: string): void {
  const pair = (name: string): string => `${`${name} [s]`.padStart(16)}${'peak [MB]'.padStart(11)}`;
  console.log(
    `   sets  plan [MB]${pair('JSON.parse')}${pair('guard')}${pair(peer)}  guard/parse  guard/${peer}  ${peer}/parse`,
  );
  for (const { sets, megabytes, parse, guard, peer: gate } of rows) {
    const cells = [parse, guard, gate].map(
      (measures) =>
        figure(secondsOf(measures), 3).padStart(16) + figure(median(measures.map((m) => m.peak)), 0).padStart(11),
    );
    const ratios = [ratio(guard, parse).padStart(13), ratio(guard, gate).padStart(8 + peer.length)];
    const last = ratio(gate, parse).padStart(8 + peer.length);
    console.log(
      `${String(sets).padStart(7)}${megabytes.toFixed(1).padStart(11)}${cells.join('')}${ratios.join('')}${last}`,
    );
  }
}

/** The exponent over all sizes, in which start-up still shows, and over the two largest. */
export function printGrowth(rows: readonly Row[], peer: string): void {
  for (const some of [rows, ...(rows.length > 2 ? [rows.slice(-2)] : [])]) {
    const [parsed, judged, gated] = (['parse', 'guard', 'peer'] as const).map((of) => figure(slope(some, of), 2));
    console.log(
      `growth exponent from ${some[0]?.sets} to ${some.at(-1)?.sets} sets: ` +
        `JSON.parse ${parsed}, guard ${judged}, ${peer} ${gated} (1 is linear)`,
    );
  }
}

/** Of log time over log sets, by least squares. */
function slope(rows: readonly Row[], of: 'parse' | 'guard' | 'peer'): number {
  const points = rows.map((row) => [Math.log(row.sets), Math.log(secondsOf(row[of]))] as const);
  const [x, y] = [mean(points.map(([sets]) => sets)), mean(points.map(([, time]) => time))];
  const rise = points.reduce((sum, [sets, time]) => sum + (sets - x) * (time - y), 0);
  return rise / points.reduce((sum, [sets]) => sum + (sets - x) ** 2, 0);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function secondsOf(measures: readonly Measure[]): number {
  return median(measures.map((measure) => measure.seconds));
}

/** The median of the ratios within a round: what else the machine does, it does to both. */
function ratio(one: readonly Measure[], other: readonly Measure[]): string {
  const paired = one.slice(0, other.length);
  return figure(median(paired.map(({ seconds }, index) => seconds / (other[index]?.seconds ?? Number.NaN))), 2);
}

function figure(value: number, digits: number): string {
  return Number.isFinite(value) ? value.toFixed(digits) : '-';
}
