import { InputError } from './error';

const UNITS = { w: 604_800, d: 86_400, h: 3_600, m: 60, s: 1 } as const;
const SHORT = /^(\d{1,6})([wdhms])$/;
const ISO = /^P(?=.)(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?$/;

/** A length of time in whole seconds, 0 s to 100 years. */
export class Duration {
  static readonly MAX_SECONDS = 100 * 365 * UNITS.d;

  static seconds(amount: number): Duration {
    if (!Number.isInteger(amount) || amount < 0 || amount > Duration.MAX_SECONDS) {
      throw new InputError(`a duration is 0 s to 100 years in whole seconds, got ${amount} s`);
    }
    return new Duration(amount);
  }

  static hours(amount: number): Duration {
    return Duration.seconds(amount * UNITS.h);
  }

  static days(amount: number): Duration {
    return Duration.seconds(amount * UNITS.d);
  }

  /**
   * Reads `30d`, `24h`, `90m`, `45s`, `2w`, or the ISO 8601 forms without months and years, whose length varies
   * (`P30D`, `PT24H`).
   *
   * @throws InputError when the text is none of these
   */
  static parse(text: string): Duration {
    const short = SHORT.exec(text);
    if (short) return Duration.seconds(Number(short[1]) * UNITS[short[2] as keyof typeof UNITS]);
    const iso = ISO.exec(text);
    if (iso) {
      const [weeks, days, hours, minutes, seconds] = iso.slice(1).map((part) => Number(part ?? 0)) as [
        number,
        number,
        number,
        number,
        number,
      ];
      return Duration.seconds(weeks * UNITS.w + days * UNITS.d + hours * UNITS.h + minutes * UNITS.m + seconds);
    }
    if (/^P(\d+[YMWD])*\d+[YM]/.test(text)) {
      throw new InputError(
        `a duration has no years and months, whose length varies, got "${text}": give weeks or days, such as P30D`,
      );
    }
    throw new InputError(`a duration looks like 30d, 24h, 90m, 45s or P30D, got "${text}"`);
  }

  private constructor(readonly inSeconds: number) {}

  plus(other: Duration): Duration {
    return Duration.seconds(this.inSeconds + other.inSeconds);
  }

  times(factor: number): Duration {
    return Duration.seconds(this.inSeconds * factor);
  }

  isShorterThan(other: Duration): boolean {
    return this.inSeconds < other.inSeconds;
  }

  after(moment: Date): Date {
    return new Date(moment.getTime() + this.inSeconds * 1000);
  }

  /** The form that Terraform's `timeadd` reads, which knows no days: `168h`, `90m`, `45s`. */
  toTerraform(): string {
    return this.inUnits(['h', 'm', 's']);
  }

  /** A form that {@link parse} reads: `30d`, or `P60DT1S` where the short form would need too many digits. */
  toString(): string {
    const short = this.inUnits(['d', 'h', 'm', 's']);
    if (SHORT.test(short)) return short;
    const days = Math.floor(this.inSeconds / UNITS.d);
    return `P${days}DT${this.inSeconds - days * UNITS.d}S`;
  }

  private inUnits(units: readonly (keyof typeof UNITS)[]): string {
    const unit = units.find((u) => this.inSeconds % UNITS[u] === 0 && this.inSeconds > 0) ?? 's';
    return `${this.inSeconds / UNITS[unit]}${unit}`;
  }
}
