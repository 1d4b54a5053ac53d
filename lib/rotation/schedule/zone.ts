import type { Temporal as TemporalNamespace } from '@js-temporal/polyfill';
import { InputError } from '../error';

/** A calendar day, counted from 1970-01-01 (day 0, a Thursday). */
export type Day = number;

export const DAY_SECONDS = 86_400;
const REMEMBERED = 20_000;

/**
 * A time zone: what instant a local time is, and what local day an instant falls on. Never the zone of the machine.
 * UTC is plain arithmetic; the rules of the IANA zones come from Temporal.
 */
export class Zone {
  static readonly UTC = new Zone('UTC');
  private static readonly known = new Map<string, Zone>([['UTC', Zone.UTC]]);

  /** @param name of the IANA database, such as `Europe/Berlin` @throws InputError when there is no such zone */
  static of(name: string): Zone {
    const zone = Zone.known.get(name) ?? new Zone(checked(name));
    Zone.known.set(name, zone);
    return zone;
  }

  private readonly moments = new Map<number, number>();

  private constructor(readonly name: string) {}

  dayOf(moment: Date): Day {
    const seconds = Math.floor(moment.getTime() / 1000);
    if (this === Zone.UTC) return Math.floor(seconds / DAY_SECONDS);
    return this.remember(-1 - seconds, () => {
      const local = temporal()
        .Instant.fromEpochMilliseconds(seconds * 1000)
        .toZonedDateTimeISO(this.name);
      return dayNumber(local.year, local.month, local.day);
    });
  }

  /**
   * The instant of a local time. A time that a day does not have (spring) is the first moment after the gap, of one
   * that a day has twice (autumn) the first is meant.
   *
   * @param secondOfDay as a clock on the wall shows it, 0 to 86 399
   */
  moment(day: Day, secondOfDay: number): Date {
    const local = day * DAY_SECONDS + secondOfDay;
    return new Date(this === Zone.UTC ? local * 1000 : this.remember(local, () => instantOf(local, this.name)));
  }

  /** A schedule asks for the same few days again and again, once for each set. */
  private remember(key: number, work: () => number): number {
    const known = this.moments.get(key);
    if (known !== undefined) return known;
    if (this.moments.size >= REMEMBERED) this.moments.clear();
    const result = work();
    this.moments.set(key, result);
    return result;
  }
}

export function dayNumber(year: number, month: number, day: number): Day {
  return Math.floor(Date.UTC(year, month - 1, day) / 1000 / DAY_SECONDS);
}

function checked(name: string): string {
  try {
    if (!/^[A-Za-z]/.test(name)) throw new RangeError('an offset is no zone');
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return name;
  } catch {
    throw new InputError(
      `a time zone is a name of the IANA database such as Europe/Berlin, got "${name}": look the name up, or give the time in UTC, such as 02:00Z`,
    );
  }
}

function instantOf(local: number, timeZone: string): number {
  const wall = temporal().PlainDateTime.from(new Date(local * 1000).toISOString().slice(0, 19));
  const earlier = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  // In a gap "earlier" is before it, where the clock shows another time.
  const found = earlier.toPlainDateTime().equals(wall) ? earlier : earlier.getTimeZoneTransition('next');
  return (found ?? earlier).epochMilliseconds;
}

/** Loaded at the first use: most manifests name no zone. */
function temporal(): typeof TemporalNamespace {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('@js-temporal/polyfill') as { Temporal: typeof TemporalNamespace }).Temporal;
}
