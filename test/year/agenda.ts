import { type FakeClock } from './clock';

interface Entry {
  readonly at: number;
  readonly run: () => Promise<void>;
}

/** What happens when; things to come may be added at any time. */
export class Agenda {
  private readonly entries: Entry[] = [];

  constructor(private readonly clock: FakeClock) {}

  add(at: number, run: () => Promise<void>): void {
    const later = this.entries.findIndex((entry) => entry.at > at);
    this.entries.splice(later < 0 ? this.entries.length : later, 0, { at, run });
  }

  /** Runs everything up to a moment, in the order of time. */
  async runUntil(end: number): Promise<void> {
    for (let entry = this.entries[0]; entry && entry.at < end; entry = this.entries[0]) {
      this.entries.shift();
      this.clock.advanceTo(Math.max(entry.at, this.clock.now().getTime()));
      await entry.run();
    }
    this.clock.advanceTo(end);
  }
}
