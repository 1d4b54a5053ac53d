import { DAY, dayOf, iso } from './clock';
import type { Member } from './fleet';

/** The policy as a person reads it, without the code that is tested. */
interface Plain {
  readonly intervalDays: number;
  readonly soakDays: number;
  readonly zone: string;
  readonly freezesWeekends: boolean;
}

/** Nights on which nothing could be done for a set, whatever the reason, by calendar day. */
export type Blocked = (set: string, day: number) => boolean;

export interface Promote {
  /** When the run took it, which the interval counts from. */
  readonly taken: number;
  readonly applied: number;
}

/** What happened to a set. */
export interface History {
  readonly promotes: readonly Promote[];
  /** When people asked for a rotation, which may then come before its time. */
  readonly asked: readonly number[];
  readonly begin: number;
  readonly end: number;
  readonly blocked: Blocked;
}

/**
 * Promotes of a set that came later, or earlier, than its policy and the mishaps explain. A promote is due an interval
 * after the one before; one run a night makes it up to three nights late (the day itself, soak that is over minutes
 * after the run, a time of day after the run), and every night on which nothing could be done one more. Taken it is never
 * before the interval is over; a merge that was late makes the time between two applies shorter.
 */
export function unexplained(member: Member, { promotes, asked, begin, end, blocked }: History): readonly string[] {
  const { intervalDays, soakDays } = plainOf(member);
  const spread = /^(\d+)d$/.exec(member.policy.spread ?? '0d')?.[1];
  const marks = [{ taken: begin, applied: begin }, ...promotes];
  return marks.flatMap(({ taken, applied: since }, index) => {
    const next = marks[index + 1];
    const until = next?.applied ?? end;
    const gap = (until - since) / DAY;
    const from = dayOf(since) + intervalDays - soakDays - 2;
    const days = Array.from({ length: Math.max(0, dayOf(until) - from + 1) }, (_, day) => from + day);
    const lost = days.filter((day) => blocked(member.name, day)).length;
    const most = intervalDays + Number(spread) + 3 + lost;
    const what = `${member.name}: ${gap.toFixed(1)} days from ${iso(since)} to ${iso(until)}, interval ${intervalDays}, ${lost} nights lost`;
    if (gap > most) return [`late: ${what}`];
    const isAsked = asked.some((moment) => since <= moment && moment <= until);
    return next && (next.taken - taken) / DAY < intervalDays - 1 && !isAsked ? [`early: ${what}`] : [];
  });
}

/** Whether a freeze of the policy holds at a moment. */
export function isFrozen(member: Member, moment: number): boolean {
  const { zone, freezesWeekends } = plainOf(member);
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    weekday: 'short',
    month: '2-digit',
    day: '2-digit',
  });
  const read = Object.fromEntries(parts.formatToParts(moment).map(({ type, value }) => [type, value]));
  const date = `${read.month}-${read.day}`;
  if (date >= '12-20' || date < '01-03') return true;
  return freezesWeekends && ['Sat', 'Sun'].includes(read.weekday ?? '');
}

function plainOf({ policy }: Member): Plain {
  const { interval = '30d', soak = '24h', at = '02:00Z', freeze } = policy;
  const [, soakAmount, soakUnit] = /^(\d+)([hd])$/.exec(soak) as RegExpExecArray;
  return {
    intervalDays: Number.parseInt(interval, 10),
    soakDays: Math.ceil(Number(soakAmount) / (soakUnit === 'h' ? 24 : 1)),
    zone: at.includes(' ') ? (at.split(' ')[1] as string) : 'UTC',
    freezesWeekends: (freeze ?? []).some(({ every }) => every === 'sat-sun'),
  };
}
