import { App, TerraformStack, Testing } from 'cdktf';
import type { Manifest } from '../../lib/rotation';
import type { Synthesized } from '../support/stacks';
import { type Application, REGISTER } from './applications';
import type { Member } from './fleet';
import { MemoryKv } from './store';
import { type Operation, PlanRefused, StateFile, type Watch } from './terraform/deployment';
import type { World } from './world';

/** Terraform's own default. */
const PARALLELISM = 10;

/** What became of the apply of one set. */
export interface ApplyResult {
  readonly set: string;
  readonly operations: readonly Operation[];
  /** Why it failed; absent when it went through. */
  readonly failure?: Error;
}

/** The stacks of a fleet, one for each set, and what was applied of them. */
export class Deployments {
  readonly applications: ReadonlyMap<string, Application>;
  private readonly states: ReadonlyMap<string, StateFile>;
  private readonly applied = new Map<string, string>();

  constructor(
    world: World,
    readonly members: readonly Member[],
  ) {
    const { providers, clock } = world;
    this.applications = new Map(
      members.map(({ name, kind, start }) => [name, (REGISTER[kind] as (typeof REGISTER)[string])(world, name, start)]),
    );
    this.states = new Map(
      members.map(({ name }) => [name, new StateFile(providers, clock.now, this.application(name).variables)]),
    );
  }

  application(name: string): Application {
    return this.applications.get(name) as Application;
  }

  /** What `terraform show -json` prints. */
  get show(): string {
    const resources = [...this.states.values()].flatMap((state) => state.resources);
    return JSON.stringify({ format_version: '1.0', values: { root_module: { resources } } });
  }

  /** The sets whose entry is not applied. */
  pending(manifest: Manifest): readonly string[] {
    return manifest.names.filter((name) => this.applied.get(name) !== entryOf(manifest, name));
  }

  /** Applies several sets at the same time, as Terraform works on resources that do not depend on each other. */
  async apply(
    manifest: Manifest,
    names: readonly string[],
    watch: (set: string) => Watch,
  ): Promise<readonly ApplyResult[]> {
    const waiting = [...names];
    const work = async (): Promise<readonly ApplyResult[]> => {
      const results: ApplyResult[] = [];
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
        results.push(await this.applyOne(manifest, name, watch(name)));
      }
      return results;
    };
    return (await Promise.all(Array.from({ length: PARALLELISM }, work))).flat();
  }

  private async applyOne(manifest: Manifest, set: string, watch: Watch): Promise<ApplyResult> {
    try {
      const operations = await (this.states.get(set) as StateFile).apply(this.stackOf(manifest, set), watch);
      this.applied.set(set, entryOf(manifest, set));
      return { set, operations };
    } catch (failure) {
      if (failure instanceof PlanRefused)
        throw new Error(`${set}: the plan refused: ${failure.message}`, { cause: failure });
      return { set, operations: [], failure: failure as Error };
    }
  }

  private stackOf(manifest: Manifest, name: string): Synthesized {
    const stack = new TerraformStack(Testing.stubVersion(new App({ stackTraces: false })), 'stack');
    const { construct, values } = this.application(name);
    const published = Object.fromEntries(values.map((value) => [value, value]));
    construct(stack, manifest.find(name)).publishTo(new MemoryKv(name), { current: published });
    return JSON.parse(Testing.synth(stack)) as Synthesized;
  }
}

function entryOf({ document }: Manifest, name: string): string {
  const { state, override } = document.sets[name] ?? {};
  return JSON.stringify({ state, override });
}
