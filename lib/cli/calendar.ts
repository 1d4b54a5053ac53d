import {
  comingSteps,
  type ComingStep,
  type Duration,
  InputError,
  type ManifestSet,
  timestamp,
  turnOf,
} from '../rotation';
import { type Applied, appliedOf } from './applied-option';
import { icalendar } from './icalendar';
import { momentOption } from './moment';
import type { Context } from './context';
import type { Outcome } from './outcome';
import { table } from './table';
import { columnsOf } from './terminal';
import { turnText } from './turn-text';

export interface CalendarOptions {
  readonly calendar?: boolean;
  readonly until?: string;
  readonly ical?: boolean;
  readonly json?: boolean;
}

/** What else can be asked of "status". */
interface StatusForms extends CalendarOptions {
  readonly metrics?: boolean;
  readonly failIfRunwayBelow?: Duration;
}

const DAYS_AHEAD = 90;

/** The coming steps of sets, in time order, if every run is on time. */
export function calendarOutcome(
  sets: readonly ManifestSet[],
  context: Context,
  options: CalendarOptions,
  applied?: Applied,
): Outcome {
  if (options.ical && options.json) throw new InputError('--ical and --json are two forms of one thing: give one');
  const now = context.now();
  const until = endOf(options.until, now);
  const steps = sets.flatMap((set) => comingSteps(set, now, { until }, appliedOf(set.name, applied))).sort(inTime);
  const json = {
    from: timestamp(now),
    until: timestamp(until),
    steps: steps.map(({ at, set, step, number }) => ({ at: timestamp(at), set, step, number })),
  };
  const notes = sets.flatMap((set) => silence(set, now, applied));
  if (options.ical) return { text: icalendar(steps, sets, now), json, notes };
  const rows = steps.map(({ at, set, step, number }) => [timestamp(at), set, `${number} ${step}`]);
  if (rows.length === 0) return { text: `no steps before ${timestamp(until)}`, json, notes };
  return { text: table([['WHEN', 'SET', 'STEP'], ...rows], { columns: columnsOf(context) }), json, notes };
}

/** @throws InputError when an option of the calendar is given without it, or one that a calendar does not obey */
export function wantsCalendar({ calendar, until, ical, metrics, failIfRunwayBelow }: StatusForms): boolean {
  if (calendar && (metrics || failIfRunwayBelow)) {
    const other = metrics ? '--metrics' : '--fail-if-runway-below';
    throw new InputError(`--calendar shows the coming steps only, got ${other} besides: run them one after the other`);
  }
  if (!calendar && (until !== undefined || ical)) {
    throw new InputError(`${ical ? '--ical' : '--until'} belongs to --calendar, got it alone: add --calendar`);
  }
  return calendar === true;
}

function endOf(text: string | undefined, now: Date): Date {
  if (text === undefined) return new Date(now.getTime() + DAYS_AHEAD * 86_400_000);
  const end = momentOption('--until', text);
  if (end <= now) throw new InputError(`--until is after now, ${timestamp(now)}, got "${text}"`);
  return end;
}

/** Why a set has no coming steps. */
function silence(set: ManifestSet, now: Date, applied: Applied | undefined): readonly string[] {
  const turn = turnOf(set, now, appliedOf(set.name, applied));
  return turn.kind === 'off' || turn.kind === 'refused' ? [`${set.name}: ${turnText(set, turn)}`] : [];
}

function inTime(one: ComingStep, other: ComingStep): number {
  const names = one.set < other.set ? -1 : 1;
  return one.at.getTime() - other.at.getTime() || (one.set === other.set ? one.number - other.number : names);
}
