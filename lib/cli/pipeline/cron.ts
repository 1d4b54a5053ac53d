import type { ManifestSet } from '../../rotation';

/** Schedulers are busy on the hour, and a run must not come before the time of day. */
const AFTER = 7;
/** Soak counts from the apply of the first run's step, so that the next night's first run is minutes too early. */
const BETWEEN_RUNS = 2;

const HOUR = 60;
const DAY = 24 * HOUR;

/** Two runs a night: a little after the latest time of day of the sets that rotate by themselves, and again. In UTC. */
export function cronOf(sets: readonly ManifestSet[]): string {
  const minutes = sets.filter(({ policy }) => policy.automatic).map(latestMinute);
  const start = (Math.max(...(minutes.length > 0 ? minutes : [2 * HOUR])) + AFTER) % DAY;
  const hour = Math.floor(start / HOUR);
  const hours = [hour, (hour + BETWEEN_RUNS) % 24].sort((one, other) => one - other);
  return `${start % HOUR} ${hours.join(',')} * * *`;
}

/** In a zone with a time change, one of the two times is the later one in UTC. */
function latestMinute({ policy: { at } }: ManifestSet): number {
  const [winter, summer] = ['2026-01-01', '2026-07-01'].map((day) => at.firstFrom(new Date(`${day}T00:00:00Z`)));
  return Math.max(...[winter, summer].map((time) => minuteOf(time as Date)));
}

function minuteOf(time: Date): number {
  return time.getUTCHours() * HOUR + time.getUTCMinutes();
}
