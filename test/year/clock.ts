export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** The time of everything in the year: nothing looks at the clock of the machine. */
export class FakeClock {
  constructor(private time: number) {}

  readonly now = (): Date => new Date(this.time);

  /** @throws Error when time would run backwards */
  advanceTo(moment: number): void {
    if (moment < this.time) throw new Error(`time runs forward, got ${iso(moment)} at ${iso(this.time)}`);
    this.time = moment;
  }

  /** Looks at another moment, and comes back. */
  async lookAt<Result>(moment: number, look: () => Promise<Result>): Promise<Result> {
    const present = this.time;
    this.time = moment;
    try {
      return await look();
    } finally {
      this.time = present;
    }
  }
}

export function iso(moment: number): string {
  return `${new Date(moment).toISOString().slice(0, 19)}Z`;
}

/** The calendar day in UTC, counted from 1970. */
export function dayOf(moment: number): number {
  return Math.floor(moment / DAY);
}
