import type { OperatedSet } from '../../lib/cli/operation';
import { DAY, iso } from './clock';
import type { Deployments } from './deployments';
import type { World } from './world';

/** Checks the runway that `status` tells against the identity providers. */
export class RunwayCheck {
  /** Runways that were compared with the end at the identity provider. */
  compared = 0;
  /** Runways at whose end sign-ins were tried a day before and a day after. */
  tried = 0;
  readonly wrong: string[] = [];

  constructor(
    private readonly world: World,
    private readonly deployments: Deployments,
  ) {}

  /**
   * What is published ends when `status` says it does, as the identity provider has it. Where an apply broke off, the
   * store may hold the new credential while the state has the old one: then the runway is that of the old one, or longer.
   */
  compare(sets: readonly OperatedSet[], brokenOff: ReadonlySet<string>): void {
    const now = this.world.clock.now().getTime();
    for (const { set, operation } of sets) {
      const published = this.world.store.readAt(set, now);
      if (!published || !operation.runway) {
        if (published || operation.runway)
          this.wrong.push(`${set} at ${iso(now)}: a runway without a publication, or none with one`);
        continue;
      }
      const end = this.deployments.application(set).endOf(published);
      if (end === undefined) continue;
      this.compared += 1;
      const days = (Date.parse(operation.runway.ends) - end) / DAY;
      if (days > 1 || (days < -1 && !brokenOff.has(set)))
        this.wrong.push(`${set} at ${iso(now)}: ${days} days from the end at ${iso(end)}`);
    }
  }

  /** Nothing runs any more: consumers sign in until a day before the end, and no longer a day after it. */
  async tryOut(sets: readonly OperatedSet[], brokenOff: ReadonlySet<string>): Promise<void> {
    const { clock, store } = this.world;
    const now = clock.now().getTime();
    for (const { set, operation } of sets) {
      const published = store.readAt(set, now);
      if (!published || !operation.runway || brokenOff.has(set)) continue;
      const { endOf, signIn } = this.deployments.application(set);
      const isEnded = endOf(published) !== undefined;
      const end = Date.parse(operation.runway.ends);
      const at = (moment: number) => clock.lookAt(Math.max(now, moment), () => signIn(published));
      const [before, after] = [await at(end - DAY), await at(end + DAY)];
      this.tried += 1;
      if (before !== undefined) this.wrong.push(`${set} at ${iso(now)}: refused a day before ${iso(end)}: ${before}`);
      // Okta and UAA end nothing by age: there the runway is the policy's, and sign-ins go on past it.
      if ((after !== undefined) !== isEnded)
        this.wrong.push(`${set} at ${iso(now)}: a day after ${iso(end)} ${after ?? 'still signs in'}`);
    }
  }
}
