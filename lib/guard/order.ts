import type { Change } from './change';
import type { Plan } from './plan';

/** One thing that Terraform does to a resource: `make` creates, updates or passes over it, `unmake` destroys it. */
export type Doing = `make ${string}` | `unmake ${string}`;

const MANY = 100;
const REMEMBERED = 64;

/**
 * The order that Terraform keeps in an apply, whatever runs in parallel: which doing is over before another one begins.
 *
 * - A resource is made after everything it depends on in the code.
 * - It is destroyed after its dependants of the state are, and before it is made again, unless it is made first.
 * - With create_before_destroy it is destroyed after it and all its dependants are made. A plan shows that flag for a
 *   replacement, and not for a resource that is only removed: there nothing is proven.
 *
 * As nothing else is ordered, every set of doings that is closed under "before" is a state in which an apply can be, and
 * in which it can stop. So the shortest way to a doing is what comes before it, and nothing else.
 */
export class Order {
  private readonly known = new Map<Doing, ReadonlySet<Doing>>();
  private readonly hubs = new Set<Doing>();

  constructor(private readonly plan: Plan) {}

  /** Whether the first is over before the second begins, in every apply of this plan. */
  isBefore(first: Doing, second: Doing): boolean {
    return this.allBefore(second).has(first);
  }

  /** All that is over before a doing begins. */
  allBefore(doing: Doing): ReadonlySet<Doing> {
    const known = this.known.get(doing);
    if (known) return known;
    const seen = new Set<Doing>();
    const queue: Doing[] = [doing];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      if (this.hubs.has(next)) continue;
      const direct = this.justBefore(next);
      // What waits for very many is not followed: the proof would cost more than it is ever needed for.
      if (direct.length > MANY) {
        this.hubs.add(next);
        continue;
      }
      for (const one of direct) {
        if (seen.has(one)) continue;
        seen.add(one);
        queue.push(one);
      }
    }
    if (this.known.size >= REMEMBERED) this.known.clear();
    this.known.set(doing, seen);
    return seen;
  }

  /** Sorts by the order, where there is one, and else leaves things as they are. */
  sort(doings: readonly Doing[]): readonly Doing[] {
    const left = [...doings];
    if (left.length > MANY) return left;
    const sorted: Doing[] = [];
    while (left.length > 0) {
      const index = left.findIndex((one) => !left.some((other) => other !== one && this.isBefore(other, one)));
      sorted.push(...left.splice(Math.max(index, 0), 1));
    }
    return sorted;
  }

  private justBefore(doing: Doing): readonly Doing[] {
    const [verb, address] = split(doing);
    const change = this.plan.changes.get(address);
    if (verb === 'unmake') return change ? this.beforeUnmake(change) : [];
    return change ? this.beforeMake(change) : this.makeAll(this.plan.configuration.dependencies(address));
  }

  private beforeMake({ address, base, deed }: Change): readonly Doing[] {
    const found = this.makeAll(this.plan.configuration.dependencies(base));
    if (deed === 'delete, then create') found.push(`unmake ${address}`);
    for (const dependency of this.plan.stateDependencies(address)) {
      for (const one of this.plan.instances(dependency)) {
        if (one.deed === 'delete, then create') found.push(`unmake ${one.address}`);
      }
    }
    return found;
  }

  private beforeUnmake({ address, base, deed }: Change): readonly Doing[] {
    const found: Doing[] = deed === 'create, then delete' ? [`make ${address}`] : [];
    for (const dependant of this.plan.dependantsOf(base)) {
      const other = this.plan.changes.get(dependant);
      if (!other) continue;
      if (other.deed === 'delete' || other.deed === 'delete, then create') found.push(`unmake ${dependant}`);
      else if (deed === 'create, then delete') found.push(`make ${dependant}`);
      if (other.deed === 'delete, then create' && deed === 'create, then delete') found.push(`make ${dependant}`);
    }
    return found;
  }

  private makeAll(bases: ReadonlySet<string>): Doing[] {
    const found: Doing[] = [];
    for (const base of bases) {
      const instances = this.plan.instances(base);
      if (instances.length === 0) found.push(`make ${base}`);
      for (const { address, deed } of instances) if (deed !== 'delete') found.push(`make ${address}`);
    }
    return found;
  }
}

function split(doing: Doing): readonly ['make' | 'unmake', string] {
  const space = doing.indexOf(' ');
  return [doing.slice(0, space) as 'make' | 'unmake', doing.slice(space + 1)];
}
