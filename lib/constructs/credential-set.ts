import { Construct } from 'constructs';
import { type Credential, InputError, type Kind, type ManifestSet, roleSlots, type Slot, SLOTS } from '../rotation';
import { fixAddress } from './address';
import {
  dependable,
  type TerraformProvider,
  type TerraformResource,
  type TerraformResourceLifecycle,
  TerraformStack,
} from './cdktf';
import { type HeldSlot, Ledgers } from './ledger';
import { claimLocation, claimSet } from './claims';
import type { IStore, PublishOptions } from './store';

const PUBLICATION_ID = /^[a-z][a-z0-9-]*$/;

export interface CredentialSetProps {
  /** The set in the manifest: `Rotations.fromFile('rotation.prod.json').get('billing')`. */
  readonly rotation: ManifestSet;
  /**
   * Whether Terraform refuses to replace or destroy the credentials in use. False is for throw-away environments.
   *
   * @default true
   */
  readonly protect?: boolean;
  /** The provider that manages the credentials, where a stack has several of its kind. */
  readonly provider?: TerraformProvider;
}

/** A slot that is not empty. */
export interface FilledSlot extends Credential {
  readonly slot: Slot;
  /** The id that the slot's resource is to get: `slot_a`. */
  readonly id: string;
  readonly lifecycle: TerraformResourceLifecycle;
}

/** What a kind made for a slot. */
export interface SlotContent extends HeldSlot {
  /** What can be published of this credential, by name; strings. */
  readonly values: object;
}

/**
 * The credentials of one application registration in two slots: one current, the other empty, next or previous.
 *
 * A kind is a subclass that creates the provider's resources in its constructor for {@link filledSlots}, each through
 * {@link place}, and then calls {@link hold}. Which step is next is not its business.
 */
export abstract class CredentialSet extends Construct {
  /** The name of the set; addresses and names at the provider come from it alone. */
  readonly setName: string;

  protected readonly set: ManifestSet;
  private readonly protect: boolean;
  private contents: Readonly<Partial<Record<Slot, SlotContent>>> = {};
  private readonly published = new Map<TerraformResource, readonly string[]>();
  private readonly made: TerraformResource[] = [];
  private readonly publicationIds = new Set<string>();
  private ledgers?: Ledgers;

  /** @param application names the application registration at the provider; two sets on one are an error at synth */
  protected constructor(scope: Construct, id: string, kind: Kind, application: string, props: CredentialSetProps) {
    super(scope, id);
    this.set = props.rotation;
    this.setName = props.rotation.name;
    this.protect = (props.protect ?? true) && !props.rotation.removal;
    if (this.set.kind.name !== kind.name) {
      throw new InputError(
        `set "${this.setName}" is of kind ${this.set.kind.name} in the manifest, got a construct for ${kind.name}: use the construct of its kind`,
      );
    }
    claimSet(this, this.set, `${kind.name.split('-')[0]}:${application}`);
  }

  /** Whether consumers still sign in with a credential that this set does not own. Then nothing is published. */
  get currentIsOutside(): boolean {
    return this.set.state.current === 'outside';
  }

  /** The resources that publish this set: those of {@link publishTo} and those registered with {@link publishes}. */
  get publications(): readonly TerraformResource[] {
    return [...this.published.keys()];
  }

  /** Publications whose `dependsOn` was assigned anew after they were registered. */
  get unorderedPublications(): readonly TerraformResource[] {
    return [...this.published].flatMap(([resource, after]) =>
      after.every((slot) => resource.dependsOn?.includes(slot)) ? [] : [resource],
    );
  }

  /** The resources that hold the credentials. */
  get slotResources(): readonly TerraformResource[] {
    return [...new Set(SLOTS.flatMap((slot) => this.contents[slot]?.resource ?? []))];
  }

  /**
   * Publishes the current and, where names for it are given, the next credential to a store. While current is outside
   * nothing is published: consumers go on with what the store holds.
   *
   * @throws InputError when a value or name is unknown, given twice, or against the store's rule
   */
  publishTo(store: IStore, names: PublishOptions): void {
    const entries = new Map<string, string>();
    const marks = new Map<string, readonly string[]>();
    const roles = [
      ['current', names.current],
      ['next', names.next ?? {}],
    ] as const;
    if (!store.locationOf) claimLocation(this, store.location);
    for (const [role, mapping] of roles) {
      for (const [value, name] of Object.entries(mapping)) {
        store.checkName(name);
        if (entries.has(name))
          throw new InputError(`a name is published once, got "${name}" twice in set "${this.setName}"`);
        if (store.locationOf) claimLocation(this, store.locationOf(name));
        entries.set(name, this.currentIsOutside ? '' : valueOf(this.content(role), value, this.set.kind.name));
        marks.set(name, this.currentIsOutside ? [] : this.markOf(role, value));
      }
    }
    const id = names.id ?? store.storeId;
    if (!PUBLICATION_ID.test(id)) {
      throw new InputError(`the id of a publication is lower-case letters, digits and hyphens, got "${id}"`);
    }
    if (this.publicationIds.has(id) || this.node.tryFindChild(id)) {
      throw new InputError(
        `set "${this.setName}" has a publication with id "${id}" already: give one of them an id of its own`,
      );
    }
    this.publicationIds.add(id);
    if (this.currentIsOutside) return;
    for (const resource of store.publish(this, id, Object.fromEntries(entries), Object.fromEntries(marks))) {
      this.made.push(this.place(resource));
      this.publishes(resource);
    }
  }

