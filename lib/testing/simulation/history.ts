import { timestamp } from '../../rotation';
import type { SignInOutage } from './report';

/** A credential at the identity provider, in milliseconds. */
interface Validity {
  /** From when on it signs in everywhere. */
  readonly from: number;
  readonly expires: number;
  /** When it was removed. */
  removed?: number;
}

/** What one set's consumers could read and what the identity provider took, at every moment. */
export class History {
  private readonly credentials = new Map<number, Validity>();
  private readonly published: { readonly generation: number; readonly from: number }[] = [];

  constructor(
    private readonly set: string,
    /** How long a consumer uses what it has read, in milliseconds. */
    private readonly cache: number,
  ) {}

  exists(generation: number, validity: { readonly from: number; readonly expires: number }): void {
    if (!this.credentials.has(generation)) this.credentials.set(generation, { ...validity });
  }

  removed(generation: number, at: number): void {
    const credential = this.credentials.get(generation);
    if (credential) credential.removed ??= at;
  }

  publish(generation: number, at: number): void {
    if (this.published.at(-1)?.generation !== generation) this.published.push({ generation, from: at });
  }

  /** When sign-ins with what was published would have failed, for a consumer with any cache. */
  outages(begin: number, end: number): readonly SignInOutage[] {
    return this.published.flatMap(({ generation, from }, index) => {
      const replaced = this.published[index + 1]?.from;
      const used = { from: Math.max(from, begin), until: Math.min(end, (replaced ?? end) + this.cache) };
      const { from: valid, expires, removed = Number.POSITIVE_INFINITY } = this.credentials.get(generation) as Validity;
      const name = `generation ${generation}`;
      return [
        this.outage(used.from, Math.min(valid, used.until), `${name} was published before it signed in everywhere`),
        this.outage(
          Math.max(removed, used.from),
          Math.min(expires, used.until),
          `${name} was removed while consumers still had it`,
        ),
        this.outage(Math.max(expires, used.from), used.until, `${name} expired while consumers still had it`),
      ].flat();
    });
  }

  private outage(from: number, until: number, why: string): readonly SignInOutage[] {
    if (from >= until) return [];
    return [{ set: this.set, from: timestamp(new Date(from)), until: timestamp(new Date(until)), why }];
  }
}
