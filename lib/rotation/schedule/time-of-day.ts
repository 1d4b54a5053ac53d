import { InputError } from '../error';
import { type Day, Zone } from './zone';

const FORM = /^([01]\d|2[0-3]):([0-5]\d)(?:Z| (\S+))$/;

/** A time of day in UTC (`02:00Z`) or in a zone (`02:30 Europe/Berlin`). */
export class TimeOfDay {
  /** @throws InputError when the text is neither, or the zone is unknown */
  static parse(text: string): TimeOfDay {
    const [, hours, minutes, zone] = FORM.exec(text) ?? [];
    if (hours === undefined) {
      throw new InputError(`a time of day looks like 02:00Z or "02:30 Europe/Berlin", got "${text}"`);
    }
    return new TimeOfDay(text, Number(hours) * 3600 + Number(minutes) * 60, zone ? Zone.of(zone) : Zone.UTC);
  }

  private constructor(
    private readonly text: string,
    private readonly secondOfDay: number,
    readonly zone: Zone,
  ) {}

  /** This time on a local day of the zone. */
  on(day: Day): Date {
    return this.zone.moment(day, this.secondOfDay);
  }

  /** This time, at the moment or the first time after it. */
  firstFrom(moment: Date): Date {
    const day = this.zone.dayOf(moment);
    const today = this.on(day);
    return today < moment ? this.on(day + 1) : today;
  }

  toString(): string {
    return this.text;
  }
}
