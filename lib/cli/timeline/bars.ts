import type { Current, CurrentSpan, Lifetime } from '../../rotation';

/** A part of a lane that is drawn in one way. */
export interface Bar {
  readonly from: Date;
  readonly until: Date;
  readonly isCurrent: boolean;
  /** It lies ahead: what comes if every run is on time. */
  readonly isPlanned: boolean;
}

interface Stretch {
  readonly from: Date;
  readonly until: Date;
}

/** The parts of a credential's life: current or not, before or after now. They follow each other without a gap. */
export function barsOf(lifetime: Lifetime, current: readonly CurrentSpan[], now: Date): readonly Bar[] {
  const spans = current.filter((span) => span.current === lifetime.slot);
  return cut(lifetime, [...edgesOf(spans), now]).map(({ from, until }) => ({
    from,
    until,
    isCurrent: spans.some((span) => span.from <= from && (!span.until || span.until > from)),
    isPlanned: from >= now,
  }));
}

/** The times in which consumers had a credential from outside. */
export function outsideBars(current: readonly CurrentSpan[], until: Date, now: Date): readonly Bar[] {
  return current
    .filter((span) => span.current === 'outside')
    .flatMap((span) => cut({ from: span.from, until: span.until ?? until }, [now]))
    .map((stretch) => ({ ...stretch, isCurrent: true, isPlanned: stretch.from >= now }));
}

/** Where consumers go from one lane to another. */
export interface Move {
  readonly at: Date;
  readonly from: Current;
  readonly to: Current;
}

export function movesOf(current: readonly CurrentSpan[]): readonly Move[] {
  return current.flatMap((span, index) => {
    const before = current[index - 1];
    return before?.until?.getTime() === span.from.getTime()
      ? [{ at: span.from, from: before.current, to: span.current }]
      : [];
  });
}

function edgesOf(spans: readonly CurrentSpan[]): readonly Date[] {
  return spans.flatMap(({ from, until }) => (until ? [from, until] : [from]));
}

function cut({ from, until }: Stretch, edges: readonly Date[]): readonly Stretch[] {
  const inside = edges.map((edge) => edge.getTime()).filter((edge) => edge > from.getTime() && edge < until.getTime());
  const points = [...new Set([from.getTime(), ...inside, until.getTime()])].sort((one, other) => one - other);
  return points.slice(1).map((end, index) => ({ from: new Date(points[index] as number), until: new Date(end) }));
}
