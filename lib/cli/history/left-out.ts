import { InputError } from '../../rotation';
import type { Origin } from './origin';

/** The versions that could not be read, and why. */
export class LeftOut {
  private readonly reasons = new Map<string, string[]>();

  /** Reads a version, or a part of it; what cannot be read is left out and kept in mind. */
  watch(origin: Origin, read: () => void): void {
    try {
      read();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.add(origin, error.message);
    }
  }

  add(origin: Origin, reason: string): void {
    const place = origin.kind === 'work tree' ? 'the work tree' : origin.commit.short;
    this.reasons.set(reason, [...(this.reasons.get(reason) ?? []), place]);
  }

  /** One line for each reason, however many versions there are. */
  notes(): readonly string[] {
    return [...this.reasons].map(([reason, commits]) => {
      const [first, last] = [commits[0], commits.at(-1)];
      if (commits.length === 1) return `the manifest of ${first} is left out: ${reason}`;
      return `the manifests of ${commits.length} commits are left out, from ${first} to ${last}: ${reason}`;
    });
  }
}
