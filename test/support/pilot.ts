import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Manifest, type ManifestSet } from '../../lib/rotation';
import { Rotations } from '../../lib';
import type { Application } from '../../demo/application';
import { CACHE, Rehearsal } from '../../demo/rehearsal';
import { type DemoKind, hasKeys, publish } from '../../demo/kind';
import { PrivateKeys } from '../../demo/private-keys';
import { commandLine, providers } from '../../demo/two-slot';
import { REPLICA_LAG, World } from '../../demo/world';
import { ProviderHere } from './provider-here';

/**
 * The pause between two sign-ins of a consumer, in milliseconds. The demo's consumers pause 4 ms, and that is most of
 * what they cost. A credential that is refused is so for the lag of a replica, the time of a call or until a cache ends.
 */
const EVERY = 10;

export interface PilotOptions {
  /** Whether Terraform starts the provider `rotation` itself, for tests that kill it. */
  readonly launched?: boolean;
}

/** One set of a kind under real Terraform: manifest, applies and consumers in one hand. */
export class Pilot {
  static async start(kind: DemoKind, { launched = false }: PilotOptions = {}): Promise<Pilot> {
    const world = await World.start();
    return new Pilot(kind, world, launched ? undefined : await ProviderHere.of(kind, world));
  }

  readonly file: string;
  readonly application: Application;
  readonly rehearsal: Rehearsal;
  /** How the code makes the set. */
  construct: DemoKind['construct'];
  private readonly keys: PrivateKeys;

  protected constructor(
    readonly kind: DemoKind,
    readonly world: World,
    private readonly provider?: ProviderHere,
  ) {
    this.construct = kind.construct;
    this.file = join(world.directory, 'rotation.json');
    this.keys = new PrivateKeys(world.directory);
    const application = kind.register(world, this.keys.find);
    this.application = { ...application, environment: { ...application.environment, ...provider?.environment } };
    this.rehearsal = new Rehearsal({
      world,
      application: this.application,
      title: kind.title,
      progress: () => undefined,
      every: EVERY,
    });
  }

  get terraform(): Rehearsal['deployment']['terraform'] {
    return this.rehearsal.deployment.terraform;
  }

  get set(): ManifestSet {
    return Manifest.parse(readFileSync(this.file, 'utf8')).find('app');
  }

  /** Waits as long as the replicas (soak) or the caching consumer (grace) need before the next step. */
  async settle(): Promise<void> {
    const waits = { empty: 0, next: 2 * REPLICA_LAG, previous: CACHE + 1_000 };
    await this.rehearsal.pauseAfterApply(waits[this.set.state.standby]);
  }

  /** Takes a step with the command line; nothing is applied. */
  async take(command: string, ...options: readonly string[]): Promise<void> {
    const keys =
      hasKeys(this.kind) && ['stage', 'add', 'replace'].includes(command) ? ['--private-key-out', this.keys.file] : [];
    await commandLine([command, 'app', ...options, ...keys, '--file', this.file]);
  }

  /** `add` without waits; the tests that need waits say so. */
  async add(...policy: readonly string[]): Promise<void> {
    const waits = policy.length > 0 ? policy : ['--interval', '1h', '--soak', '0s', '--grace', '0s'];
    await this.take('add', '--kind', this.kind.kind, ...waits);
  }

  /** Plans and applies; the next plan must be empty. */
  async apply(label = 'apply'): Promise<void> {
    await this.rehearsal.apply({ label, build: (stack) => this.build(stack) });
  }

  async step(command: string, ...options: readonly string[]): Promise<void> {
    await this.take(command, ...options);
    await this.apply(command);
  }

  async close(): Promise<void> {
    await this.rehearsal.stop();
    await this.provider?.close();
    await this.world.close();
  }

  protected build(stack: Parameters<typeof providers>[0]): void {
    providers(stack);
    publish(this.construct(stack, this.application, Rotations.fromFile(this.file).get('app')), this.kind);
  }
}
