import { Agenda } from './agenda';
import { DAY, dayOf, HOUR, iso } from './clock';
import { Consumers } from './consumers';
import type { ApplyResult } from './deployments';
import { isFrozen, type Promote, unexplained } from './expectation';
import type { Member } from './fleet';
import { failing, killing, Mishaps, type MishapRates } from './mishaps';
import { Pipeline, type Proposal } from './pipeline';
import { Random } from '../../lib/testing/simulation/random';
import { RunwayCheck } from './runway';
import type { Watch } from './terraform/deployment';
import { REPLICA_LAG, World } from './world';

/** The December freeze and both changes of the clocks come in the year after it. */
const BEGIN = '2026-03-01T00:00:00Z';

export interface YearOptions {
  readonly seed: number;
  readonly members: readonly Member[];
  readonly nights: number;
  readonly rates?: MishapRates;
  /** How often each set signs in during a day, beside the sign-ins in the middle of applies. */
  readonly signInsADay?: number;
  /** Every how many nights sign-ins are tried around the ends of all runways. */
  readonly tryRunways?: number;
}

/** One nightly pipeline, its people and its consumers, from one spring to the next. */
export class Year {
  static async start(options: YearOptions): Promise<Year> {
    const world = await World.start(BEGIN);
    try {
      const year = new Year(world, options);
      await year.pipeline.begin();
      await year.applyAll();
      return year;
    } catch (error) {
      await world.close();
      throw error;
    }
  }

  readonly pipeline: Pipeline;
  readonly consumers: Consumers;
  readonly runways: RunwayCheck;
  readonly begin: number;
  readonly mishaps: Mishaps;
  readonly agenda: Agenda;
  /** The promotes that were applied, by set. */
  readonly promotes = new Map<string, Promote[]>();
  /** Every step that was applied, the start not counted. */
  readonly steps: { readonly set: string; readonly step: string; readonly at: string }[] = [];
  readonly failedApplies: string[] = [];
  /** Scheduled steps that were taken during a freeze. */
  readonly frozenSteps: string[] = [];
  /** Sets that held more credentials than their identity provider's cap, with the number. */
  readonly crowds: string[] = [];
  /** How often a person had to put something right at an identity provider. */
  persons = 0;
  /** When people asked for a rotation, by set. */
  readonly asked = new Map<string, number[]>();
  private skipping = 0;
  private readonly called = new Set<string>();
  private readonly brokenOff = new Set<string>();
  private readonly blockedNights = new Set<number>();
  private readonly blockedSets = new Set<string>();
  private readonly random: Random;
  private open?: Proposal & { readonly mergeAt: number };

  private constructor(
    readonly world: World,
    private readonly options: YearOptions,
  ) {
    const { seed, members, nights, rates } = options;
    this.begin = world.clock.now().getTime();
    this.pipeline = new Pipeline(world, members);
    this.consumers = new Consumers(world, this.pipeline.deployments);
    this.runways = new RunwayCheck(world, this.pipeline.deployments);
    this.mishaps = new Mishaps(seed, this.begin, nights, rates);
    this.agenda = new Agenda(world.clock);
    this.random = new Random(seed, 'sign-ins');
    const { signInsADay = 5 } = options;
    for (let night = 0; night < nights; night++) {
      if (this.mishaps.missed.has(night)) this.blockedNights.add(dayOf(this.begin) + night);
      else this.agenda.add(this.mishaps.runOf(night), () => this.night(night));
      for (let turn = 0; turn < signInsADay; turn++) {
        // The first deployment has no consumers before every replica has its credentials.
        const at = this.begin + Math.max(2 * REPLICA_LAG, Math.floor((night + this.random.next()) * DAY));
        this.agenda.add(at, () => this.consumers.signInAll(this.random));
      }
    }
  }

  get now(): number {
    return this.world.clock.now().getTime();
  }

  get end(): number {
    return this.begin + this.options.nights * DAY;
  }

  /** Whether nothing could be done for a set on a calendar day. */
  readonly blocked = (set: string, day: number): boolean => {
    const member = this.options.members.find(({ name }) => name === set);
    return (
      this.blockedNights.has(day) ||
      this.blockedSets.has(`${set} ${day}`) ||
      (member !== undefined && isFrozen(member, day * DAY + 2 * HOUR))
    );
  };

  /** A person changes the manifest at once, in a pull request that is merged and applied. */
  async byHand(change: () => Promise<unknown>): Promise<void> {
    const proposal = await this.pipeline.propose(change);
    if (!proposal) throw new Error('the command changed nothing');
    if (!this.pipeline.merge(proposal)) throw new Error('the main branch moved meanwhile');
    await this.applyAll();
  }

  /** The coming runs that do not take place. */
  skip(runs: number): void {
    this.skipping = runs;
  }

  /** A person asks for a rotation, which the coming nights carry out. */
  async ask(set: string): Promise<void> {
    this.noteAsked(set);
    await this.byHand(() => this.pipeline.commandLine.done(['rotate', set, '--reason', 'somebody left the team']));
  }

  noteAsked(set: string): void {
    this.asked.set(set, [...(this.asked.get(set) ?? []), this.now]);
  }

  /** What the gaps between the promotes of each automatic set leave unexplained. */
  get unexplained(): readonly string[] {
    const { begin, end, blocked } = this;
    return this.options.members
      .filter(({ policy }) => policy.automatic !== false)
      .flatMap((member) => {
        const promotes = this.promotes.get(member.name) ?? [];
        return unexplained(member, { promotes, asked: this.asked.get(member.name) ?? [], begin, end, blocked });
      });
  }

