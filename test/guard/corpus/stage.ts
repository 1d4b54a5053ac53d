import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TerraformStack } from 'cdktf';
import { type CredentialSet, Rotations } from 'cdktf-rotation';
import { Deployment, type PlanOptions, type TerraformJson } from 'cdktf-rotation/testing';
import type { Application } from '../../../demo/application';
import { type DemoKind, hasKeys, ownProvider } from '../../../demo/kind';
import { PrivateKeys } from '../../../demo/private-keys';
import { commandLine, KINDS, providers } from '../../../demo/two-slot';
import { World } from '../../../demo/world';
import { Manifest, type ManifestSet } from '../../../lib/rotation';
import { constructNamed, publishAt } from './named';

/** What a synthesized stack has in it. */
export interface Scene {
  readonly stack: TerraformStack;
  readonly stage: Stage;
  readonly sets: ReadonlyMap<string, CredentialSet>;
  /** The set `app`. */
  readonly set: CredentialSet;
}

/** How the code of the stack differs from the one of the demo. */
export interface Code {
  /** Without `prevent_destroy` on the slots and conditions on the leaves. */
  stripped: boolean;
  /** False: `create_before_destroy` is taken from the slots, too. */
  createBeforeDestroy: boolean;
  /** The sets that have a construct; other entries of the manifest have none. */
  sets: string[];
  /** False: somebody else publishes. */
  publishes: boolean;
  /** Runs before the sets are made. */
  before: (stack: TerraformStack) => void;
  /** Runs once everything is made. */
  alter: (scene: Scene) => void;
  /** Instead of the construct of the demo. */
  construct?: DemoKind['construct'];
}

/** What Terraform made of a plan. */
export interface Planned {
  /** As `terraform show -json` prints it; absent when no plan file was written. */
  readonly json?: TerraformJson;
  /** Why Terraform refused, if it did. */
  readonly refused?: string;
  /** Whether an apply would change something. */
  readonly changes: boolean;
}

/** The parts of a state in the manifest that situations edit by hand. */
export type Editable = {
  -readonly [Name in keyof ManifestSet['state']]: ManifestSet['state'][Name];
};

const PLAN_FILE = 'plan.tfplan';

/** One stack under real Terraform in a world of its own; manifest, code, state and models can all be tampered with. */
export class Stage {
  static async start(kind: string): Promise<Stage> {
    const found = KINDS.find((one) => one.kind === kind);
    if (!found) throw new Error(`no kind ${kind}`);
    return new Stage(found, await World.start());
  }

  readonly file: string;
  readonly deployment: Deployment;
  readonly code: Code = {
    stripped: false,
    createBeforeDestroy: true,
    sets: ['app'],
    publishes: true,
    before: () => undefined,
    alter: () => undefined,
  };
  /** What a situation remembers from one plan to the next. */
  readonly notes: Record<string, string> = {};
  /** The values of secrets that the store was given, or that were made outside. */
  readonly secrets = new Set<string>();
  private readonly applications = new Map<string, Application>();
  private readonly keys: PrivateKeys;

  private constructor(
    readonly kind: DemoKind,
    readonly world: World,
  ) {
    this.file = join(world.directory, 'rotation.json');
    this.keys = new PrivateKeys(world.directory);
    this.applications.set('app', kind.register(world, this.keys.find));
    for (const secret of Object.values(this.application.environment ?? {})) this.secrets.add(secret);
    world.vault.onWrite(({ data }) => {
      for (const [name, value] of Object.entries(data ?? {})) if (/secret/i.test(name)) this.secrets.add(String(value));
    });
    this.deployment = new Deployment({
      directory: join(world.directory, 'stack'),
      environment: { ...world.environment, ...this.application.environment },
      stack: (app) => this.build(new TerraformStack(app, 'stack')),
    });
  }

  /** The application of the set `app`. */
  get application(): Application {
    return this.applicationOf('app');
  }

  /** Another one for the set `app`, for a stack that makes its application itself. */
  useApplication(application: Application): void {
    this.applications.set('app', application);
  }

  get terraform(): Deployment['terraform'] {
    return this.deployment.terraform;
  }

  get set(): ManifestSet {
    return this.setOf('app');
  }

  setOf(name: string): ManifestSet {
    return Manifest.parse(this.manifest).find(name);
  }

  get manifest(): string {
    return readFileSync(this.file, 'utf8');
  }

  set manifest(text: string) {
    writeFileSync(this.file, text);
  }

  /** Ids that differ from run to run and whose shape no pattern knows. */
  get ids(): readonly string[] {
    return [...this.applications.values()].map(({ clientId }) => clientId).filter((id) => /^\w{20,}$/.test(id));
  }

  /** The application of a set; registered when it is asked for the first time. */
  applicationOf(name: string): Application {
    const known = this.applications.get(name);
    if (known) return known;
    const made = this.kind.register(this.world, this.keys.find);
    this.applications.set(name, made);
    return made;
  }

  /** Takes a step with the command line; nothing is applied. */
  async take(command: string, ...options: readonly string[]): Promise<void> {
    await this.takeOn('app', command, ...options);
  }

