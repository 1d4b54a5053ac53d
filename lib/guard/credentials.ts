import { isObject, objectOf, type Slot, SLOTS, type Unchecked } from '../rotation';
import { inModule, withoutKeys } from './address';
import type { Change } from './change';
import { type Holder, HOLDERS } from './holders';
import type { Doing } from './order';
import type { Plan } from './plan';
import type { LedgerRecord } from './record';

/** What becomes of a credential that is recorded as applied. */
export type Ending =
  | { readonly fate: 'stays' }
  | { readonly fate: 'removed'; readonly change: Change; readonly doing: Doing; readonly how: string }
  /** Its resource is destroyed; the provider leaves it where it is, and does not know it any more. */
  | { readonly fate: 'left'; readonly change: Change; readonly doing: Doing }
  /** The identity provider does not have it any more: somebody removed it. */
  | { readonly fate: 'gone' }
  /** Another one stands in its place, which an earlier apply made and did not record; it stays. */
  | { readonly fate: 'remade'; readonly change: Change }
  /** The state does not have it any more; nobody can say whether it is still valid. */
  | { readonly fate: 'lost' }
  | { readonly fate: 'unknown'; readonly address: string };

/** Where a credential comes from that the plan records. */
export type Beginning =
  /** It exists before the apply. */
  | { readonly origin: 'there' }
  | { readonly origin: 'made'; readonly change: Change; readonly doing: Doing }
  /** No resource of the plan holds it. */
  | { readonly origin: 'missing' }
  | { readonly origin: 'unknown'; readonly address: string };

/** The credentials of one set: what the provider holds before the apply, and what becomes of it. */
export class Credentials {
  private readonly known = new Map<string, ReadonlySet<string>>();

  constructor(
    private readonly plan: Plan,
    readonly applied: LedgerRecord | undefined,
    readonly planned: LedgerRecord | undefined,
  ) {}

  /** What becomes of the credential that the applied record has in a slot; undefined for an empty one. */
  ending(slot: Slot): Ending | undefined {
    const { plan, applied } = this;
    const address = applied?.slots[slot];
    if (!applied || !address) return undefined;
    const change = plan.leaving(address);
    if (!change) {
      if (plan.prior.has(address)) return { fate: 'stays' };
      return { fate: plan.gone.has(address) ? 'gone' : 'lost' };
    }
    const leftover = plan.deposed.find((one) => one.address === address && isOf(one.before, applied.keys[slot]));
    if (leftover) return removed(leftover, 'which an earlier apply has replaced, is destroyed');
    if (!change.before) return { fate: plan.gone.has(address) ? 'gone' : 'lost' };
    const holder = HOLDERS.get(change.type);
    if (holder) return endingIn(holder, change, applied, slot);
    const ending = endingAlone(change, applied, this.planned, slot);
    const isRecorded = !change.type.startsWith('azuread_') || isOf(change.before, applied.keys[slot]);
    return isRecorded || ending.fate !== 'stays' ? ending : { fate: 'remade', change };
  }

  /** Where the credential comes from that the planned record has in a slot; undefined for an empty one. */
  beginning(slot: Slot): Beginning | undefined {
    const { plan, planned } = this;
    const address = planned?.slots[slot];
    if (!planned || !address) return undefined;
    const change = plan.changes.get(address);
    if (!change) return plan.prior.has(address) ? { origin: 'there' } : { origin: 'unknown', address };
    const made: Beginning = { origin: 'made', change, doing: `make ${address}` };
    if (!change.after) return { origin: 'missing' };
    const holder = HOLDERS.get(change.type);
    if (holder) {
      if (!holder.holds(change.after, planned, slot)) {
        return hasUnknown(change) ? { origin: 'unknown', address } : { origin: 'missing' };
      }
      const isThere = change.before && holder.holds(change.before, planned, slot);
      if (!isThere || change.deed.includes('create')) return made;
      if (change.deed !== 'update') return { origin: 'there' };
      switch (holder.update(change.before, change.after, change.unknown, planned, slot)) {
        case 'stays':
          return { origin: 'there' };
        case 'removed':
        case 'put back':
          return made;
        case 'unknown':
          return { origin: 'unknown', address };
      }
    }
    if (change.deed.includes('create')) return made;
    if (change.deed === 'update' && isOther(change)) return made;
    return { origin: 'there' };
  }

  /** What finds the credential of a slot again in a store: its values before or after the apply. */
  values(slot: Slot, when: 'before' | 'after'): ReadonlySet<string> {
    const key = `${slot} ${when}`;
    let known = this.known.get(key);
    if (!known) {
      const its = this.ownValues(slot === 'a' ? 'b' : 'a', when);
      known = new Set([...this.ownValues(slot, when)].filter((value) => !its.has(value)));
      this.known.set(key, known);
    }
    return known;
  }

