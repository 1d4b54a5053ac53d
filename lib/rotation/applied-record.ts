import { type Slot, SLOTS } from './credential-set';
import type { ManifestSet } from './manifest';
import { type LedgerLeaf, ledgersIn } from './ledger-leaves';
import { readStateLeaves, type StateLeaves } from './state-leaves';
import { objectOf } from './unchecked';

/**
 * What the leaves of one set remember of the past: each ledger holds one of the last two steps, and of the two clocks
 * one holds the last step that moved current, the other the last one that did not.
 */
export interface AppliedRecord {
  /** The last step that was applied. */
  readonly step: number;
  /** What the slots held then. */
  readonly generations: Readonly<Record<Slot, number>>;
  /** What the last two steps were, by their numbers. */
  readonly transitions: ReadonlyMap<number, string>;
  /** When a step was applied, by its number; the last apply counts where its credential was staged again. */
  readonly times: ReadonlyMap<number, string>;
  /** Key ids by generation; of secrets, too, where the provider makes them. */
  readonly keyIds: ReadonlyMap<number, string>;
}

/**
 * What the applied state remembers of a set; undefined when it does not have the set of this manifest.
 *
 * @param text the output of `terraform show -json`
 * @throws InputError when it is not the JSON of a state
 */
export function readAppliedRecord(
  text: string,
  { name, manifestId }: Pick<ManifestSet, 'name' | 'manifestId'>,
): AppliedRecord | undefined {
  const modules = readStateLeaves(text).map((leaves) => ({ leaves, ledgers: ledgersOf(leaves, name, manifestId) }));
  const ledgers = modules.flatMap((module) => module.ledgers).sort((one, other) => one.step - other.step);
  const last = ledgers.at(-1);
  if (!last) return undefined;
  return {
    step: last.step,
    generations: last.generations,
    transitions: new Map(ledgers.map(({ step, transition }) => [step, transition])),
    times: new Map(modules.flatMap((module) => module.ledgers.flatMap(({ prefix }) => timesOf(module.leaves, prefix)))),
    keyIds: new Map(ledgers.flatMap(({ keyIds }) => keyIds)),
  };
}

interface Ledger extends Pick<LedgerLeaf, 'prefix' | 'step' | 'generations'> {
  readonly transition: string;
  readonly keyIds: readonly (readonly [generation: number, keyId: string])[];
}

function ledgersOf(leaves: StateLeaves, name: string, manifestId: string): readonly Ledger[] {
  return ledgersIn(leaves).flatMap(({ prefix, manifest, set, step, transition, generations, record }) => {
    if (set !== name || manifest !== manifestId || typeof transition !== 'string') return [];
    const keyIds = SLOTS.flatMap((slot) => {
      const id = objectOf(record.keys)[slot];
      return typeof id === 'string' && id !== '' ? [[generations[slot], id] as const] : [];
    });
    return [{ prefix, step, transition, generations, keyIds }];
  });
}

/** A clock that was never started is empty. */
function timesOf(leaves: StateLeaves, prefix: string): readonly (readonly [step: number, at: string])[] {
  return ['clock_moved', 'clock_stayed'].flatMap((clock) => {
    const { output, triggers_replace } = leaves.get(`${prefix}_${clock}`) ?? {};
    const { step } = objectOf(triggers_replace);
    return typeof output === 'string' && output !== '' && typeof step === 'number' ? [[step, output] as const] : [];
  });
}
