import type { Condition, Found, Stock } from './found';
import type { Held, HeldCredential, Role } from './held';

export type Verdict =
  | Role
  /** The set made it, and neither state nor consumers know it. */
  | 'orphaned'
  /** Of somebody else. */
  | 'foreign';

/** One credential of an application: whose it is, and how it is. */
export interface Judged {
  readonly id: string;
  readonly verdict: Verdict;
  readonly condition: Condition;
  /** As the provider lists it; absent when it does not. */
  readonly found?: Found;
  /** As the set knows it; absent when it does not. */
  readonly held?: HeldCredential;
}

const ORDER: readonly Verdict[] = ['current', 'next', 'previous', 'orphaned', 'foreign'];

/** What lives at the provider against what the set knows; what it knows and the provider has not comes as gone. */
export function judge(held: Held, stock: Stock | undefined, now: Date): readonly Judged[] {
  const found = (stock?.credentials ?? []).map((one): Judged => {
    const known = held.credentials.find((credential) => isSame(credential, one));
    const verdict = known?.role ?? (one.madeFor ? 'orphaned' : 'foreign');
    return { id: one.id, verdict, condition: conditionOf(one, now), found: one, held: known };
  });
  const gone = held.credentials
    .filter((credential) => !found.some((one) => one.held === credential))
    .map((credential): Judged => ({
      id: credential.id ?? `generation ${credential.generation}`,
      verdict: credential.role,
      condition: 'gone',
      held: credential,
    }));
  return [...found, ...gone].sort((one, other) => ORDER.indexOf(one.verdict) - ORDER.indexOf(other.verdict));
}

/** Where the provider chooses ids and no state tells them, only the name does. */
function isSame({ id, slot, generation }: HeldCredential, { id: foundId, keyId, madeFor }: Found): boolean {
  if (id !== undefined) return id === foundId || id === keyId;
  return madeFor?.slot === slot && madeFor.generation === generation;
}

function conditionOf({ condition, expires }: Found, now: Date): Condition {
  const isOver = expires !== undefined && Date.parse(expires) <= now.getTime();
  return condition === 'valid' && isOver ? 'expired' : condition;
}
