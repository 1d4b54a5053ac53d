import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TerraformStack } from 'cdktf';
import { type DemoKind, ownProvider } from '../../demo/kind';
import { KINDS, providers } from '../../demo/two-slot';
import { World } from '../../demo/world';
import { checkPlan, type GuardReport } from '../../lib/guard';
import { Deployment } from '../../lib/testing';
import { rsaKey, type TestKey } from './keys';
import { Pilot } from './pilot';
import { ProviderHere } from './provider-here';

/** An application that signs in already, when a set takes its credential over under real Terraform. */
export class Adoption extends Pilot {
  /** @param kid under which the private key of the live key is found; absent for secrets */
  static async of(kind: string, kid?: (key: TestKey) => string, given?: TestKey): Promise<Adoption> {
    const demoKind = KINDS.find((one) => one.kind === kind);
    if (!demoKind) throw new Error(`no kind ${kind}`);
    const world = await World.start();
    const key = given ?? (await rsaKey());
    const pem = key.privateKey.export({ type: 'pkcs8', format: 'pem' });
    if (kid) writeFileSync(join(world.directory, 'keys', `${kid(key)}.pem`), pem, { mode: 0o600 });
    return new Adoption(demoKind, world, key, kid?.(key) ?? '', await ProviderHere.of(demoKind, world));
  }

  readonly publicKeyFile: string;

  private constructor(
    kind: DemoKind,
    world: World,
    readonly key: TestKey,
    readonly kid: string,
    provider: ProviderHere | undefined,
  ) {
    super(kind, world, provider);
    this.publicKeyFile = join(world.directory, 'live.pub.pem');
    writeFileSync(this.publicKeyFile, key.publicKey);
  }

  /** Publishes the credential in use, applies what stands in the code before the set, and lets consumers sign in. */
  async before(published: Readonly<Record<string, string>>, build?: (stack: TerraformStack) => void): Promise<void> {
    this.world.vault.write('kv', 'app', { clientId: this.application.clientId, ...published });
    await this.rehearsal.apply({
      label: 'apply',
      build: (stack) => {
        providers(stack);
        // So that the set's own provider is installed with the others.
        if (this.kind.ownProvider) ownProvider(stack);
        build?.(stack);
      },
    });
  }

  async adopt(...options: readonly string[]): Promise<void> {
    const waits = ['--interval', '1h', '--soak', '0s', '--grace', '2s'];
    await this.take('adopt', '--kind', this.kind.kind, ...waits, ...options);
  }

  /** The applied state, as `--applied` takes it, in a file. */
  async appliedFile(): Promise<string> {
    const path = join(this.world.directory, 'applied.json');
    writeFileSync(path, JSON.stringify(await this.terraform.show()));
    return path;
  }

  /** Plans and applies the set; answers what the guard says of that plan. */
  async applySet(): Promise<GuardReport> {
    await this.apply();
    return checkPlan(await this.terraform.show('plan.tfplan'));
  }

  /** Takes the steps one by one, each with its apply, and answers the verdicts. */
  async steps(...steps: readonly string[]): Promise<readonly string[]> {
    const verdicts: string[] = [];
    for (const step of steps) {
      await this.settle();
      await this.take(step);
      verdicts.push((await this.applySet()).verdict);
    }
    return verdicts;
  }

  /** Plans the set only; answers what the guard says. */
  async planSet(): Promise<GuardReport> {
    const deployment = new Deployment({
      directory: join(this.world.directory, 'stack'),
      environment: { ...this.world.environment, ...this.application.environment },
      stack: (app) => {
        const stack = new TerraformStack(app, 'stack');
        this.build(stack);
        return stack;
      },
    });
    await deployment.plan({ out: 'other.tfplan' });
    return checkPlan(await deployment.terraform.show('other.tfplan'));
  }

  /** Whatever happened, consumers have signed in all the time. */
  async expectSignedIn(): Promise<void> {
    await this.rehearsal.stop();
    expect(this.rehearsal.refused).toEqual([]);
    expect(this.rehearsal.signIns).toBeGreaterThan(300);
  }
}
