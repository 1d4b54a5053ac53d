import { keyIdOf, type Manifest, type ManifestSet, type Slot, SLOTS } from '../../../lib/rotation';

export interface StateInput {
  readonly set: ManifestSet;
  /** By slot: the id that the ledger has. */
  readonly ids: Readonly<Partial<Record<Slot, string>>>;
  readonly resources: readonly Resource[];
  /** By slot: the address of its resource. */
  readonly slots: Readonly<Partial<Record<Slot, string>>>;
  /** As if an earlier step had been applied last. */
  readonly step?: number;
}

export interface Resource {
  readonly type: string;
  readonly name: string;
  readonly values: object;
}

/** What `terraform show -json` prints for one set, cut to what is read of it. */
export function stateText({ set, ids, resources, slots, step = set.state.step }: StateInput): string {
  const { state } = set;
  const of = <Value>(value: (slot: Slot) => Value): object => ({ a: value('a'), b: value('b') });
  const output = {
    format: 1,
    manifest: set.manifestId,
    set: set.name,
    kind: set.kind.name,
    step,
    transition: state.last.step,
    current: state.current,
    standby: state.standby,
    generations: of((slot) => state[slot]?.generation ?? 0),
    expires: of((slot) => state[slot]?.expires ?? ''),
    keys: of((slot) => ids[slot] ?? ''),
    slots: of((slot) => slots[slot] ?? ''),
    publications: ['vault_kv_secret_v2.app'],
    removal: false,
  };
  const ledger = { type: 'terraform_data', name: `${set.name}_step_${step % 2}`, values: { output } };
  const all = [...resources, ledger].map((one) => ({ ...one, mode: 'managed', address: `${one.type}.${one.name}` }));
  return JSON.stringify({ format_version: '1.0', values: { root_module: { resources: all } } });
}

/** The key ids of a key kind, which the manifest tells. */
export function keyIds(manifest: Manifest): Readonly<Partial<Record<Slot, string>>> {
  const { kind, state } = manifest.find('app');
  return Object.fromEntries(SLOTS.flatMap((slot) => (state[slot] ? [[slot, keyIdOf(kind, state[slot])]] : [])));
}
