import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TerraformStack } from 'cdktf';
import { Consumer, Deployment, type Published, type Span, type Timeline } from 'cdktf-rotation/testing';
import type { Application, LiveChange } from './application';
import { REPLICA_LAG, type World } from './world';

/** How long the caching consumer goes on with what it has read, in milliseconds. Grace must be at least that. */
export const CACHE = 1_000;

/** One line of the result. `kind` is the kind of credential, `pattern` is `two-slot` for ours. */
export interface Result {
  readonly kind: string;
  readonly pattern: string;
  readonly applies: number;
  readonly signIns: number;
  readonly failedSignIns: number;
  /** The most credentials of the application that were valid at one moment. */
  readonly peakLive: number;
  readonly seconds: number;
}

export interface Apply {
  readonly label: string;
  readonly build: (stack: TerraformStack) => void;
}

export interface RehearsalOptions {
  readonly world: World;
  readonly application: Application;
  readonly title: string;
  readonly progress: (text: string) => void;
  /**
   * The pause between two sign-ins of a consumer, in milliseconds.
   *
   * @default 4
   */
  readonly every?: number;
}

/**
 * Applies one thing after the other with real Terraform, while two consumers sign in with what is published. They begin
 * when the first apply has reached every replica: what is deployed for the first time has no consumers.
 */
export class Rehearsal {
  private readonly started = Date.now();
  private readonly steps: Span[] = [];
  private readonly changes: LiveChange[] = [];
  private readonly writes: { readonly at: number; readonly keyId: string }[] = [];
  private readonly consumers: readonly Consumer[];
  readonly deployment: Deployment;
  private build: Apply['build'] = () => undefined;
  private appliedAt = 0;

  constructor(private readonly options: RehearsalOptions) {
    const { world, application, every = 4 } = options;
    const read = async (): Promise<Published | undefined> => world.vault.read('kv', 'app') as Published | undefined;
    const { signIn } = application;
    application.onChange((change) => this.changes.push(change));
    world.vault.onWrite(({ at, data }) => {
      const keyId = application.idOf((data ?? {}) as Published);
      if (this.writes.at(-1)?.keyId !== keyId) this.writes.push({ at: at.getTime(), keyId });
    });
    this.consumers = [
      new Consumer({ name: 'reads each time', read, signIn, every }),
      new Consumer({ name: `caches for ${CACHE / 1000} s`, read, signIn, every, cacheFor: CACHE }),
    ];
    this.deployment = new Deployment({
      directory: join(world.directory, 'stack'),
      environment: { ...world.environment, ...application.environment },
      stack: (app) => {
        const stack = new TerraformStack(app, 'stack');
        this.build(stack);
        return stack;
      },
    });
  }

  /** Plans and applies. An apply that fails is run again, as its operator would, and counts as another one. */
  async apply({ label, build }: Apply, tries = 1): Promise<void> {
    this.build = build;
    this.options.progress(`${label} …`);
    const from = Date.now();
    try {
      await this.deployment.plan({ out: 'plan.tfplan' });
      await this.deployment.terraform.apply('plan.tfplan');
      this.appliedAt = Date.now();
      if (tries === 1 && (await this.deployment.terraform.plan()).changes) {
        throw new Error(`the plan after "${label}" is not empty`);
      }
    } catch (error) {
      if (tries <= 1) throw error;
      this.steps.push({ from, until: Date.now(), label: `${label} (failed)` });
      return this.apply({ label, build }, tries - 1);
    }
    this.steps.push({ from, until: Date.now(), label });
    if (this.steps.length === 1) await this.pauseAfterApply(2 * REPLICA_LAG);
    for (const consumer of this.consumers) consumer.start();
    this.options.progress(`${label}, ${this.signIns} sign-ins, ${this.failures} failed`);
  }

  /** Lets the consumers go on, until so many milliseconds after the last apply. */
  async pauseAfterApply(milliseconds: number): Promise<void> {
    await sleep(this.appliedAt + milliseconds - Date.now());
  }

  /** Ends the sign-ins, after every cache was read anew. */
  async stop(): Promise<void> {
    await sleep(CACHE + 200);
    await Promise.all(this.consumers.map((consumer) => consumer.stop()));
  }

  async finish(kind: string, pattern: string, lanes: Lanes): Promise<{ result: Result; timeline: Timeline }> {
    await this.stop();
    const until = Date.now();
    for (const change of this.changes) lanes.of(change);
    const result = {
      kind,
      pattern,
      applies: this.steps.length,
      signIns: this.signIns,
      failedSignIns: this.failures,
      peakLive: this.peakLive,
      seconds: Math.round((until - this.started) / 100) / 10,
    };
    const timeline = {
      title: `${this.options.title}: ${result.signIns} sign-ins, ${result.failedSignIns} failed`,
      from: this.steps[0]?.from ?? this.started,
      until,
      steps: this.steps,
      slots: lanes.names.map((label) => ({
        label,
        spans: this.spans(until, (change) => lanes.of(change).lane === label, lanes),
      })),
      published: this.writes.map(({ at, keyId }, index) => ({
        from: at,
        until: this.writes[index + 1]?.at ?? until,
        label: lanes.of({ keyId }).label,
      })),
      consumers: this.consumers.map(({ name, signIns }) => ({ label: name, signIns })),
    };
    return { result, timeline };
  }

  /** The most credentials of the application that were valid at one moment, so far. */
  get peakLive(): number {
    return peak(this.changes);
  }

  get signIns(): number {
    return this.consumers.reduce((sum, { signIns }) => sum + signIns.length, 0);
  }

  /** Why sign-ins were refused, if any were. */
  get refused(): readonly string[] {
    return this.consumers.flatMap(({ failures }) => failures.map(({ refused }) => refused ?? ''));
  }

  get failures(): number {
    return this.consumers.reduce((sum, { failures }) => sum + failures.length, 0);
  }

  private spans(end: number, mine: (change: LiveChange) => boolean, lanes: Lanes): readonly Span[] {
    return this.changes
      .filter((change) => change.live && mine(change))
      .map((begin) => {
        const gone = this.changes.find(({ keyId, live, at }) => !live && keyId === begin.keyId && at >= begin.at);
        return { from: begin.at, until: gone?.at ?? end, label: lanes.of(begin).label };
      });
  }
}

/** Where a credential is drawn, and under which name. */
export interface Lanes {
  readonly names: readonly string[];
  readonly of: (credential: { readonly keyId: string; readonly name?: string }) => {
    readonly lane: string;
    readonly label: string;
  };
}

function peak(changes: readonly LiveChange[]): number {
  let live = 0;
  return changes.reduce((most, change) => {
    live += change.live ? 1 : -1;
    return Math.max(most, live);
  }, 0);
}
