import type { CallContext, ProviderType, ResourceType, Value, Values } from '../../../lib/plugin';
import { PluginError, Unknown } from '../../../lib/plugin';
import { blockType } from '../../../lib/plugin/block-type';
import { sameValue } from '../../../lib/plugin/canonical';
import { complete } from '../../../lib/plugin/complete';
import { defaultPlan } from '../../../lib/plugin/default-plan';
import { changedForceNew } from '../../../lib/plugin/replacement';
import type { Synthesized } from '../../support/stacks';
import { type Block, blocksOf } from './configuration';
import { evaluate, type Resources, type Times } from './expression';
import { terraformData } from './terraform-data';

/** The plan refuses: a precondition is not met, or something protected would go. Nothing was changed. */
export class PlanRefused extends Error {}

export interface Operation {
  readonly address: string;
  readonly action: 'create' | 'update' | 'delete';
}

/** Is told of each operation of an apply before and after it; what it throws ends the apply there. */
export type Watch = (when: 'before' | 'after', operation: Operation) => Promise<void>;

interface Held {
  readonly values?: Values;
  /** Replaced, and not destroyed yet. */
  readonly deposed: readonly Values[];
  readonly tainted: boolean;
}

interface Planned {
  readonly block: Block;
  readonly action: 'keep' | 'create' | 'update' | 'replace';
  readonly values: Values;
}

const NOTHING: Held = { deposed: [], tainted: false };

/** A resource type with the client of its provider. */
interface Served {
  readonly type: ResourceType;
  readonly client: unknown;
}

/**
 * One state, and a scale model of Terraform's plan and apply around it, for a year of applies in one process. Arguments,
 * order, protection and preconditions are those of the synthesized stack, the resources are run by the code of their
 * providers; what real Terraform makes of them is tested with real Terraform elsewhere.
 */
export class StateFile {
  private readonly held = new Map<string, Held>();

  constructor(
    private readonly providers: readonly ProviderType[],
    private readonly clock: () => Date,
    private readonly variables: Readonly<Record<string, string>> = {},
  ) {}

  /** The resources as `terraform show -json` has them. */
  get resources(): readonly object[] {
    return [...this.held].flatMap(([address, { values }]) => {
      const [type, name] = address.split('.');
      return values ? [{ address, mode: 'managed', type, name, values }] : [];
    });
  }

  /** @throws PlanRefused before anything is changed, and whatever a provider or the watch throws */
  async apply(stack: Synthesized, watch: Watch = async () => undefined): Promise<readonly Operation[]> {
    const run = new Apply(this.held, await this.configured(), this.clock(), this.variables);
    const blocks = blocksOf(stack);
    await run.refresh();
    await run.plan(blocks);
    return run.carryOut(blocks, watch, this.clock());
  }

  private async configured(): Promise<ReadonlyMap<string, Served>> {
    const served = new Map<string, Served>([['terraform_data', { type: terraformData, client: undefined }]]);
    for (const { configure, resources } of this.providers) {
      const client = await configure({});
      for (const [name, type] of Object.entries(resources)) served.set(name, { type, client });
    }
    return served;
  }
}

class Apply {
  private readonly done: Operation[] = [];

  constructor(
    private readonly held: Map<string, Held>,
    private readonly served: ReadonlyMap<string, Served>,
    private readonly planTime: Date,
    private readonly variables: Readonly<Record<string, string>>,
  ) {}

  async refresh(): Promise<void> {
    for (const [address, { values, deposed }] of this.held) {
      const read = async (state: Values): Promise<Values | undefined> =>
        this.type(address).read(this.context(address), state);
      const left = await Promise.all(deposed.map(async (one) => ((await read(one)) ? [one] : [])));
      this.keep(address, { values: values && (await read(values)), deposed: left.flat() });
    }
  }

  /** @throws PlanRefused */
  async plan(blocks: readonly Block[]): Promise<void> {
    const values = new Map<string, Values>();
    for (const block of blocks) {
      const { action, values: planned } = await this.planOne(block, this.known(values), { plan: this.planTime });
      if (block.isProtected && action === 'replace') throw new PlanRefused(`${block.address} would be replaced`);
      values.set(block.address, planned);
    }
    for (const block of blocks) this.check(block, this.known(values), { plan: this.planTime });
  }

  async carryOut(blocks: readonly Block[], watch: Watch, now: Date): Promise<readonly Operation[]> {
    const times = { plan: this.planTime, apply: now };
    for (const block of blocks) {
      this.check(block, this.known(this.values()), times);
      const planned = await this.planOne(block, this.known(this.values()), times);
      await this.change(planned, watch);
    }
    const wanted = new Set(blocks.map(({ address }) => address));
    for (const [address, { values, deposed }] of [...this.held].reverse()) {
      for (const old of deposed) await this.destroy(address, old, watch);
      this.keep(address, { deposed: [] });
      if (wanted.has(address)) continue;
      if (values) await this.destroy(address, values, watch);
      this.held.delete(address);
    }
    return this.done;
  }

