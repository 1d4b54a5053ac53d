/** A mark on the time axis. */
export interface Tick {
  readonly at: Date;
  readonly label: string;
}

type Unit = 'day' | 'week' | 'month';

/** From fine to coarse. */
const STEPS: readonly (readonly [count: number, unit: Unit])[] = [
  [1, 'day'],
  [2, 'day'],
  [1, 'week'],
  [2, 'week'],
  [1, 'month'],
  [2, 'month'],
  [3, 'month'],
  [6, 'month'],
  ...[1, 2, 5, 10, 25].map((years) => [12 * years, 'month'] as const),
];
const DAY = 86_400_000;
/** 1970-01-05 was a Monday. */
const MONDAY = 4;

/**
 * Days, weeks, which begin on Monday, or months, whichever gives the most marks that still are few enough.
 *
 * @param most marks that have room
 */
export function ticksOf(from: Date, until: Date, most: number): readonly Tick[] {
  const days = (until.getTime() - from.getTime()) / DAY;
  const [count, unit] = STEPS.find((step) => days / daysOf(step) <= most) ?? [300, 'month'];
  const moments: Date[] = [];
  for (let at = firstOf(from, count, unit); at < until; at = nextOf(at, count, unit)) moments.push(at);
  return moments.map((at, index) => ({ at, label: labelOf(at, moments[index - 1], unit) }));
}

function daysOf([count, unit]: readonly [number, Unit]): number {
  return count * { day: 1, week: 7, month: 30.4 }[unit];
}

function firstOf(from: Date, count: number, unit: Unit): Date {
  if (unit === 'month') {
    const months = from.getUTCFullYear() * 12 + from.getUTCMonth();
    const first = monthOf(Math.ceil(months / count) * count);
    return first < from ? monthOf((Math.floor(months / count) + 1) * count) : first;
  }
  const [every, shift] = unit === 'week' ? [7 * count, MONDAY] : [count, 0];
  return new Date((Math.ceil((from.getTime() / DAY - shift) / every) * every + shift) * DAY);
}

function nextOf(at: Date, count: number, unit: Unit): Date {
  if (unit === 'month') return monthOf(at.getUTCFullYear() * 12 + at.getUTCMonth() + count);
  return new Date(at.getTime() + count * (unit === 'week' ? 7 : 1) * DAY);
}

function monthOf(months: number): Date {
  return new Date(Date.UTC(Math.floor(months / 12), months % 12, 1));
}

/** The year stands at the first mark, and wherever it changes. */
function labelOf(at: Date, before: Date | undefined, unit: Unit): string {
  const year = before?.getUTCFullYear() === at.getUTCFullYear() ? '' : ` ${at.getUTCFullYear()}`;
  return `${unit === 'month' ? '' : `${at.getUTCDate()} `}${MONTHS[at.getUTCMonth()]}${year}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A day as people write it. */
export function dayText(at: Date): string {
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
}
