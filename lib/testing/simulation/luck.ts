import { Duration, InputError, parseTimestamp } from '../../rotation';
import type { SimulatedMishaps } from './options';
import { Random } from './random';
import type { ApplyEnd } from './simulated-set';

/** Draws what goes wrong. */
export class Luck {
  private readonly runs: Random;
  private readonly merges: Random;
  private readonly applies: Random;
  private readonly down: readonly { readonly from: Date; readonly until: Date }[];
  private readonly latest: Duration;

  /** @throws InputError when a probability is not one, or a time is unreadable */
  constructor(private readonly mishaps: SimulatedMishaps) {
    const { seed = 1, pipelineDown = [], latestMerge = '3d' } = mishaps;
    for (const name of ['missedRuns', 'lateMerges', 'failedApplies'] as const) {
      const { [name]: chance = 0 } = mishaps;
      if (!(chance >= 0 && chance <= 1)) throw new InputError(`${name} is a probability from 0 to 1, got ${chance}`);
    }
    this.runs = new Random(seed, 'runs');
    this.merges = new Random(seed, 'merges');
    this.applies = new Random(seed, 'applies');
    this.down = pipelineDown.map(({ from, until }) => ({ from: parseTimestamp(from), until: parseTimestamp(until) }));
    this.latest = Duration.parse(latestMerge);
  }

  isMissed(run: Date): boolean {
    const isMissed = this.runs.chance(this.mishaps.missedRuns ?? 0);
    return isMissed || this.down.some(({ from, until }) => from <= run && run < until);
  }

  /** When a proposal is merged that would be applied at a time if all went well. */
  mergeAt(planned: Date): Date {
    const isLate = this.merges.chance(this.mishaps.lateMerges ?? 0);
    const late = this.merges.whole(1, Math.max(1, this.latest.inSeconds));
    const at = isLate ? Duration.seconds(late).after(planned) : planned;
    const down = this.down.find(({ from, until }) => from <= at && at < until);
    return down?.until ?? at;
  }

  apply(): ApplyEnd {
    if (!this.applies.chance(this.mishaps.failedApplies ?? 0)) return 'done';
    return this.applies.chance(0.5) ? 'nothing done' : 'not recorded';
  }
}
