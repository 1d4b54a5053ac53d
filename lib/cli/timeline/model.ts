import {
  comingSteps,
  type ComingStep,
  comingVersions,
  type DatedVersion,
  frozenSpans,
  type FrozenSpan,
  type Lifetimes,
  lifetimesOf,
  type ManifestSet,
  runwayOf,
} from '../../rotation';

/** One set within the stretch of time that is drawn. */
export interface TimelineSet extends Lifetimes {
  readonly name: string;
  readonly title?: string;
  readonly kind: string;
  readonly coming: readonly ComingStep[];
  readonly frozen: readonly FrozenSpan[];
  /** When sign-ins stop if no pipeline ever runs again; absent while current is outside or the set is gone. */
  readonly runwayEnds?: Date;
}

export interface Timeline {
  readonly manifest: string;
  readonly from: Date;
  readonly until: Date;
  readonly now: Date;
  readonly sets: readonly TimelineSet[];
}

/** A set as it was and is, oldest version first. */
export interface KnownSet {
  readonly name: string;
  /** Undefined when the manifest no longer has it. */
  readonly present: ManifestSet | undefined;
  readonly past: readonly DatedVersion[];
}

export interface Range {
  readonly since?: Date;
  readonly until?: Date;
}

const DAYS = 90;
const DAY = 86_400_000;

/** The sets from 90 days ago, or from their begin if that is later, until 90 days ahead; or within the range given. */
export function timelineOf(manifest: string, known: readonly KnownSet[], now: Date, range: Range): Timeline {
  const until = range.until ?? new Date((range.since && range.since > now ? range.since : now).getTime() + DAYS * DAY);
  const all = known.map((set) => setOf(set, now, until));
  const from = range.since ?? startOf(all, until < now ? until : now);
  const sets = all.flatMap((set, index) => {
    const inside = within(set, from, until);
    const { present } = known[index] as KnownSet;
    if (!present) return inside.credentials.length + inside.current.length > 0 ? [inside] : [];
    return [{ ...inside, frozen: frozenSpans(present.policy.freeze, from, until) }];
  });
  return { manifest, from, until, now, sets };
}

function setOf({ name, present, past }: KnownSet, now: Date, until: Date): TimelineSet {
  const last = present ?? past.findLast(({ set }) => set)?.set;
  const coming = present && now < until ? comingSteps(present, now, { until }) : [];
  const versions = present ? [...past, { set: present, at: now }, ...comingVersions(present, coming)] : past;
  const runway = present && runwayOf(present, now);
  return {
    name,
    ...(present?.title !== undefined && { title: present.title }),
    kind: last?.kind.title ?? '',
    coming,
    frozen: [],
    ...(runway && { runwayEnds: runway.ends }),
    ...lifetimesOf(versions),
  };
}

/** Whole days, so that the picture of two runs on one day has one scale. */
function startOf(sets: readonly TimelineSet[], now: Date): Date {
  const begins = sets.flatMap((set) => [...set.credentials, ...set.current].map(({ from }) => from.getTime()));
  const earliest = now.getTime() - DAYS * DAY;
  const begin = begins.length === 0 ? earliest : Math.max(earliest, Math.min(...begins, now.getTime() - DAY));
  return new Date(Math.floor(begin / DAY) * DAY);
}

function within(set: TimelineSet, from: Date, until: Date): TimelineSet {
  const isInside = (one: { readonly from: Date; readonly until?: Date }): boolean =>
    one.from < until && (one.until === undefined || one.until > from);
  return {
    ...set,
    credentials: set.credentials.filter(isInside),
    current: set.current.filter(isInside),
    coming: set.coming.filter(({ at }) => at >= from),
  };
}
