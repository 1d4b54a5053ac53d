import { Duration } from './duration';
import { InputError } from './error';

/** The policy of a set as it stands in the manifest; what is absent comes from the manifest's defaults. */
export interface PolicyOptions {
  /** Time between two promotes. */
  readonly interval?: string;
  /** Time of day of the promote, in UTC: `02:00Z`. */
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
  readonly title?: string;
  readonly description?: string;
}

/** A policy with every value known and checked. */
export interface Policy {
  readonly interval: Duration;
  readonly at: string;
  readonly automatic: boolean;
  readonly soak: Duration;
  readonly grace: Duration;
  readonly retire: boolean;
  readonly lifetime: Duration;
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
 * @throws InputError when a duration is unreadable, the interval is zero, the time of day is not `HH:MMZ`,
 * or the lifetime is shorter than 2 x interval + soak + grace
 */
export function policyOf(...options: readonly PolicyOptions[]): Policy {
  const merged: PolicyOptions = Object.assign({}, DEFAULT_POLICY, ...[...options].reverse().map(given));
  const read = (name: 'interval' | 'soak' | 'grace'): Duration =>
    named(name, () => Duration.parse(merged[name] as string));
  const interval = read('interval');
  const soak = read('soak');
  const grace = read('grace');
  if (interval.inSeconds === 0) throw new InputError('interval must be longer than zero, got "0s"');
  const at = merged.at as string;
  if (!/^([01]\d|2[0-3]):[0-5]\dZ$/.test(at)) {
    throw new InputError(`at is a time of day in UTC such as 02:00Z, got "${at}"`);
  }
  const least = named('lifetime', () => interval.times(2).plus(soak).plus(grace));
  const lifetime =
    merged.lifetime === undefined ? least : named('lifetime', () => Duration.parse(merged.lifetime as string));
  if (lifetime.isShorterThan(least)) {
    throw new InputError(
      `lifetime must be at least 2 x interval + soak + grace = ${least}, got ${lifetime}: a credential is current for one interval and previous for another`,
    );
  }
  return {
    interval,
    at,
    automatic: merged.automatic as boolean,
    soak,
    grace,
    retire: merged.retire as boolean,
    lifetime,
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
