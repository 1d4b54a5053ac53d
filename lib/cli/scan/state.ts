import {
  appliedIn,
  type AppliedSet,
  isObject,
  listOf,
  objectOf,
  readStateModules,
  type Unchecked,
} from '../../rotation';
import type { Context } from '../context';
import { readInput } from '../input';

export interface StateResource {
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly module: string;
  readonly type: string;
  readonly name: string;
  readonly values: Unchecked;
  /** Replaced, and its removal failed: what is at the address now is another one. */
  readonly deposed: boolean;
}

/** The applied state, in memory for as long as the command runs: it holds secrets. */
export class State {
  /** @throws InputError when the text is not the output of `terraform show -json` */
  static async read(path: string, context: Context): Promise<State> {
    const modules = readStateModules(await readInput(path, context));
    return new State(appliedIn(modules), modules);
  }

  readonly resources: readonly StateResource[];
  private readonly managed: ReadonlyMap<string, StateResource>;
  private readonly ledgers = new Map<string, StateResource[]>();

  private constructor(
    private readonly applied: ReadonlyMap<string, AppliedSet>,
    modules: readonly Unchecked[],
  ) {
    this.resources = modules.flatMap((module) =>
      listOf(module.resources).map((one) => resourceIn(module, objectOf(one))),
    );
    const managed = this.resources.filter(({ mode, deposed }) => mode === 'managed' && !deposed);
    this.managed = new Map(managed.map((one) => [keyOf(one.module, `${one.type}.${one.name}`), one]));
    for (const one of managed) {
      const { set, keys } = objectOf(one.values.output);
      if (one.type !== 'terraform_data' || typeof set !== 'string' || !isObject(keys)) continue;
      this.ledgers.set(set, [...(this.ledgers.get(set) ?? []), one]);
    }
  }

  tryFind(set: string): AppliedSet | undefined {
    return this.applied.get(set);
  }

  /** What the last step of a set wrote, and the module in which it is. */
  ledgerOf({ set, step, manifest }: AppliedSet): { readonly ledger: Unchecked; readonly module: string } {
    const all = (this.ledgers.get(set) ?? []).map(({ module, values }) => ({
      module,
      ledger: objectOf(values.output),
    }));
    const found = all.find(({ ledger }) => ledger.step === step && ledger.manifest === manifest);
    return found ?? { ledger: {}, module: '' };
  }

  /** The values of a resource, by its address within its module. */
  valuesOf(module: string, address: string): Unchecked | undefined {
    return this.managed.get(keyOf(module, address))?.values;
  }
}

function resourceIn(
  module: Unchecked,
  { address, mode, type, name, values, deposed_key: key }: Unchecked,
): StateResource {
  return {
    address: String(address),
    mode: mode === 'data' ? 'data' : 'managed',
    module: String(module.address ?? ''),
    type: String(type),
    name: String(name),
    values: objectOf(values),
    deposed: key !== undefined,
  };
}

function keyOf(module: string, address: string): string {
  return `${module} ${address}`;
}
