import type { Slot, Unchecked } from '../../rotation';
import type { LedgerRecord } from '../record';

/** What an update of a resource does to a credential that it holds. */
export type Survival =
  | 'stays'
  | 'removed'
  /** The same credential is taken away and added again within the update. */
  | 'put back'
  /** The plan does not say. */
  | 'unknown';

/** One resource that holds both credentials of a set: which ones, and what the provider does when it is updated. */
export interface Holder {
  /** Whether it holds, as these values show it, the credential that a record has in a slot. */
  holds(values: Unchecked, record: LedgerRecord, slot: Slot): boolean;
  /** What an update does to a credential that it holds. Every call of the provider counts, not only the result. */
  update(before: Unchecked, after: Unchecked, unknown: Unchecked, record: LedgerRecord, slot: Slot): Survival;
  /** Every credential that it takes, by id or in words, also those that no set names; absent where it holds those of a set only. */
  keyIds?(values: Unchecked): readonly string[];
  /** What can be published of a credential, and of no other: to find it again in a store. */
  values(values: Unchecked, slot: Slot): readonly unknown[];
  /** Which slot an attribute belongs to: `secret_a` to a; absent where it belongs to none. */
  slotOf(attribute: string): Slot | 'both' | undefined;
  /** The argument that names the application at the identity provider, where one application takes one such resource. */
  readonly application?: string;
  /** Whether the provider leaves the credential in use where it is when the resource is destroyed. */
  readonly leavesCurrent?: true;
  /** How the provider goes about an update, for a trace. */
  readonly calls: string;
}
