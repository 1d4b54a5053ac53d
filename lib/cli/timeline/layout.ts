import type { Current } from '../../rotation';
import type { Timeline, TimelineSet } from './model';

export const WIDTH = 1100;
/** The plot: between the names and the right edge. */
export const LEFT = 244;
export const RIGHT = WIDTH - 20;

/** Above the first set: title, legend, axis. */
export const TOP = 128;

export const FONT = { title: 16, name: 13, small: 11, half: 10, tiny: 9 } as const;

/** From this number of sets on, each takes less room. */
const MANY = 13;

/** How much room a set takes. */
export interface Density {
  readonly lane: number;
  readonly gap: number;
  /** Between two sets. */
  readonly space: number;
  readonly label: number;
  /** Whether the kind stands below the name. */
  readonly hasKind: boolean;
}

export function densityOf({ sets }: Timeline): Density {
  return sets.length < MANY
    ? { lane: 18, gap: 4, space: 16, label: FONT.small, hasKind: true }
    : { lane: 11, gap: 2, space: 8, label: FONT.tiny, hasKind: false };
}

/** Consumers with a credential from outside have a lane of their own. */
export function lanesOf({ current }: TimelineSet): readonly Current[] {
  return current.some((span) => span.current === 'outside') ? ['outside', 'a', 'b'] : ['a', 'b'];
}

export function heightOf(set: TimelineSet, { lane, gap, space }: Density): number {
  return lanesOf(set).length * (lane + gap) - gap + space;
}

/** From a moment to a place in the plot; a moment outside is at its edge. */
export function scaleOf({ from, until }: Timeline): (at: Date) => number {
  const [start, length] = [from.getTime(), until.getTime() - from.getTime()];
  return (at) => LEFT + ((RIGHT - LEFT) * (Math.min(Math.max(at.getTime(), start), start + length) - start)) / length;
}
