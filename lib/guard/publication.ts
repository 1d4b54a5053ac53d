import { isObject, listOf, type Slot, SLOTS, type Unchecked } from '../rotation';
import type { Change } from './change';
import type { Credentials } from './credentials';
import { leavesOf } from './expression';
import type { Plan } from './plan';

/** What stands under one name in a store: the credential of a slot, `unclear`, or nothing of this set. */
export type Held = Slot | 'unclear' | undefined;

/** One name in a store, before and after the apply. Slots before are those of the applied record, after of the planned. */
export interface Name {
  readonly path: string;
  readonly before: Held;
  readonly after: Held;
}

/** A resource that publishes a set. */
export class Publication {
  private found?: readonly Name[];

  constructor(
    readonly change: Change,
    private readonly plan: Plan,
    private readonly credentials: Credentials,
  ) {}

  /** The names that hold something of the set, before or after. */
  get names(): readonly Name[] {
    this.found ??= this.read();
    return this.found;
  }

  /** Whether it holds the credential of a slot under some name. */
  holds(slot: Slot, when: 'before' | 'after'): boolean {
    return this.names.some((name) => name[when] === slot);
  }

  private read(): readonly Name[] {
    const { base, before, after } = this.change;
    const given = this.plan.configuration.expressions(base);
    const names = Object.keys(given).length > 0 ? Object.keys(given) : Object.keys(before ?? {});
    const earlier = new Map<string, Held>();
    const later = new Map<string, Held>();
    for (const name of names) {
      collect(before?.[name], name, this.finder('before'), earlier);
      if (after) this.readLater(name, given[name], after, later);
    }
    return [...new Set([...earlier.keys(), ...later.keys()])].map((path) => ({
      path,
      before: earlier.get(path),
      after: later.get(path),
    }));
  }

  /** A value that is known tells; else the code does. */
  private readLater(name: string, expression: unknown, after: Unchecked, later: Map<string, Held>): void {
    const unknown = this.change.unknown[name];
    if (!hasTrue(unknown)) {
      collect(after[name], name, this.finder('after'), later);
      return;
    }
    const find = this.finder('after');
    for (const { path, references, text } of leavesOf(expression, name)) {
      const slots = new Set(references.flatMap((one) => this.credentials.slotsOf(one, this.change.module)));
      const [slot, other] = [...slots];
      const held = other ? 'unclear' : (slot ?? find(text.replace(/^"|"$/g, '')));
      if (held !== undefined) later.set(path, held);
    }
  }

  private finder(when: 'before' | 'after'): (text: string) => Held {
    const values = SLOTS.map((slot) => [slot, this.credentials.values(slot, when)] as const);
    return (text) => {
      const found = values.filter(([, own]) => own.has(text) || [...own].some((one) => text.includes(one)));
      const [first, second] = found;
      return second ? 'unclear' : first?.[0];
    };
  }
}

/** Walks a value, also into JSON texts, and notes what its texts hold. */
function collect(value: unknown, path: string, find: (text: string) => Held, into: Map<string, Held>): void {
  if (typeof value === 'string') {
    const inner = /^\s*[[{]/.test(value) ? parse(value) : undefined;
    if (inner !== undefined) collect(inner, path, find, into);
    else {
      const held = find(value);
      if (held !== undefined) into.set(path, held);
    }
  } else if (Array.isArray(value)) {
    listOf(value).forEach((one, index) => collect(one, `${path}.${index}`, find, into));
  } else if (isObject(value)) {
    for (const [name, one] of Object.entries(value)) collect(one, `${path}.${name}`, find, into);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Whether anything below is marked as unknown. */
function hasTrue(unknown: unknown): boolean {
  if (unknown === true) return true;
  if (Array.isArray(unknown)) return unknown.some(hasTrue);
  return isObject(unknown) && Object.values(unknown).some(hasTrue);
}