  async takeOn(name: string, command: string, ...options: readonly string[]): Promise<void> {
    const makesKey = command === 'stage' || (command === 'add' && !options.includes('--from-outside'));
    const keys = makesKey && hasKeys(this.kind) ? ['--private-key-out', this.keys.file] : [];
    await commandLine([command, name, ...options, ...keys, '--file', this.file]);
  }

  async add(name = 'app', ...options: readonly string[]): Promise<void> {
    const waits = ['--interval', '1h', '--soak', '0s', '--grace', '0s'];
    await this.takeOn(name, 'add', '--kind', this.kind.kind, ...waits, ...options);
  }

  /** `add` and its apply, then these steps, each of them applied. */
  async reach(...steps: readonly string[]): Promise<void> {
    await this.add();
    await this.apply();
    for (const step of steps) {
      await this.take(step);
      await this.apply();
    }
  }

  /** Changes the state of a set in the manifest as no command would. */
  edit(change: (state: Editable) => void, name = 'app'): void {
    const document = JSON.parse(this.manifest) as { sets: Record<string, { state: Editable }> };
    const entry = document.sets[name];
    if (!entry) throw new Error(`no set ${name}`);
    change(entry.state);
    delete entry.state.undo;
    this.manifest = `${JSON.stringify(document, undefined, 2)}\n`;
  }

  /** Adds to what is done to the code. */
  alter(more: Code['alter']): void {
    const { alter } = this.code;
    this.code.alter = (scene) => {
      alter(scene);
      more(scene);
    };
  }

  async apply(): Promise<void> {
    const { json, refused } = await this.plan();
    if (json === undefined || refused !== undefined) throw new Error(refused);
    const output = await this.applyPlan();
    if (output !== undefined) throw new Error(output);
  }

  async plan({ target = [], replace = [], destroy }: PlanOptions = {}): Promise<Planned> {
    const file = join(this.world.directory, 'stack', PLAN_FILE);
    rmSync(file, { force: true });
    this.deployment.synth();
    if (!existsSync(join(this.world.directory, 'stack', '.terraform'))) await this.terraform.init();
    const args = ['plan', '-no-color', '-input=false', '-detailed-exitcode', `-out=${PLAN_FILE}`];
    args.push(...target.map((one) => `-target=${one}`), ...replace.map((one) => `-replace=${one}`));
    if (destroy) args.push('-destroy');
    const { exitCode, output } = await this.terraform.run(args);
    const failed = exitCode !== 0 && exitCode !== 2;
    return {
      changes: exitCode === 2,
      ...(existsSync(file) && { json: await this.terraform.show(PLAN_FILE) }),
      ...(failed && { refused: output }),
    };
  }

  /** Applies the last plan; answers what was printed when it failed. */
  async applyPlan(parallelism = 10): Promise<string | undefined> {
    const args = ['apply', '-no-color', '-input=false', `-parallelism=${parallelism}`, PLAN_FILE];
    const { exitCode, output } = await this.terraform.run(args);
    return exitCode === 0 ? undefined : output;
  }

  /** A Terraform command that must succeed: `state rm`, `taint`. */
  async run(...args: readonly string[]): Promise<void> {
    const { exitCode, output } = await this.terraform.run(args);
    if (exitCode !== 0) throw new Error(output);
  }

  /** The key id of what is current, as the store has it. */
  get publishedKeyId(): string {
    return this.application.idOf(this.world.vault.read('kv', 'app') ?? {});
  }

  /** The provider of ours, which sets make by themselves, in a stack without a set. */
  makeOwnProvider(stack: TerraformStack): void {
    if (this.code.sets.length === 0) ownProvider(stack);
  }

  async close(): Promise<void> {
    await this.world.close();
  }

  private build(stack: TerraformStack): TerraformStack {
    const { code, kind } = this;
    providers(stack);
    code.before(stack);
    const rotations = Rotations.fromFile(this.file);
    const sets = new Map<string, CredentialSet>();
    for (const name of code.sets) {
      const construct = name === 'app' ? (code.construct ?? kind.construct) : constructNamed(kind, name);
      const set = construct(stack, this.applicationOf(name), rotations.get(name));
      if (code.publishes) publishAt(set, kind, name);
      sets.set(name, set);
    }
    code.alter({ stack, stage: this, sets, set: sets.get('app') as CredentialSet });
    if (code.stripped) for (const set of sets.values()) strip(set);
    if (!code.createBeforeDestroy) {
      for (const { slotResources } of sets.values()) {
        for (const slot of slotResources) slot.lifecycle = { ...slot.lifecycle, createBeforeDestroy: undefined };
      }
    }
    return stack;
  }
}

/** Without what makes Terraform itself refuse a plan. */
function strip(set: CredentialSet): void {
  for (const slot of set.slotResources) slot.lifecycle = { ...slot.lifecycle, preventDestroy: undefined };
  for (const leaf of set.leaves) {
    leaf.lifecycle = { ...leaf.lifecycle, precondition: undefined, postcondition: undefined };
  }
}
