import type { Construct } from 'constructs';
import { currentSlot, type ManifestSet, type Slot, SLOTS, standbySlot } from '../rotation';
import { addressOf, fixAddress } from './address';
import { dependable, type TerraformResource } from './cdktf';
import { refusals } from './refusals';
import { TerraformData, type TerraformDataProps } from './terraform-data';

/** What the leaves have to know of a credential that exists. */
export interface HeldSlot {
  readonly resource: TerraformResource;
  /** The key id at the provider; a token where the provider makes it. */
  readonly keyId: string;
}

/**
 * The four leaves of a set: two ledgers and two clocks, written alternately. Step n writes the pair n mod 2; the other
 * pair ignores changes, so what it holds is known at plan and says which step was applied before, and when.
 *
 * Ledgers are updated in place, never replaced: a replaced one is gone when the apply fails in between, and the next
 * step would pass unseen. Nothing refers to a leaf: a replaced leaf that a create-before-destroy slot refers to, even
 * indirectly, is a cycle.
 */
export class Ledgers {
  private readonly publications: string[] = [];
  private readonly before: TerraformResource[];
  private readonly clock: TerraformData;
  private readonly ledger: TerraformData;

  constructor(scope: Construct, set: ManifestSet, held: Readonly<Partial<Record<Slot, HeldSlot>>>) {
    const { step } = set.state;
    const [now, older] = [step % 2, 1 - (step % 2)];
    const keys = slotMap((slot) => held[slot]?.keyId ?? '');
    const { order, wait } = refusals(set, keys);
    const data = (name: string, props: TerraformDataProps): TerraformData => {
      const resource = new TerraformData(scope, name, props);
      fixAddress(resource, `${set.name}_${name}`);
      return resource;
    };

    data(`step_${older}`, { input: unwrittenLedger(set), lifecycle: { ignoreChanges: ['input'] } });
    data(`clock_${older}`, {
      input: '',
      triggersReplace: { step: step - 1 },
      lifecycle: { ignoreChanges: ['input', 'triggers_replace'], precondition: [...order] },
    });
    this.clock = data(`clock_${now}`, {
      input: '${timestamp()}',
      triggersReplace: { step, keys },
      lifecycle: { ignoreChanges: ['input'] },
    });
    this.ledger = data(`step_${now}`, {
      input: {
        ...ledgerOf(set),
        keys,
        slots: slotMap((slot) => (held[slot] ? addressOf(held[slot].resource) : '')),
        publications: this.publications,
      },
      lifecycle: { precondition: [...wait] },
    });
    this.before = [...new Set(SLOTS.flatMap((slot) => held[slot]?.resource ?? []))];
    this.order();
  }

  /** "Step n is recorded" implies "what it publishes is published". */
  writeAfter(publication: TerraformResource): void {
    this.publications.push(addressOf(publication));
    this.publications.sort();
    this.before.push(publication);
    this.order();
  }

  /** Sorted, so that the order in which the code registers publications changes nothing. */
  private order(): void {
    const sorted = [...this.before].sort((one, other) => (addressOf(one) < addressOf(other) ? -1 : 1));
    this.clock.dependsOn = sorted.map(dependable);
    this.ledger.dependsOn = [...sorted, this.clock].map(dependable);
  }
}

/** What the guard and `status` read. Every field is written at every step, so that the record keeps its shape. */
function ledgerOf(set: ManifestSet): Record<string, unknown> {
  const { state } = set;
  return {
    format: 1,
    manifest: set.manifestId,
    set: set.name,
    kind: set.kind.name,
    step: state.step,
    transition: state.last.step,
    current: state.current,
    standby: state.standby,
    generations: slotMap((slot) => state[slot]?.generation ?? 0),
    expires: slotMap((slot) => state[slot]?.expires ?? ''),
    removal: set.removal !== undefined,
  };
}

/** The older ledger of a first deployment: it says that step n - 1 came before, and that nothing was ever applied. */
function unwrittenLedger(set: ManifestSet): Record<string, unknown> {
  return {
    ...ledgerOf(set),
    step: set.state.step - 1,
    transition: '',
    current: '',
    standby: '',
    generations: slotMap(() => 0),
    expires: slotMap(() => ''),
    keys: slotMap(() => ''),
    slots: slotMap(() => ''),
    publications: [],
  };
}

function slotMap<Value>(value: (slot: Slot) => Value): Readonly<Record<Slot, Value>> {
  return { a: value('a'), b: value('b') };
}

export function roleSlots(set: ManifestSet): {
  readonly current?: Slot;
  readonly next?: Slot;
  readonly previous?: Slot;
} {
  const { state } = set;
  const standby = standbySlot(state);
  return {
    current: currentSlot(state),
    ...(state.standby === 'next' ? { next: standby } : {}),
    ...(state.standby === 'previous' ? { previous: standby } : {}),
  };
}
