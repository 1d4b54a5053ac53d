import { policyOf } from '../../lib/rotation';
import { iso } from './clock';
import type { Deployments } from './deployments';
import { DEFAULTS } from './fleet';
import type { Random } from '../../lib/testing/simulation/random';
import type { World } from './world';

/** The consumers of all sets: each signs in with what it read from the store some time ago. */
export class Consumers {
  signIns = 0;
  /** What was refused, with the reason. */
  readonly refused: string[] = [];
  private readonly graces: ReadonlyMap<string, number>;
  /** Since when consumers of a set cache what they read; never while a leaked credential is being replaced. */
  private readonly cachesSince = new Map<string, number>();

  constructor(
    private readonly world: World,
    private readonly deployments: Deployments,
  ) {
    this.graces = new Map(
      deployments.members.map(({ name, policy }) => [name, policyOf(policy, DEFAULTS).grace.inSeconds * 1000]),
    );
  }

  /** A leaked credential is being replaced: consumers are restarted at each step. */
  readAgain(set: string): void {
    this.cachesSince.set(set, Number.POSITIVE_INFINITY);
  }

  cacheAgain(set: string): void {
    this.cachesSince.set(set, this.world.clock.now().getTime());
  }

  /** Every set signs in once, with a cache of any age up to the policy's grace; often with the oldest or none. */
  async signInAll(random: Random): Promise<void> {
    const ages = this.deployments.members.map(
      ({ name }) => [name, random.pick([0, 1, random.next(), random.next()])] as const,
    );
    await Promise.all(ages.map(([name, share]) => this.signIn(name, share)));
  }

  /** With the freshest and with the oldest cache that there may be. */
  async signInAtBoth(set: string): Promise<void> {
    await Promise.all([this.signIn(set, 0), this.signIn(set, 1)]);
  }

  /** @param share of the grace that has passed since the consumer read the store */
  private async signIn(set: string, share: number): Promise<void> {
    const now = this.world.clock.now().getTime();
    const oldest = Math.max(0, now - (this.cachesSince.get(set) ?? 0));
    const age = Math.min(oldest, Math.floor((this.graces.get(set) ?? 0) * share));
    const { outside, signIn } = this.deployments.application(set);
    const { store } = this.world;
    // Consumers of a set from outside go on with what they have until it publishes.
    const published = outside && store.firstAt(set) > now - age ? outside : store.readAt(set, now - age);
    if (!published) return;
    this.signIns += 1;
    const why = await signIn(published);
    if (why === undefined) return;
    this.refused.push(`${set} at ${iso(now)}, read ${iso(now - age)}: ${why}`);
  }
}
