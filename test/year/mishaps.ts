import type { ModelServer } from '../../lib/testing';
import { DAY, dayOf, HOUR } from './clock';
import { Random } from '../../lib/testing/simulation/random';
import type { Watch } from './terraform/deployment';

/** Where an apply breaks. */
export type Break =
  /** Terraform is killed before or after its n-th operation. */
  | { readonly kind: 'killed'; readonly when: 'before' | 'after'; readonly operation: number }
  /** The identity provider refuses the next change. */
  | { readonly kind: 'refused' }
  /** It makes the change and the answer is lost. */
  | { readonly kind: 'answer lost' };

export interface MishapRates {
  readonly missedNights: number;
  readonly delayedMerges: number;
  /** Failed applies a year. */
  readonly failedApplies: number;
  /** Minutes after two within which a run begins. */
  readonly jitter: number;
}

export const RATES: MishapRates = { missedNights: 0.1, delayedMerges: 0.15, failedApplies: 12, jitter: 25 };

/** Nothing goes wrong: runs at the same minute, each pull request merged some minutes later. */
export const CALM: MishapRates = { missedNights: 0, delayedMerges: 0, failedApplies: 0, jitter: 1 };

/** What goes wrong in the year, the same for the same seed. */
export class Mishaps {
  /** Nights without a run, by their number. */
  readonly missed: ReadonlySet<number>;
  private readonly breaks: Random;
  private readonly merges: Random;
  private readonly times: Random;
  private readonly retries: Random;
  private due: number[];

  constructor(
    seed: number,
    private readonly begin: number,
    nights: number,
    private readonly rates: MishapRates = RATES,
  ) {
    const random = new Random(seed, 'nights');
    // One outage of five nights in a row, beside the single ones.
    const outage = rates.missedNights === 0 ? nights : random.whole(30, Math.max(30, nights - 60));
    this.missed = new Set(
      Array.from({ length: nights }, (_, night) => night).filter(
        (night) => random.chance(rates.missedNights) || (night >= outage && night < outage + 5),
      ),
    );
    this.breaks = new Random(seed, 'breaks');
    this.merges = new Random(seed, 'merges');
    this.times = new Random(seed, 'times');
    this.retries = new Random(seed, 'retries');
    const period = (nights * DAY) / Math.max(1, rates.failedApplies);
    this.due = Array.from({ length: rates.failedApplies }, (_, month) => begin + (month + this.breaks.next()) * period);
  }

  /** When the night's run begins: a little after two, hardly ever at the same minute. */
  runOf(night: number): number {
    return this.begin + night * DAY + 2 * HOUR + this.times.whole(1, this.rates.jitter) * 60_000;
  }

  /** Whether the run looks for what is due before somebody has repeated the apply that failed. */
  isRetriedLate(): boolean {
    return this.retries.chance(0.5);
  }

  /** When a pull request of now is merged: minutes later by a robot, or days later by a person. */
  mergeOf(now: number): number {
    if (!this.merges.chance(this.rates.delayedMerges)) return now + this.merges.whole(5, 20) * 60_000;
    return (
      (dayOf(now) + this.merges.whole(1, 3)) * DAY + this.merges.whole(9, 17) * HOUR + this.merges.whole(1, 59) * 60_000
    );
  }

  /** What breaks an apply of now, if one has to break. */
  breakOf(now: number): Break | undefined {
    if (this.due[0] === undefined || this.due[0] > now) return undefined;
    const kind = this.breaks.pick(['killed', 'killed', 'refused', 'answer lost'] as const);
    if (kind !== 'killed') return { kind };
    return { kind, when: this.breaks.pick(['before', 'after'] as const), operation: this.breaks.whole(0, 5) };
  }

  /** The break that {@link breakOf} told has happened. */
  happened(): void {
    this.due = this.due.slice(1);
  }
}

export class Killed extends Error {}

/** A watch that ends the apply at an operation. */
export function killing({ when, operation }: Extract<Break, { kind: 'killed' }>): Watch {
  let seen = 0;
  return async (now) => {
    if (now === when && seen === operation) throw new Killed('terraform was killed');
    if (now === 'after') seen += 1;
  };
}

/** Makes the next change at one of the models fail; answers how to stop that. */
export function failing(models: readonly ModelServer[], kind: 'refused' | 'answer lost'): () => void {
  let isOver = false;
  const stops = models.map((model) =>
    model.intercept(({ mutating, path }) => {
      if (isOver || !mutating || path.includes('token')) return undefined;
      isOver = true;
      return kind === 'refused'
        ? { kind: 'refuse', status: 403, body: { error: 'forbidden' } }
        : { kind: 'drop-after-commit' };
    }),
  );
  return () => stops.forEach((stop) => stop());
}