  /**
   * Registers a resource of yours that reads this set, so that it is written after the credential exists, before
   * anything old goes, and before the step counts as applied.
   *
   * @throws InputError when the resource belongs to another stack
   */
  publishes(resource: TerraformResource): void {
    if (TerraformStack.of(resource) !== TerraformStack.of(this)) {
      throw new InputError(
        `set "${this.setName}" is published in its own stack "${TerraformStack.of(this).node.id}", got "${resource.node.path}" of another stack: cdktf cannot order across stacks. Publish to a secret store here and let the other stack read the store`,
      );
    }
    if (this.published.has(resource)) return;
    const after = this.slotResources.map(dependable);
    resource.dependsOn = [...(resource.dependsOn ?? []), ...after];
    this.published.set(resource, after);
    this.ledgers?.writeAfter(resource);
  }

  /** Those of them that this set made: a resource of yours that holds its credentials may be read for other things. */
  get ownSlotResources(): readonly TerraformResource[] {
    return this.slotResources.filter((resource) => resource.node.scopes.includes(this));
  }

  /** Everything this set makes itself; it reads no other set. */
  get ownResources(): readonly TerraformResource[] {
    return [...this.ownSlotResources, ...this.leaves, ...this.made];
  }

  /** The ledgers and clocks; none until the kind has called {@link hold}. */
  get leaves(): readonly TerraformResource[] {
    return this.ledgers?.leaves ?? [];
  }

  /** The values that tell this set's credentials from any other: all but what the application has anyway. */
  get ownValues(): readonly string[] {
    return SLOTS.flatMap((slot) => {
      const content = this.contents[slot];
      return content
        ? [
            content.keyId,
            ...Object.entries(content.values).flatMap(([name, value]) => (name === 'clientId' ? [] : [String(value)])),
          ]
        : [];
    });
  }

  /** The slots that hold a credential, for the kind to create. */
  protected get filledSlots(): readonly FilledSlot[] {
    return SLOTS.flatMap((slot) => {
      const credential = this.set.state[slot];
      return credential ? [{ ...credential, slot, id: `slot_${slot}`, lifecycle: this.lifecycleOf(slot) }] : [];
    });
  }

  /** Gives a new resource of the kind its address, from the set's name and its id; before an attribute of it is read. */
  protected place<Resource extends TerraformResource>(resource: Resource): Resource {
    fixAddress(resource, `${this.setName}_${resource.node.id}`);
    return resource;
  }

  /** Takes over what the kind made for the filled slots; called once, at the end of its constructor. */
  protected hold(contents: Readonly<Partial<Record<Slot, SlotContent>>>): void {
    this.contents = contents;
    this.ledgers = new Ledgers(this, this.set, contents);
  }

  /**
   * The values of the credential in a role, as the kind gave them to {@link hold}. Next falls back to current while
   * nothing is staged.
   *
   * @throws InputError while current is outside: nothing of the set is published then
   */
  protected valuesOf<Values>(role: 'current' | 'next'): Values {
    return this.content(role).values as Values;
  }

  protected tryPreviousValues<Values>(): Values | undefined {
    const { previous } = roleSlots(this.set);
    return previous && (this.contents[previous]?.values as Values);
  }

  private slotOf(role: 'current' | 'next'): Slot | undefined {
    const { current, next } = roleSlots(this.set);
    return current && role === 'next' ? (next ?? current) : current;
  }

  /**
   * Which credential a published value is of: generation and key id, which is another one also where the same
   * generation had to be made again. The client id is of the application, and stands for itself.
   */
  private markOf(role: 'current' | 'next', value: string): readonly string[] {
    const content = this.content(role);
    if (value === 'clientId') return [value, valueOf(content, value, this.set.kind.name)];
    const slot = this.slotOf(role);
    return [value, `g${slot && this.set.state[slot]?.generation}`, content.keyId];
  }

  private content(role: 'current' | 'next'): SlotContent {
    const slot = this.slotOf(role);
    const content = slot && this.contents[slot];
    if (!content) {
      throw new InputError(
        `set "${this.setName}" has no ${role} credential to publish yet, got current "outside": read it only after promote, or ask currentIsOutside first`,
      );
    }
    return content;
  }

  /** For a resource that holds both slots: in use from the first apply on, and never made before it is destroyed. */
  protected get sharedLifecycle(): TerraformResourceLifecycle {
    return this.protect ? { preventDestroy: true } : {};
  }

  /** `prevent_destroy` on every slot that a step must not touch: all but the one that is being staged. */
  private lifecycleOf(slot: Slot): TerraformResourceLifecycle {
    const touched = roleSlots(this.set).next === slot;
    return { createBeforeDestroy: true, ...(this.protect && !touched ? { preventDestroy: true } : {}) };
  }
}

function valueOf(content: SlotContent, value: string, kind: string): string {
  const values = new Map<string, string>(Object.entries(content.values));
  const found = values.get(value);
  if (found === undefined) {
    throw new InputError(`${kind} has the values ${[...values.keys()].join(', ')}, got "${value}"`);
  }
  return found;
}
