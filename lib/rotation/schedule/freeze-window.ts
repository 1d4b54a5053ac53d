import { InputError } from '../error';
import { DAY_SECONDS, dayNumber, Zone } from './zone';

/** A window as it stands in the policy: `from` and `until`, or `every`. */
export interface FreezeOptions {
  /** First day, or moment: `2026-12-20`, `2026-12-20T18:00` in the zone of `at`, `2026-12-20T18:00Z` in UTC. */
  readonly from?: string;
  /** The day or moment on which it is over. */
  readonly until?: string;
  /** `12-20/01-02` each year (the second day is free again), `sat-sun` or `sun` each week (all of these days). */
  readonly every?: string;
  readonly reason: string;
}

/** A window, once or recurring. */
export interface FreezeWindow {
  readonly reason: string;
  /** When the window that holds a moment ends; undefined for a moment outside. */
  readonly endOf: EndOf;
}

type EndOf = (moment: Date) => Date | undefined;

const MOMENT = /^(\d{4})-(\d{2})-(\d{2})(?:T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?(Z)?)?$/;
const YEARLY = /^(\d{2})-(\d{2})\/(\d{2})-(\d{2})$/;
const WEEKLY = /^([a-z]{3})(?:-([a-z]{3}))?$/;
/** Day 0 of the calendar is a Thursday. */
const WEEKDAYS = ['thu', 'fri', 'sat', 'sun', 'mon', 'tue', 'wed'];
const LEAP_YEAR = 2024;

/** @throws InputError when the options are not one window */
export function freezeWindow({ from, until, every, reason }: FreezeOptions, zone: Zone): FreezeWindow {
  if (every !== undefined && from === undefined && until === undefined) {
    return { reason, endOf: recurring(every, zone) };
  }
  if (every === undefined && from !== undefined && until !== undefined) {
    return { reason, endOf: dated(from, until, zone) };
  }
  throw new InputError('a window has "from" and "until", or "every" alone, got another combination');
}

function dated(from: string, until: string, zone: Zone): EndOf {
  const [start, end] = [momentOf(from, zone), momentOf(until, zone)];
  if (end <= start) throw new InputError(`a window ends after it begins, got from "${from}" until "${until}"`);
  return (moment) => (start <= moment && moment < end ? end : undefined);
}

function momentOf(text: string, local: Zone): Date {
  const [year, month, day, hours, minutes, seconds] = (MOMENT.exec(text) ?? [])
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  if (year === undefined || !isDay(year, month as number, day as number)) {
    throw new InputError(`a window begins and ends on a day such as 2026-12-20 or at 2026-12-20T18:00, got "${text}"`);
  }
  const zone = text.endsWith('Z') ? Zone.UTC : local;
  const second = (hours as number) * 3600 + (minutes as number) * 60 + (seconds as number);
  return zone.moment(dayNumber(year, month as number, day as number), second);
}

function recurring(every: string, zone: Zone): EndOf {
  const [fromMonth, fromDay, untilMonth, untilDay] = (YEARLY.exec(every) ?? []).slice(1).map(Number);
  if (fromMonth !== undefined) {
    return yearly(every, [fromMonth, fromDay as number], [untilMonth as number, untilDay as number], zone);
  }
  const [, first = '', last = first] = WEEKLY.exec(every) ?? [];
  const [from, until] = [WEEKDAYS.indexOf(first), WEEKDAYS.indexOf(last)];
  if (from < 0 || until < 0) {
    throw new InputError(`every is days of a year such as 12-20/01-02 or of a week such as sat-sun, got "${every}"`);
  }
  return weekly(from, until, zone);
}

type MonthDay = readonly [month: number, day: number];

/** In a year without 29 February that day is 1 March. */
function yearly(every: string, from: MonthDay, until: MonthDay, zone: Zone): EndOf {
  if (![from, until].every(([month, day]) => isDay(LEAP_YEAR, month, day))) {
    throw new InputError(`every is days of a year such as 12-20/01-02, got "${every}"`);
  }
  const wraps = dayNumber(LEAP_YEAR, ...until) <= dayNumber(LEAP_YEAR, ...from);
  return (moment) => {
    const day = zone.dayOf(moment);
    const year = new Date(day * DAY_SECONDS * 1000).getUTCFullYear();
    for (const start of [year - 1, year]) {
      const end = dayNumber(start + (wraps ? 1 : 0), ...until);
      if (dayNumber(start, ...from) <= day && day < end) return zone.moment(end, 0);
    }
    return undefined;
  };
}

function weekly(from: number, until: number, zone: Zone): EndOf {
  const length = 1 + ((until - from + 7) % 7);
  return (moment) => {
    const day = zone.dayOf(moment);
    const passed = (((day - from) % 7) + 7) % 7;
    return passed < length ? zone.moment(day + length - passed, 0) : undefined;
  };
}

function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return month >= 1 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
