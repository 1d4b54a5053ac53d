import type { Slot } from './credential-set';
import type { StateLeaves } from './state-leaves';
import { objectOf, type Unchecked } from './unchecked';

/** What a ledger among the leaves of a module says. */
export interface LedgerLeaf {
  /** What the names of the set's leaves begin with. */
  readonly prefix: string;
  readonly manifest: string;
  readonly set: string;
  readonly step: number;
  readonly transition: unknown;
  readonly generations: Readonly<Record<Slot, number>>;
  /** All of it. */
  readonly record: Unchecked;
}

/** The ledgers of a module. One without a transition belongs to a first deployment: nothing was applied by it. */
export function ledgersIn(leaves: StateLeaves): readonly LedgerLeaf[] {
  return [...leaves].flatMap(([name, { output }]) => {
    const prefix = /^(.*)_step_[01]$/.exec(name)?.[1];
    const record = objectOf(output);
    const { manifest, set, step, transition } = record;
    if (prefix === undefined || typeof manifest !== 'string' || typeof set !== 'string') return [];
    if (typeof step !== 'number' || transition === '') return [];
    const { a, b } = objectOf(record.generations);
    return [{ prefix, manifest, set, step, transition, generations: { a: Number(a), b: Number(b) }, record }];
  });
}
