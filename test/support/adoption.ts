import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TerraformStack } from 'cdktf';
import type { Application, Registration } from '../../demo/application';
import { type DemoKind, hasKeys, ownProvider, publish } from '../../demo/kind';
import { PrivateKeys } from '../../demo/private-keys';
import { CACHE, Rehearsal } from '../../demo/rehearsal';
import { commandLine, KINDS, providers } from '../../demo/two-slot';
import { REPLICA_LAG, World } from '../../demo/world';
import { Rotations } from '../../lib';
import { checkPlan, type GuardReport } from '../../lib/guard';
import { Manifest, type ManifestSet } from '../../lib/rotation';
import { Deployment } from '../../lib/testing';
import { rsaKey, type TestKey } from './keys';

/** An application that signs in already, when a set takes its credential over under real Terraform. */
export class Adoption {
  /** @param kid under which the private key of the live key is found; absent for secrets */
  static async start(kind: string, kid?: (key: TestKey) => string, given?: TestKey): Promise<Adoption> {
    const demoKind = KINDS.find((one) => one.kind === kind);
    if (!demoKind) throw new Error(`no kind ${kind}`);
    const world = await World.start();
    const key = given ?? (await rsaKey());
    const pem = key.privateKey.export({ type: 'pkcs8', format: 'pem' });
    if (kid) writeFileSync(join(world.directory, 'keys', `${kid(key)}.pem`), pem, { mode: 0o600 });
    return new Adoption(demoKind, world, key, kid?.(key) ?? '');
  }

  readonly application: Application;
  readonly rehearsal: Rehearsal;
  readonly publicKeyFile: string;
  /** How the code makes the set. */
  construct: DemoKind['construct'];
  private readonly file: string;
  private readonly keys: PrivateKeys;

  private constructor(
    private readonly kind: DemoKind,
    readonly world: World,
    readonly key: TestKey,
    readonly kid: string,
  ) {
    this.construct = kind.construct;
    this.file = join(world.directory, 'rotation.json');
    this.publicKeyFile = join(world.directory, 'live.pub.pem');
    writeFileSync(this.publicKeyFile, key.publicKey);
    this.keys = new PrivateKeys(world.directory);
    this.application = kind.register(world, this.keys.find);
    this.rehearsal = new Rehearsal({
      world,
      application: this.application,
      title: kind.title,
      progress: () => undefined,
    });
  }

  get registration(): Registration {
    return this.application;
  }

  get set(): ManifestSet {
    return Manifest.parse(readFileSync(this.file, 'utf8')).find('app');
  }

  /** Publishes the credential in use, applies what stands in the code before the set, and lets consumers sign in. */
  async before(published: Readonly<Record<string, string>>, build?: (stack: TerraformStack) => void): Promise<void> {
    this.world.vault.write('kv', 'app', { clientId: this.application.clientId, ...published });
    await this.apply((stack) => {
      // So that the set's own provider is installed with the others.
      if (this.kind.ownProvider) ownProvider(stack);
      build?.(stack);
    });
  }

  async adopt(...options: readonly string[]): Promise<void> {
    const waits = ['--interval', '1h', '--soak', '0s', '--grace', '2s'];
    await commandLine(['adopt', 'app', '--kind', this.kind.kind, ...waits, ...options, '--file', this.file]);
  }

  /** The applied state, as `--applied` takes it, in a file. */
  async appliedFile(): Promise<string> {
    const path = join(this.world.directory, 'applied.json');
    writeFileSync(path, JSON.stringify(await this.rehearsal.deployment.terraform.show()));
    return path;
  }

  /** Plans and applies the set; answers what the guard says of that plan. */
  async applySet(): Promise<GuardReport> {
    await this.apply((stack) => this.build(stack));
    return checkPlan(await this.rehearsal.deployment.terraform.show('plan.tfplan'));
  }

  /** Takes the steps one by one, each with its apply, and answers the verdicts. */
  async steps(...steps: readonly string[]): Promise<readonly string[]> {
    const verdicts: string[] = [];
    for (const step of steps) {
      const waits = { empty: 0, next: 2 * REPLICA_LAG, previous: CACHE + 1_000 };
      await this.rehearsal.pauseAfterApply(waits[this.set.state.standby]);
      const keys = hasKeys(this.kind) && step === 'stage' ? ['--private-key-out', this.keys.file] : [];
      await commandLine([step, 'app', ...keys, '--file', this.file]);
      verdicts.push((await this.applySet()).verdict);
    }
    return verdicts;
  }

  async close(): Promise<void> {
    await this.rehearsal.stop();
    await this.world.close();
  }

  /** Plans the set only; answers what the guard says. */
  async planSet(): Promise<GuardReport> {
    const deployment = new Deployment({
      directory: join(this.world.directory, 'stack'),
      environment: this.world.environment,
      stack: (app) => {
        const stack = new TerraformStack(app, 'stack');
        providers(stack);
        this.build(stack);
        return stack;
      },
    });
    await deployment.plan({ out: 'other.tfplan' });
    return checkPlan(await deployment.terraform.show('other.tfplan'));
  }

  private build(stack: TerraformStack): void {
    const set = this.construct(stack, this.application, Rotations.fromFile(this.file).get('app'));
    publish(set, this.kind);
  }

  private async apply(build: (stack: TerraformStack) => void): Promise<void> {
    await this.rehearsal.apply({
      label: 'apply',
      build: (stack) => {
        providers(stack);
        build(stack);
      },
    });
  }
}
