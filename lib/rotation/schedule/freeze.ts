import { InputError } from '../error';
import { type FreezeOptions, type FreezeWindow, freezeWindow } from './freeze-window';
import { DAY_SECONDS, Zone } from './zone';

/** Windows around a moment that overlap or touch, as one. */
export interface Frozen {
  readonly until: Date;
  readonly reasons: readonly string[];
}

const MOST_JOINED = 1_000;
const ANY_MOMENT = new Date('2024-01-01T00:00:00Z');
const TWO_YEARS = 2 * 365 * DAY_SECONDS * 1000;

/** The windows in which no step is taken. */
export class Freeze {
  /** @throws InputError on a window that is none, and on recurring ones that hardly leave any time free */
  static of(options: readonly FreezeOptions[], zone: Zone): Freeze {
    const recurring = new Freeze(
      options.filter(({ every }) => every !== undefined).map((one) => freezeWindow(one, Zone.UTC)),
    );
    const joined = recurring.at(ANY_MOMENT);
    if (joined && joined.until.getTime() - ANY_MOMENT.getTime() > TWO_YEARS) {
      throw new InputError('recurring windows must leave some time free, got ones that follow each other for years');
    }
    return new Freeze(options.map((one) => freezeWindow(one, zone)));
  }

  private constructor(private readonly windows: readonly FreezeWindow[]) {}

  /** The window that holds a moment; undefined when steps may be taken. */
  at(moment: Date): Frozen | undefined {
    const reasons = new Set<string>();
    let until = moment;
    for (let joined = 0; joined < MOST_JOINED; joined += 1) {
      const moved = until;
      const holding = this.windows.find(({ endOf }) => endOf(moved) !== undefined);
      if (!holding) break;
      reasons.add(holding.reason);
      until = holding.endOf(until) as Date;
    }
    return reasons.size === 0 ? undefined : { until, reasons: [...reasons] };
  }
}
