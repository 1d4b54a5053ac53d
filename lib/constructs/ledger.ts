import type { Construct } from 'constructs';
import { type ManifestSet, type Slot, SLOTS } from '../rotation';
import { addressOf, fixAddress } from './address';
import { dependable, type TerraformResource, Token } from './cdktf';
import { refusals } from './refusals';
import { TerraformData, type TerraformDataProps } from './terraform-data';

/** What the leaves have to know of a credential that exists. */
export interface HeldSlot {
  readonly resource: TerraformResource;
  /** The key id at the provider; a token where the provider makes it. */
  readonly keyId: string;
  /**
   * An expression that is true in a plan as long as the resource holds this credential as the kind made it. For a
   * resource whose update in place can end a credential that it keeps by name; it has to be known at plan.
   */
  readonly intact?: string;
}

/**
 * The four leaves of a set: two ledgers and two clocks.
 *
 * Step n writes ledger n mod 2, and the clock of what it does: `moved` where it moves current (promote, rollback),
 * `stayed` where it does not. The other ledger and the other clock ignore changes, so what they hold is known at plan:
 * the ledger says which step came before; the clock says when, and that no step of the other sort has taken this number.
 *
 * Ledgers are updated in place, never replaced: a replaced one is gone when the apply fails in between, and the next
 * step would pass unseen. Nothing refers to a leaf: a replaced leaf that a create-before-destroy slot refers to, even
 * indirectly, is a cycle.
 */
export class Ledgers {
  readonly leaves: readonly TerraformResource[];
  private readonly publications: string[] = [];
  private readonly before: TerraformResource[];
  private readonly clock: TerraformData;
  private readonly ledger: TerraformData;

  constructor(scope: Construct, set: ManifestSet, held: Readonly<Partial<Record<Slot, HeldSlot>>>) {
    const { step } = set.state;
    const leaves = leavesOf(set);
    const keys = slotMap((slot) => held[slot]?.keyId ?? '');
    const { onClock, onLedger } = refusals(
      set,
      leaves,
      keys,
      slotMap((slot) => held[slot]?.intact),
    );
    const data = (name: string, props: TerraformDataProps): TerraformData => {
      const resource = new TerraformData(scope, name, props);
      fixAddress(resource, `${set.name}_${name}`);
      return resource;
    };

    const olderLedger = data(leaves.olderLedger, {
      input: unwrittenLedger(set, keys),
      lifecycle: { ignoreChanges: ['input'] },
    });
    const otherClock = data(leaves.otherClock, {
      input: '',
      triggersReplace: { step: step - 1 },
      lifecycle: { ignoreChanges: ['input', 'triggers_replace'], precondition: [...onClock] },
    });
    this.clock = data(leaves.clock, {
      input: '${timestamp()}',
      triggersReplace: { step, keys },
      lifecycle: { ignoreChanges: ['input'] },
    });
    this.ledger = data(leaves.ledger, {
      input: {
        ...ledgerOf(set),
        keys,
        slots: slotMap((slot) => (held[slot] ? addressOf(held[slot].resource) : '')),
        publications: this.publications,
      },
      lifecycle: { precondition: [...onLedger] },
    });
    this.leaves = [olderLedger, otherClock, this.clock, this.ledger];
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

/** Which leaves a step writes, and which ones it reads. */
export interface LeafNames {
  readonly ledger: string;
  readonly olderLedger: string;
  readonly clock: string;
  readonly otherClock: string;
}

function leavesOf({ state }: ManifestSet): LeafNames {
  const moves = state.last.step === 'promote' || state.last.step === 'rollback';
  return {
    ledger: `step_${state.step % 2}`,
    olderLedger: `step_${1 - (state.step % 2)}`,
    clock: moves ? 'clock_moved' : 'clock_stayed',
    otherClock: moves ? 'clock_stayed' : 'clock_moved',
  };
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
    ...(SLOTS.some((slot) => state[slot]?.adopted) && { adopted: true }),
  };
}

/**
 * The older ledger of a first deployment: it says that step n - 1 came before, and that nothing was ever applied. Key ids
 * that are known at synth stand in it, so that an edit of a key in use is refused before the first stage, too.
 */
function unwrittenLedger(set: ManifestSet, keys: Readonly<Record<Slot, string>>): Record<string, unknown> {
  return {
    ...ledgerOf(set),
    step: set.state.step - 1,
    transition: '',
    current: '',
    standby: '',
    generations: slotMap(() => 0),
    expires: slotMap(() => ''),
    keys: slotMap((slot) => (Token.isUnresolved(keys[slot]) ? '' : keys[slot])),
    slots: slotMap(() => ''),
    publications: [],
  };
}

function slotMap<Value>(value: (slot: Slot) => Value): Readonly<Record<Slot, Value>> {
  return { a: value('a'), b: value('b') };
}