  /** The slots that a reference of the code may stand for: `azuread_application_password.app_slot_a.value`. */
  slotsOf(reference: string, module: string): readonly Slot[] {
    const [type = '', name = '', attribute = ''] = withoutKeys(reference).split('.');
    const address = inModule(module, `${type}.${name}`);
    const records = [this.planned, this.applied];
    const slots = SLOTS.filter((slot) => records.some((record) => record?.slots[slot] === address));
    const holder = HOLDERS.get(type);
    if (!holder || slots.length === 0) return slots;
    const slot = holder.slotOf(attribute);
    if (slot === 'both') return SLOTS;
    return slot ? [slot] : [];
  }

  private ownValues(slot: Slot, when: 'before' | 'after'): ReadonlySet<string> {
    const record = when === 'before' ? (this.applied ?? this.planned) : (this.planned ?? this.applied);
    const found = new Set<string>();
    const add = (value: unknown): void => {
      if (typeof value === 'string' && value.length >= SHORTEST) found.add(value);
    };
    const address = record?.slots[slot];
    if (!record || !address) return found;
    const change = when === 'before' ? this.plan.leaving(address) : this.plan.changes.get(address);
    const values = change ? change[when] : objectOf(this.plan.prior.get(address)).values;
    // The record may be behind what is there: a credential that was made anew, and not recorded.
    const key = record.keys[slot];
    if (!isObject(values) || typeof values.key_id !== 'string' || values.key_id === key) add(key);
    if (!isObject(values)) return found;
    const holder = HOLDERS.get(change?.type ?? typeOf(address));
    if (holder) {
      for (const value of holder.values(values, slot)) add(value);
      return found;
    }
    const given = this.plan.configuration.expressions(change?.base ?? address);
    const sensitive = isObject(change?.beforeSensitive) ? change.beforeSensitive : {};
    for (const [name, value] of Object.entries(values)) {
      if (given[name] === undefined || sensitive[name] === true) add(value);
    }
    return found;
  }
}

/** A shorter text may stand in a store for another reason. */
const SHORTEST = 8;

function endingIn(holder: Holder, change: Change, applied: LedgerRecord, slot: Slot): Ending {
  const { deed, before, after, address, unknown } = change;
  if (!before || !holder.holds(before, applied, slot)) return { fate: 'gone' };
  if (deed === 'nothing' || deed === 'forget') return { fate: 'stays' };
  if (deed !== 'update' || !after) {
    if (holder.leavesCurrent && slot === applied.current) return { fate: 'left', change, doing: `unmake ${address}` };
    return removed(change, destroyed(deed));
  }
  const doing: Doing = `make ${address}`;
  switch (holder.update(before, after, unknown, applied, slot)) {
    case 'stays':
      return { fate: 'stays' };
    case 'removed':
      return { fate: 'removed', change, doing, how: `is updated (${holder.calls})` };
    case 'put back':
      return { fate: 'removed', change, doing, how: `is updated (${holder.calls}; the same one is added again after)` };
    case 'unknown':
      return { fate: 'unknown', address };
  }
}

/** A resource of one credential. An update in place may change what it holds; then its id tells. */
function endingAlone(change: Change, applied: LedgerRecord, planned: LedgerRecord | undefined, slot: Slot): Ending {
  const { deed, address } = change;
  if (deed === 'nothing' || deed === 'forget') return { fate: 'stays' };
  if (deed !== 'update') return removed(change, destroyed(deed));
  if (SLOTS.some((other) => other !== slot && applied.slots[other] === address)) {
    const key = applied.keys[slot];
    const keys = planned ? SLOTS.map((one) => planned.keys[one]) : [];
    if (keys.includes(key)) return { fate: 'stays' };
    if (keys.includes(undefined)) return { fate: 'unknown', address };
    return { fate: 'removed', change, doing: `make ${address}`, how: 'is updated' };
  }
  // What an argument of a resource means that nobody here knows, nobody here can tell; a credential's own is constant.
  return isOther(change)
    ? { fate: 'removed', change, doing: `make ${address}`, how: 'is updated in place' }
    : { fate: 'unknown', address };
}

function destroyed(deed: Change['deed']): string {
  switch (deed) {
    case 'create, then delete':
      return 'has been made anew, and the old one is destroyed';
    case 'delete, then create':
      return 'is destroyed, to be made anew';
    default:
      return 'is destroyed';
  }
}

function removed(change: Change, how: string): Ending {
  const doing: Doing = `unmake ${change.address}`;
  return { fate: 'removed', change, doing, how };
}

/** Whether an update changes a sensitive value or an id: then it is another credential. */
function isOther({ before, after, unknown, beforeSensitive }: Change): boolean {
  const sensitive = isObject(beforeSensitive) ? beforeSensitive : {};
  return Object.keys({ ...before, ...after }).some((name) => {
    if (sensitive[name] !== true && name !== 'id' && name !== 'key_id') return false;
    return unknown[name] === true || JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]);
  });
}

/** Whether a resource of Entra holds the credential with this key id. */
function isOf(values: Unchecked | null, key: string | undefined): boolean {
  return values !== null && key !== undefined && values.key_id === key;
}

function hasUnknown({ unknown }: Change): boolean {
  return Object.values(unknown).some((value) => value === true);
}

function typeOf(address: string): string {
  return /([^.]+)\.[^.]+$/.exec(address)?.[1] ?? '';
}