  private async planOne(block: Block, resources: Resources, times: Times): Promise<Planned> {
    const type = this.type(block.address);
    const { values: prior, tainted } = this.held.get(block.address) ?? NOTHING;
    const given = evaluate(block.body, resources, times) as Values;
    const config = complete(type.schema, asBlocks(type, given));
    const [problem] = type.validate?.(config) ?? [];
    if (problem) throw new PluginError(problem.summary, problem.detail, problem.path);
    if (!prior) return { block, action: 'create', values: (await this.propose(block, config)).planned };
    // What is ignored in an update counts in a replacement.
    const { planned, replaced } = await this.propose(block, { ...config, ...ignored(block, prior) }, prior);
    if (replaced || tainted) {
      return { block, action: 'replace', values: (await this.propose(block, config)).planned };
    }
    const isSame = sameValue(blockType(type.schema), { ...prior, timeouts: null }, { ...planned, timeouts: null });
    return { block, action: isSame ? 'keep' : 'update', values: planned };
  }

  private async propose(
    { address }: Block,
    config: Values,
    prior?: Values,
  ): Promise<{ readonly planned: Values; readonly replaced: boolean }> {
    const type = this.type(address);
    const computed = Object.entries(type.schema.attributes ?? {}).filter(([, attribute]) => attribute.computed);
    const kept = computed.map(([name]): [string, Value] => [name, config[name] ?? prior?.[name] ?? null]);
    const proposed = defaultPlan(type.schema, { ...config, ...Object.fromEntries(kept) }, prior);
    const result = await type.plan?.(this.context(address), { prior, config, proposed });
    const planned = result?.planned ?? proposed;
    const paths = result?.requiresReplace ?? (prior ? changedForceNew(type.schema, prior, planned) : []);
    return { planned, replaced: prior !== undefined && paths.length > 0 };
  }

  private async change({ block, action, values }: Planned, watch: Watch): Promise<void> {
    const { address } = block;
    const type = this.type(address);
    const { values: prior, deposed } = this.held.get(address) ?? NOTHING;
    switch (action) {
      case 'keep':
        return;
      case 'update':
        return this.operate({ address, action }, watch, async () => {
          if (!prior || !type.update) throw new Error(`${address} cannot be updated`);
          this.keep(address, { values: await type.update(this.context(address), prior, values, values) });
        });
      case 'replace':
        if (block.createsFirst)
          this.keep(address, { values: undefined, deposed: prior ? [...deposed, prior] : deposed });
        else if (prior) await this.destroy(address, prior, watch);
        return this.change({ block, action: 'create', values }, watch);
      case 'create':
        return this.operate({ address, action }, watch, async () => {
          this.keep(address, { values: await type.create(this.context(address), values, values), tainted: false });
        });
    }
  }

  private async destroy(address: string, values: Values, watch: Watch): Promise<void> {
    await this.operate({ address, action: 'delete' }, watch, async () => {
      await this.type(address).delete(this.context(address), values);
      const { values: present, deposed = [] } = this.held.get(address) ?? NOTHING;
      this.keep(address, {
        values: present === values ? undefined : present,
        deposed: deposed.filter((one) => one !== values),
      });
    });
  }

  /** What a failed call says of the state is kept, as Terraform keeps it. */
  private async operate(operation: Operation, watch: Watch, work: () => Promise<void>): Promise<void> {
    await watch('before', operation);
    try {
      await work();
    } catch (error) {
      if (error instanceof PluginError && error.state) {
        const tainted = operation.action === 'create';
        this.keep(operation.address, { values: error.state as Values, tainted });
      }
      throw error;
    }
    this.done.push(operation);
    await watch('after', operation);
  }

  /** A condition on something unknown waits for the apply. */
  private check({ conditions }: Block, resources: Resources, times: Times): void {
    for (const { condition, error_message: message } of conditions) {
      if (evaluate(condition, resources, times) === false) throw new PlanRefused(message);
    }
  }

  private known(values: ReadonlyMap<string, Values>): Resources {
    const types: Record<string, Record<string, unknown>> = { variables: this.variables };
    for (const [address, one] of values) {
      const [type = '', name = ''] = address.split('.');
      (types[type] ??= {})[name] = one;
    }
    return types;
  }

  private values(): ReadonlyMap<string, Values> {
    return new Map([...this.held].flatMap(([address, { values }]) => (values ? [[address, values]] : [])));
  }

  private keep(address: string, change: Partial<Held>): void {
    this.held.set(address, { ...(this.held.get(address) ?? NOTHING), ...change });
  }

  private type(address: string): ResourceType {
    return this.find(address).type;
  }

  private context(address: string): CallContext<unknown> {
    const { client } = this.find(address);
    return { client, signal: new AbortController().signal, warn: () => undefined };
  }

  private find(address: string): Served {
    const served = this.served.get(address.split('.')[0] as string);
    if (!served) throw new Error(`no provider has the type of ${address}`);
    return served;
  }
}

/** Arguments that Terraform does not look at once the resource is there. */
function ignored({ ignores }: Block, prior: Values | undefined): Values {
  return prior ? Object.fromEntries(ignores.map((name) => [name, prior[name] ?? null])) : {};
}

/** JSON may give a single block without its list. */
function asBlocks({ schema }: ResourceType, given: Values): Values {
  const lists = Object.entries(schema.blocks ?? {}).filter(
    ([, { nesting }]) => nesting === 'list' || nesting === 'set',
  );
  const wrapped = lists.flatMap(([name]): readonly (readonly [string, Value])[] => {
    const value = given[name] ?? null;
    return value === null || value instanceof Unknown || Array.isArray(value) ? [] : [[name, [value]]];
  });
  return { ...given, ...Object.fromEntries(wrapped) };
}
