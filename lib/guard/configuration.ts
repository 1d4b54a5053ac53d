import { isObject, listOf, objectOf, type Unchecked } from '../rotation';
import { inModule, withoutKeys } from './address';

interface Block {
  /** As the plan has it. */
  readonly resource: Unchecked;
  readonly module: Module;
}

interface Module {
  /** `module.network`, empty for the root. */
  readonly path: string;
  readonly outputs: Unchecked;
  readonly children: ReadonlyMap<string, Module>;
  /** The arguments of the call, which stand in the module that calls it. */
  readonly inputs: Unchecked;
  readonly caller?: Module;
}

/**
 * The code that a plan was made from: which resource depends on which. `lifecycle` and locals are not in a plan; a
 * dependency through a local is not seen, so nothing is ever proven by one.
 */
export class Configuration {
  private readonly blocks = new Map<string, Block>();
  private readonly known = new Map<string, ReadonlySet<string>>();

  constructor(rootModule: unknown) {
    this.visit(objectOf(rootModule), '', {});
  }

  get addresses(): Iterable<string> {
    return this.blocks.keys();
  }

  has(base: string): boolean {
    return this.blocks.has(withoutKeys(base));
  }

  /** The arguments of a resource by name, as the plan shows their expressions. */
  expressions(base: string): Unchecked {
    return objectOf(this.blocks.get(withoutKeys(base))?.resource.expressions);
  }

  /** The resources that a resource depends on directly. */
  dependencies(base: string): ReadonlySet<string> {
    const key = withoutKeys(base);
    const known = this.known.get(key);
    if (known) return known;
    const found = new Set<string>();
    this.known.set(key, found);
    const block = this.blocks.get(key);
    if (!block) return found;
    const { resource, module } = block;
    for (const one of listOf(resource.depends_on)) {
      if (typeof one === 'string') this.resolve(one, module, found, 0);
    }
    this.references(objectOf(resource.expressions), module, found, 0);
    found.delete(key);
    return found;
  }

  private visit(module: Unchecked, path: string, inputs: Unchecked, caller?: Module): Module {
    const children = new Map<string, Module>();
    const self: Module = { path, outputs: objectOf(module.outputs), children, inputs, caller };
    for (const entry of listOf(module.resources)) {
      const resource = objectOf(entry);
      if (typeof resource.address === 'string')
        this.blocks.set(inModule(path, resource.address), { resource, module: self });
    }
    for (const [name, call] of Object.entries(objectOf(module.module_calls))) {
      const { module: content, expressions } = objectOf(call);
      children.set(name, this.visit(objectOf(content), inModule(path, `module.${name}`), objectOf(expressions), self));
    }
    return self;
  }

  /** Collects what the expressions below a value refer to. */
  private references(value: unknown, module: Module, found: Set<string>, depth: number): void {
    if (Array.isArray(value)) {
      for (const one of value) this.references(one, module, found, depth);
    } else if (isObject(value)) {
      for (const reference of listOf(value.references)) {
        if (typeof reference === 'string') this.resolve(reference, module, found, depth);
      }
      for (const [name, one] of Object.entries(value)) {
        if (name !== 'references' && name !== 'constant_value') this.references(one, module, found, depth);
      }
    }
  }

  private resolve(reference: string, module: Module, found: Set<string>, depth: number): void {
    if (depth > 20) return;
    const [first = '', second = '', third = ''] = withoutKeys(reference).split('.');
    if (first === 'module') {
      const child = module.children.get(second);
      const output = child && objectOf(child.outputs[third]);
      if (child && output) this.references(output.expression, child, found, depth + 1);
    } else if (first === 'var') {
      if (module.caller) this.references(module.inputs[second], module.caller, found, depth + 1);
    } else if (second !== '' && !['local', 'each', 'count', 'path', 'terraform', 'data', 'self'].includes(first)) {
      found.add(inModule(module.path, `${first}.${second}`));
    } else if (first === 'data' && third !== '') {
      found.add(inModule(module.path, `data.${second}.${third}`));
    }
  }
}
