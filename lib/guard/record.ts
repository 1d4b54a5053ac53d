import { type Current, isObject, type Slot, SLOTS, type Standby, STEPS, type Unchecked } from '../rotation';
import { inModule } from './address';

const TRANSITIONS = ['start', ...STEPS] as const;
const CURRENTS: readonly Current[] = [...SLOTS, 'outside'];
const STANDBYS: readonly Standby[] = ['empty', 'next', 'previous'];
export type Transition = (typeof TRANSITIONS)[number];

/** What a ledger says of its set: the record that `CredentialSet` writes, format 1. */
export interface LedgerRecord {
  readonly manifest: string;
  readonly set: string;
  readonly kind: string;
  readonly step: number;
  readonly transition: Transition;
  readonly current: Current;
  readonly standby: Standby;
  readonly generations: Readonly<Record<Slot, number>>;
  readonly expires: Readonly<Record<Slot, string>>;
  /** Empty for an empty slot; undefined while the apply has yet to make it. */
  readonly keys: Readonly<Record<Slot, string | undefined>>;
  /** Addresses, absolute; empty for an empty slot. */
  readonly slots: Readonly<Record<Slot, string>>;
  readonly publications: readonly string[];
  readonly removal: boolean;
  /** Whether a slot holds a key that was in use before the set. */
  readonly adopted: boolean;
}

/** Whose ledger it is, by its address. */
export interface Owner {
  readonly module: string;
  readonly set: string;
}

/**
 * Reads what a ledger holds. `unwritten` is the older ledger of a first deployment, which says nothing of any apply;
 * undefined is no ledger of a format that is known.
 */
export function readRecord(value: unknown, unknown: Unchecked, owner: Owner): LedgerRecord | 'unwritten' | undefined {
  if (!isObject(value) || value.format !== 1) return undefined;
  const { manifest, set, kind, step, transition, current, standby, publications, removal } = value;
  if (typeof manifest !== 'string' || set !== owner.set || typeof kind !== 'string') return undefined;
  if (typeof step !== 'number' || !Number.isInteger(step) || step < -1) return undefined;
  if (transition === '') return 'unwritten';
  if (step < 0 || !isOneOf(transition, TRANSITIONS) || typeof removal !== 'boolean') return undefined;
  if (!isOneOf(current, CURRENTS) || !isOneOf(standby, STANDBYS)) return undefined;
  const generations = slotMap(value.generations, isGeneration);
  const expires = slotMap(
    value.expires,
    (one): one is string => isText(one) && (one === '' || !Number.isNaN(Date.parse(one))),
  );
  const slots = slotMap(value.slots, isText);
  if (!generations || !expires || !slots || !Array.isArray(publications) || !publications.every(isText)) {
    return undefined;
  }
  const keys = readKeys(value.keys, isObject(unknown.keys) ? unknown.keys : {});
  if (!keys || SLOTS.some((slot) => generations[slot] > 0 !== (slots[slot] !== ''))) return undefined;
  if (current !== 'outside' && generations[current] === 0) return undefined;
  const absolute = (address: string): string => (address === '' ? '' : inModule(owner.module, address));
  return {
    manifest,
    set: owner.set,
    kind,
    step,
    transition,
    current,
    standby,
    generations,
    expires,
    keys,
    slots: { a: absolute(slots.a), b: absolute(slots.b) },
    publications: publications.map(absolute),
    removal,
    adopted: value.adopted === true,
  };
}

function readKeys(value: unknown, unknown: Unchecked): LedgerRecord['keys'] | undefined {
  if (!isObject(value)) return undefined;
  const known = (slot: Slot): boolean => (unknown[slot] === true ? value[slot] === undefined : isText(value[slot]));
  if (!SLOTS.every(known)) return undefined;
  return { a: value.a as string | undefined, b: value.b as string | undefined };
}

function slotMap<Value>(value: unknown, is: (one: unknown) => one is Value): Readonly<Record<Slot, Value>> | undefined {
  if (!isObject(value) || !is(value.a) || !is(value.b)) return undefined;
  return { a: value.a, b: value.b };
}

function isGeneration(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isOneOf<Value>(value: unknown, values: readonly Value[]): value is Value {
  return values.includes(value as Value);
}