  /** Plans everything that is applied once more; answers what it would change. */
  async planAgain(): Promise<readonly string[]> {
    const { manifest, deployments } = this.pipeline;
    await this.applyAll();
    const results = await deployments.apply(manifest, manifest.names, () => async () => undefined);
    return results.flatMap(({ set, operations, failure }) => [
      ...operations.map(({ address, action }) => `${set}: ${action} ${address}`),
      ...(failure ? [`${set}: ${failure.message}`] : []),
    ]);
  }

  /** What is merged and not applied comes first; then what is due is proposed, and merged sooner or later. */
  private async night(night: number): Promise<void> {
    if (this.skipping > 0) {
      this.skipping -= 1;
      return;
    }
    const status = await this.pipeline.status();
    this.runways.compare(status, this.brokenOff);
    const { tryRunways = 0 } = this.options;
    if (tryRunways > 0 && night % tryRunways === 0) await this.runways.tryOut(status, this.brokenOff);
    await this.repeatFailed();
    const proposal = await this.pipeline.advance();
    this.noteFrozen(proposal);
    if (!proposal) {
      this.open = undefined;
      return;
    }
    const mergeAt = this.open?.mergeAt ?? this.mishaps.mergeOf(this.now);
    if (!this.open) {
      for (let day = dayOf(this.now); day < dayOf(mergeAt); day++) this.blockedNights.add(day);
      this.agenda.add(mergeAt, () => this.mergeOpen());
    }
    this.open = { ...proposal, mergeAt };
  }

  /** An apply that failed is repeated before the run, or hours after it: then the run finds an unapplied step. */
  private async repeatFailed(): Promise<void> {
    const pending = this.pipeline.deployments.pending(this.pipeline.manifest);
    if (pending.length === 0) return;
    if (!this.mishaps.isRetriedLate()) return this.applyAll();
    for (const set of pending) this.blockedSets.add(`${set} ${dayOf(this.now)}`);
    this.agenda.add(this.now + 4 * HOUR, () => this.applyAll());
  }

  private async mergeOpen(): Promise<void> {
    const { open } = this;
    this.open = undefined;
    if (!open) return;
    // In conflict with what a person merged meanwhile: the next night proposes it again.
    if (this.pipeline.merge(open)) await this.applyAll();
    else this.blockedNights.add(dayOf(this.now));
  }

  /** Applies what is merged, while consumers sign in at every operation. */
  async applyAll(): Promise<void> {
    const broken = this.mishaps.breakOf(this.now);
    const pending = this.pipeline.deployments.pending(this.pipeline.manifest);
    const victim = this.random.pick(pending.length > 0 ? pending : ['']);
    const stop = broken && broken.kind !== 'killed' ? failing(this.world.models, broken.kind) : undefined;
    const kill = broken?.kind === 'killed' ? killing(broken) : undefined;
    const watch =
      (set: string): Watch =>
      async (when, operation) => {
        if (set === victim) await kill?.(when, operation);
        if (operation.address.startsWith('terraform_data')) return;
        this.count(set);
        if (this.now > this.begin) await this.consumers.signInAtBoth(set);
      };
    const results = await this.pipeline.apply(watch);
    stop?.();
    for (const result of results) this.note(result);
    if (broken && results.some(({ failure }) => failure)) this.mishaps.happened();
  }

  private note({ set, failure }: ApplyResult): void {
    if (failure) {
      this.failedApplies.push(`${set} at ${iso(this.now)}: ${failure.message}`);
      this.blockedSets.add(`${set} ${dayOf(this.now)}`);
      this.brokenOff.add(set);
      if (/already exist/.test(failure.message)) this.callPerson(set, failure.message);
      return;
    }
    const { state } = this.pipeline.manifest.find(set);
    if (state.last.step !== 'start') this.steps.push({ set, step: state.last.step, at: iso(this.now) });
    if (state.last.step === 'promote') {
      const promote = { taken: Date.parse(state.last.at), applied: this.now };
      this.promotes.set(set, [...(this.promotes.get(set) ?? []), promote]);
    }
    this.brokenOff.delete(set);
  }

  private count(set: string): void {
    const held = this.pipeline.deployments.application(set).held();
    if (held > this.pipeline.manifest.find(set).kind.cap) this.crowds.push(`${set} at ${iso(this.now)}: ${held}`);
  }

  /** An answer that was lost left a credential that no state knows and that blocks the step. */
  private callPerson(set: string, message: string): void {
    if (this.called.has(set)) return;
    this.called.add(set);
    this.agenda.add((dayOf(this.now) + 1) * DAY + 10 * HOUR, async () => {
      this.called.delete(set);
      this.persons += 1;
      this.pipeline.deployments.application(set).discardStray?.(message);
    });
  }

  private noteFrozen(proposal: Proposal | undefined): void {
    if (!proposal) return;
    const [before, after] = [proposal.base, proposal.head].map(
      (text) => JSON.parse(text) as { sets: Record<string, { state: { step: number } }> },
    );
    for (const member of this.options.members) {
      const [was, is] = [before, after].map((one) => one?.sets[member.name]?.state.step);
      if (was !== is && isFrozen(member, this.now)) this.frozenSteps.push(`${member.name} at ${iso(this.now)}`);
    }
  }
}
