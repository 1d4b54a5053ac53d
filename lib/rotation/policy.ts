import { Duration } from './duration';
import { InputError } from './error';
import { Freeze } from './schedule/freeze';
import type { FreezeOptions } from './schedule/freeze-window';
import { TimeOfDay } from './schedule/time-of-day';

/** The policy of a set as it stands in the manifest; what is absent comes from the manifest's defaults. */
export interface PolicyOptions {
  /** Time between two promotes: `30d`, `12h`, `P2W`. Whole days are counted in nights, see docs/schedule.md. */
  readonly interval?: string;
  /** Time of day of the promote, in UTC (`02:00Z`) or local time (`02:30 Europe/Berlin`). */
  readonly at?: string;
  /** Whether a scheduled run may take steps; false leaves them to people. */
  readonly automatic?: boolean;
  /** How long a staged credential must have existed before it is promoted: covers the replica lag of the provider. */
  readonly soak?: string;
  /** How long the previous credential stays after a promote or rollback: at least the longest cache of a consumer. */
  readonly grace?: string;
  /** Whether the previous credential is removed after the grace time; else the next stage recycles it. */
  readonly retire?: boolean;
  /** How long a new credential is valid: at least 2 x interval + soak + grace. */
  readonly lifetime?: string;
  /** Windows in which no scheduled step is taken; it is taken after them. */
  readonly freeze?: readonly FreezeOptions[];
  /** Sets are due up to this much later, each by its own share, so that a fleet does not rotate in one night. */
  readonly spread?: string;
  /** How long the staged credential must have signed in, as `verify` does it, before it is promoted. `0s`: once. */
  readonly verify?: string;
  readonly title?: string;
  readonly description?: string;
}

/** A policy with every value known and checked. */
export interface Policy {
  readonly interval: Duration;
  readonly at: TimeOfDay;
  readonly automatic: boolean;
  readonly soak: Duration;
  readonly grace: Duration;
  readonly retire: boolean;
  readonly lifetime: Duration;
  readonly freeze: Freeze;
  readonly spread: Duration;
  /** Absent: a promote needs no verification. */
  readonly verify?: Duration;
}

export const DEFAULT_POLICY = {
  interval: '30d',
  at: '02:00Z',
  automatic: true,
  soak: '24h',
  grace: '7d',
  retire: false,
} as const satisfies PolicyOptions;

/**
 * The policy that results from options, the first one that names a value wins, then {@link DEFAULT_POLICY}.
 * A lifetime that is nowhere named is the least one allowed.
 *
 * @throws InputError when a duration, the time of day, its zone or a freeze window is unreadable, the interval is zero,
 * the lifetime is shorter than 2 x interval + soak + grace, or the spread is longer than the interval
 */
export function policyOf(...options: readonly PolicyOptions[]): Policy {
  const merged: PolicyOptions = Object.assign({}, DEFAULT_POLICY, ...[...options].reverse().map(given));
  const read = (name: 'interval' | 'soak' | 'grace'): Duration =>
    named(name, () => Duration.parse(merged[name] as string));
  const interval = read('interval');
  const soak = read('soak');
  const grace = read('grace');
  if (interval.inSeconds === 0) throw new InputError('interval must be longer than zero, got "0s"');
  const at = named('at', () => TimeOfDay.parse(merged.at as string));
  const least = named('lifetime', () => interval.times(2).plus(soak).plus(grace));
  const lifetime =
    merged.lifetime === undefined ? least : named('lifetime', () => Duration.parse(merged.lifetime as string));
  if (lifetime.isShorterThan(least)) {
    throw new InputError(
      `lifetime must be at least 2 x interval + soak + grace = ${least}, got ${lifetime}: a credential is current for one interval and previous for another`,
    );
  }
  const spread = named('spread', () => Duration.parse(merged.spread ?? '0s'));
  if (interval.isShorterThan(spread)) {
    throw new InputError(
      `spread must not be longer than the interval, got spread ${spread} and interval ${interval}: the last sets would outlive their credentials`,
    );
  }
  const verify =
    merged.verify === undefined ? undefined : named('verify', () => Duration.parse(merged.verify as string));
  return {
    interval,
    at,
    automatic: merged.automatic as boolean,
    soak,
    grace,
    retire: merged.retire as boolean,
    lifetime,
    freeze: named('freeze', () => Freeze.of(merged.freeze ?? [], at.zone)),
    spread,
    ...(verify && { verify }),
  };
}

/** Without the names whose value is undefined, as options of a command line have them. */
function given(options: PolicyOptions): PolicyOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function named<Result>(name: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw new InputError(`${name}: ${(error as Error).message}`);
  }
}
