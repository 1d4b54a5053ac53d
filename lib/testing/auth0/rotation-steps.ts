import type { CredentialBlock } from './credential-block';
import { thumbprint } from './thumbprint';

/** The limits that provider 1.55.0 reckons with. Many tenants hold only 2 records, which it does not know. */
const SLOT_CAP = 2;
const POOL_CAP = 4;

export interface CredentialDiff {
  readonly add: readonly CredentialBlock[];
  readonly remove: readonly CredentialBlock[];
  readonly newExpiry: readonly { readonly id: string; readonly expiresAt: string }[];
}

export type RotationStep =
  { readonly kind: 'add'; readonly credential: CredentialBlock } | { readonly kind: 'remove'; readonly id: string };

/** What an apply has to do: a key that is added and removed at once stays, and gets at most a new expiry. */
export function credentialDiff(
  prior: ReadonlyMap<string, CredentialBlock>,
  planned: ReadonlyMap<string, CredentialBlock>,
): CredentialDiff {
  const remove = missing(prior, planned);
  const kept = new Map<CredentialBlock, CredentialBlock>();
  for (const added of missing(planned, prior)) {
    const before = remove.find((removed) => ![...kept.values()].includes(removed) && isSame(removed, added));
    if (before) kept.set(added, before);
  }
  return {
    add: missing(planned, prior).filter((added) => !kept.has(added)),
    remove: remove.filter((removed) => ![...kept.values()].includes(removed)),
    newExpiry: [...kept].flatMap(([{ expiresAt }, { id, expiresAt: before, parsesExpiry }]) =>
      expiresAt !== '' && expiresAt !== before && !parsesExpiry ? [{ id, expiresAt }] : [],
    ),
  };
}

/**
 * The order of the steps: additions and removals go in pairs. A pair adds first while there is room; when the
 * slot or the pool is full, or when both have the same key, which Auth0 would refuse as a duplicate, it removes first.
 */
export function rotationSteps(
  { add, remove }: CredentialDiff,
  attached: number,
  pool: number,
): readonly RotationStep[] {
  const steps: RotationStep[] = [];
  let surplus = 0;
  for (let pair = 0; pair < Math.max(add.length, remove.length); pair++) {
    const [added, removed] = [add[pair], remove[pair]];
    const addition = added ? [{ kind: 'add', credential: added } as const] : [];
    const removal = removed?.id ? [{ kind: 'remove', id: removed.id } as const] : [];
    const room = attached + surplus < SLOT_CAP && pool + surplus < POOL_CAP;
    const collides = added !== undefined && removed !== undefined && removed.id !== '' && hasSameKey(removed, added);
    steps.push(...(room && !collides ? [...addition, ...removal] : [...removal, ...addition]));
    surplus += addition.length - removal.length;
  }
  return steps;
}

function missing(
  from: ReadonlyMap<string, CredentialBlock>,
  other: ReadonlyMap<string, CredentialBlock>,
): readonly CredentialBlock[] {
  return [...from].filter(([hash]) => !other.has(hash)).map(([, block]) => block);
}

function isSame(removed: CredentialBlock, added: CredentialBlock): boolean {
  if (removed.id === '' || (removed.parsesExpiry && removed.pem !== '')) return false;
  return hasSameKey(removed, added) && removed.algorithm === added.algorithm && removed.name === added.name;
}

/** Compares PEM as text: the same key written differently is another key, unless the state has lost its PEM. */
function hasSameKey(removed: CredentialBlock, added: CredentialBlock): boolean {
  if (removed.pem === added.pem) return true;
  return removed.pem === '' && removed.keyId !== '' && added.pem !== '' && thumbprint(added.pem) === removed.keyId;
}
