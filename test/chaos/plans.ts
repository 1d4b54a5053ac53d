import type { Chaos } from './faults';
import type { Cell, Plan } from './matrix';

/** Every call of every step, one kind of failure: each step is struck at its next call until it has no more. */
export function everyCall(chaos: Chaos, steps: ReadonlySet<string>): Plan {
  const points = new Map<string, number>();
  const done = new Set<string>();
  return {
    next: (step) => (done.has(step) ? undefined : { chaos, point: points.get(step) ?? 0 }),
    hit: (step, { point }, row) => {
      if (row) points.set(step, point + 1);
      else done.add(step);
    },
    get isDone() {
      return [...steps].every((step) => done.has(step));
    },
  };
}

/**
 * Some calls, the same ones for the same seed: of steps that write any of their writes, of the others any call. A step
 * that has fewer calls is asked lower the next time.
 */
export function someCalls(
  chaos: readonly Chaos[],
  { seed, steps }: { readonly seed: number; readonly steps: number },
): Plan {
  let state = seed;
  const below = (limit: number): number => {
    // A linear congruential generator is random enough to choose which calls fail.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const most = new Map<string, number>();
  let asked = 0;
  return {
    next: (step): Cell => {
      asked++;
      const onlyWrites = !['promote', 'rollback'].includes(step);
      const point = below(most.get(step) ?? (onlyWrites ? 3 : 6));
      return { chaos: chaos[below(chaos.length)] as Chaos, point, onlyWrites };
    },
    hit: (step, { point }, row) => {
      if (!row) most.set(step, Math.max(point, 1));
    },
    get isDone() {
      return asked >= steps;
    },
  };
}
