import { objectOf } from '../rotation';
import { inModule, setOfSlot } from './address';
import type { Change } from './change';
import type { Plan } from './plan';
import { type LedgerRecord, type Owner, readRecord } from './record';

const LEAF = /^(.+)_(?:step_[01]|clock_(?:moved|stayed))$/;
/** Module and name of a `terraform_data`. */
const PLACE = /^(?:(.+)\.)?terraform_data\.([^.]+)$/;
const LEDGER = /_step_[01]$/;

/** The ledgers of one set in a plan. */
export interface Ledgers {
  /** The name in the addresses of the leaves; with the module in front where there is one. */
  readonly name: string;
  readonly module: string;
  /** The changes of the two ledgers; fewer where the plan leaves them out. */
  readonly changes: readonly Change[];
  /** What is applied: the record of the larger step. Absent when nothing is recorded. */
  readonly applied?: LedgerRecord;
  /** What the code records. Absent when both ledgers are taken away. */
  readonly planned?: LedgerRecord;
  /** Whether a ledger existed before, written or not. */
  readonly existed: boolean;
  /** Whether a ledger is in the state or the code, and not in the plan: `-target` leaves it out. */
  readonly leftOut: boolean;
  /** Whether something that should be a ledger cannot be read. */
  readonly unreadable: boolean;
}

interface Group {
  readonly name: string;
  /** Where it is, and the set's name as the addresses of its leaves have it. */
  readonly owner: Owner;
  readonly changes: Change[];
  readonly before: (LedgerRecord | 'unwritten' | undefined)[];
  readonly after: (LedgerRecord | 'unwritten' | undefined)[];
  /** What the ledger holds that the code writes; the other one ignores changes. */
  written?: LedgerRecord;
  leftOut: boolean;
  hasClock: boolean;
}

/** Finds the sets of a plan by the addresses of their leaves, wherever a trace of one is left. */
export function findLedgers(plan: Plan): readonly Ledgers[] {
  const groups = new Map<string, Group>();
  const groupOf = (module: string, name: string): Group | undefined => {
    const prefix = LEAF.exec(name)?.[1];
    if (prefix === undefined) return undefined;
    const key = inModule(module, prefix);
    let group = groups.get(key);
    if (!group) {
      group = {
        name: key,
        owner: { module, set: prefix },
        changes: [],
        before: [],
        after: [],
        leftOut: false,
        hasClock: false,
      };
      groups.set(key, group);
    }
    if (!LEDGER.test(name)) group.hasClock = true;
    return group;
  };
  for (const change of plan.changes.values()) {
    if (change.type !== 'terraform_data') continue;
    const group = groupOf(change.module, change.name);
    if (!group || !LEDGER.test(change.name)) continue;
    const { before, after, unknown } = change;
    group.changes.push(change);
    if (before) group.before.push(readRecord(before.output ?? before.input, {}, group.owner));
    if (!after) continue;
    const record = readRecord(after.input, objectOf(unknown.input), group.owner);
    group.after.push(record);
    if (isWritten(plan, change) && record !== 'unwritten') group.written = record;
  }
  for (const [address, prior] of plan.prior) {
    if (prior.type !== 'terraform_data' || plan.leaving(address)) continue;
    const [, module = '', name = ''] = PLACE.exec(address) ?? [];
    const group = groupOf(module, name);
    if (!group) continue;
    const values = objectOf(prior.values);
    group.leftOut = true;
    if (LEDGER.test(name)) group.before.push(readRecord(values.output ?? values.input, {}, group.owner));
  }
  for (const address of plan.configuration.addresses) {
    if (!address.includes('terraform_data.') || plan.instances(address).length > 0) continue;
    const [, module = '', name = ''] = PLACE.exec(address) ?? [];
    const group = groupOf(module, name);
    if (!group) continue;
    group.leftOut = true;
    if (LEDGER.test(name)) group.written ??= writtenInCode(plan, address, group.owner);
  }
  return [...groups.values()].filter((group) => isOurs(plan, group)).map(ledgersOf);
}

/** A resource of the user's own may be called `migrate_step_1`: a set has a record, a clock, or a slot besides. */
function isOurs(plan: Plan, { owner, before, after, written, hasClock }: Group): boolean {
  if (hasClock || written || [...before, ...after].some((record) => record !== undefined)) return true;
  const resources = [...plan.changes.values(), ...plan.prior.values()];
  return resources.some(({ name }) => setOfSlot(String(name)) === owner.set);
}

/**
 * A reverted step may find its record unchanged in the older ledger, so that nothing of a ledger changes: the code says
 * which of the two is written, by a record that has a transition.
 */
function isWritten(plan: Plan, { base, deed }: Change): boolean {
  const { constant_value: input } = objectOf(plan.configuration.expressions(base).input);
  const { transition } = objectOf(input);
  return typeof transition === 'string' ? transition !== '' : deed !== 'nothing';
}

/** What the code would record, where the plan leaves the ledger out; key ids that are no literals are not known. */
function writtenInCode(plan: Plan, address: string, owner: Owner): LedgerRecord | undefined {
  const input = objectOf(objectOf(plan.configuration.expressions(address).input).constant_value);
  const keys = Object.entries(objectOf(input.keys)).map(
    ([slot, key]) => [slot, String(key).includes('${') ? undefined : key] as const,
  );
  const unknown = Object.fromEntries(keys.map(([slot, key]) => [slot, key === undefined]));
  const record = readRecord({ ...input, keys: Object.fromEntries(keys) }, { keys: unknown }, owner);
  return record === 'unwritten' ? undefined : record;
}

function ledgersOf({ name, owner: { module }, changes, before, after, written, leftOut }: Group): Ledgers {
  const applied = latest(before);
  const planned = written ?? (leftOut ? applied : latest(after));
  const taken = changes.length > 0 && changes.every((change) => change.after === null);
  return {
    name,
    module,
    changes,
    ...(applied && { applied }),
    ...(planned && { planned }),
    existed: before.length > 0,
    leftOut: leftOut || changes.length === 1,
    unreadable:
      [...before, ...after].includes(undefined) ||
      (!planned && !taken && !leftOut) ||
      (changes.length === 0 && !leftOut),
  };
}

function latest(records: readonly (LedgerRecord | 'unwritten' | undefined)[]): LedgerRecord | undefined {
  return records.reduce<LedgerRecord | undefined>((best, record) => {
    if (record === undefined || record === 'unwritten') return best;
    return best && best.step >= record.step ? best : record;
  }, undefined);
}
