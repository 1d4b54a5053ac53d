import { isObject, listOf, type Slot, SLOTS, type Unchecked } from '../rotation';
import type { Change } from './change';
import type { Credentials } from './credentials';
import { leavesOf } from './expression';
import type { Plan } from './plan';

/** One name in a store: the credentials under it. Slots before are those of the applied record, after of the planned. */
export interface Name {
  readonly path: string;
  readonly before: readonly Slot[];
  readonly after: readonly Slot[];
  /** Whether the code chooses one of them in a way that the plan does not show. */
  readonly unclear: boolean;
}

/** What a name holds, while it is read. */
interface Held {
  readonly slots: readonly Slot[];
  readonly unclear?: boolean;
}

type Find = (text: string) => readonly Slot[];

/** How a value may be written in a store. */
type Form = (value: string) => string;

const asItIs: Form = (value) => value;
const FORMS: readonly Form[] = [
  // A text that is cut within a character has no such form.
  (value) => (/[\ud800-\udfff]/.test(value) ? value : encodeURIComponent(value)),
  (value) => Buffer.from(value).toString('base64'),
];

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
    return this.names.some((name) => name[when].includes(slot));
  }

  private read(): readonly Name[] {
    const { base, before, after } = this.change;
    const given = this.plan.configuration.expressions(base);
    const all = Object.keys(given).length > 0 ? Object.keys(given) : Object.keys(before ?? {});
    const names = all.filter((name) => !VERSION.test(name));
    const earlier = new Map<string, Held>();
    const later = new Map<string, Held>();
    const read = (form: Form): void => {
      const [findEarlier, findLater] = [this.finder('before', form), this.finder('after', form)];
      for (const name of names) {
        collect(before?.[name], name, findEarlier, earlier);
        if (after) this.readLater(name, given[name], after, findLater, later);
      }
    };
    read(asItIs);
    if (before && earlier.size === 0) for (const form of FORMS) read(form);
    return [...new Set([...earlier.keys(), ...later.keys()])].map((path) => ({
      path,
      before: earlier.get(path)?.slots ?? [],
      after: later.get(path)?.slots ?? [],
      unclear: later.get(path)?.unclear === true,
    }));
  }

  /** A value that is known tells; else the code does. */
  private readLater(name: string, expression: unknown, after: Unchecked, find: Find, later: Map<string, Held>): void {
    // A write-only argument is null in every plan: only the code says what it is given.
    if (!name.endsWith('_wo') && !hasTrue(this.change.unknown[name])) {
      collect(after[name], name, find, later);
      return;
    }
    for (const { path, references, text, isWhole } of leavesOf(expression, name)) {
      const slots = [...new Set(references.flatMap((one) => this.credentials.slotsOf(one, this.change.module)))];
      const held = slots.length > 0 ? slots : find(text.replace(/^"|"$/g, ''));
      if (held.length > 0) later.set(path, { slots: held, unclear: slots.length > 1 && !isWhole });
    }
  }

  private finder(when: 'before' | 'after', form: Form): Find {
    const values = SLOTS.map((slot) => {
      const own = this.credentials.values(slot, when);
      return [slot, form === asItIs ? own : new Set([...own].map(form))] as const;
    });
    return (text) =>
      values.flatMap(([slot, own]) => (own.has(text) || [...own].some((one) => text.includes(one)) ? [slot] : []));
  }
}

/** A number that says that a write-only argument has another value; it is made from the credentials and holds none. */
const VERSION = /_wo_(version|revision)$/;
/** Deeper than any store; what is deeper is not looked at. */
const DEEPEST = 100;

/** Walks a value, also into JSON texts and the names of objects, and notes what its texts hold. */
function collect(value: unknown, path: string, find: Find, into: Map<string, Held>, depth = 0): void {
  if (depth > DEEPEST) return;
  if (typeof value === 'string') {
    const inner = /^\s*[[{]/.test(value) ? parse(value) : undefined;
    if (inner !== undefined) collect(inner, path, find, into, depth + 1);
    else {
      const slots = find(value);
      if (slots.length > 0) into.set(path, { slots });
    }
  } else if (Array.isArray(value)) {
    listOf(value).forEach((one, index) => collect(one, `${path}.${index}`, find, into, depth + 1));
  } else if (isObject(value)) {
    for (const [name, one] of Object.entries(value)) {
      const slots = find(name);
      if (slots.length > 0) into.set(`${path}.${name}`, { slots });
      else collect(one, `${path}.${name}`, find, into, depth + 1);
    }
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
function hasTrue(unknown: unknown, depth = 0): boolean {
  if (unknown === true || depth > DEEPEST) return true;
  if (typeof unknown !== 'object' || unknown === null) return false;
  return Object.values(unknown).some((one) => hasTrue(one, depth + 1));
}
