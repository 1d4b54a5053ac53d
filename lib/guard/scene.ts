import { currentSlot, type Slot, SLOTS } from '../rotation';
import type { Change } from './change';
import { type Beginning, Credentials, type Ending } from './credentials';
import type { Ledgers } from './ledgers';
import type { Doing, Order } from './order';
import type { Plan } from './plan';
import { Publication } from './publication';
import type { LedgerRecord } from './record';
import type { Finding } from './report';

/** One invariant: what it finds in one set. */
export type SetRule = (scene: Scene) => readonly Finding[];

/** Resources of vendors that hold a key which a set adopts; what our own provider takes over it checks itself. */
const HOLDS_ADOPTED = ['auth0_client_credentials', 'azuread_application_certificate', 'okta_app_oauth'];

const FROM_NOW_ON = 'is valid from now on';

/** All that the rules look at for one set. */
export class Scene {
  readonly applied?: LedgerRecord;
  readonly planned?: LedgerRecord;
  readonly credentials: Credentials;
  readonly publications: readonly Publication[];
  /** Publications of the planned record that the plan does not have. */
  readonly missingPublications: readonly string[];
  /** Publications of the applied record that are neither in the plan nor in the state. */
  readonly lostPublications: readonly string[];
  /** Resources that no record names, which hold a credential of the set and go: of a step that did not come to its end. */
  readonly strangers: readonly Publication[];
  private known?: ReadonlyMap<Doing, readonly string[]>;
  private readonly endings = new Map<Slot, Ending | undefined>();
  private readonly beginnings = new Map<Slot, Beginning | undefined>();

  constructor(
    readonly plan: Plan,
    readonly order: Order,
    readonly ledgers: Ledgers,
    /** When the next step of the set is due, where its manifest is known. */
    readonly due?: Date,
  ) {
    const { applied, planned } = ledgers;
    this.applied = applied;
    this.planned = planned;
    this.credentials = new Credentials(plan, applied, planned);
    const addresses = [...new Set([...(planned?.publications ?? []), ...(applied?.publications ?? [])])];
    const recorded = addresses.flatMap((address) => plan.instances(address));
    this.publications = recorded.map((change) => new Publication(change, plan, this.credentials));
    this.missingPublications = (planned?.publications ?? []).filter((one) => plan.instances(one).length === 0);
    this.lostPublications = (applied?.publications ?? []).filter(
      (one) => plan.instances(one).length === 0 && !plan.prior.has(one) && !plan.leaving(one),
    );
    this.strangers = SLOTS.flatMap((slot) => plan.leaversThatRead(applied?.slots[slot] ?? planned?.slots[slot] ?? ''))
      .filter((change, index, all) => all.indexOf(change) === index && !recorded.includes(change))
      .map((change) => new Publication(change, plan, this.credentials))
      .filter(({ names }) => names.some(({ before }) => before.length > 0));
    for (const slot of SLOTS) {
      this.endings.set(slot, this.credentials.ending(slot));
      this.beginnings.set(slot, this.credentials.beginning(slot));
    }
  }

  get name(): string {
    return (this.planned ?? this.applied)?.set ?? this.ledgers.name;
  }

  /** The slot that consumers use before the apply; undefined while that is outside, or nothing is recorded. */
  get currentBefore(): Slot | undefined {
    return this.applied && currentSlot(this.applied);
  }

  /** The slot that consumers are to use after the apply. */
  get currentAfter(): Slot | undefined {
    return this.planned && currentSlot(this.planned);
  }

  /** Whether the manifest said `remove` before: then the set may go. */
  get isTakenDown(): boolean {
    return this.applied?.removal === true && this.planned === undefined;
  }

  /** Whether the whole set goes, credentials and all; an app at Okta may stay, it is the user's own. */
  get isDropped(): boolean {
    const { applied, planned, plan } = this;
    if (planned || !applied) return false;
    return SLOTS.every((slot) => {
      const address = applied.slots[slot];
      const change = address === '' ? undefined : plan.leaving(address);
      return !change || change.after === null || change.type === 'okta_app_oauth';
    });
  }

  /**
   * Whether nobody can be signing in with this set yet: nothing is recorded, and nothing was published; or only by a
   * first apply that did not come to its end, which leaves the ledger that is never written.
   */
  get isFirst(): boolean {
    const isUnpublished = this.publications.every(({ change }) => change.before === null);
    return this.applied === undefined && (isUnpublished || this.ledgers.existed);
  }

  /**
   * At the start of a set, the resources of its slots that were there before: imported, moved, or an app of the user's
   * own. Of what a first apply left that did not come to its end only those are that hold an adopted key.
   */
  get adopting(): readonly Change[] {
    const { planned, applied, plan, ledgers } = this;
    if (applied || planned?.transition !== 'start' || planned.current === 'outside') return [];
    const found = SLOTS.flatMap((slot) => plan.changes.get(planned.slots[slot]) ?? []);
    return [...new Set(found)].filter(({ before, imported, previousAddress, type }) => {
      if (before === null) return false;
      if (ledgers.existed) return planned.adopted && HOLDS_ADOPTED.includes(type);
      return imported || previousAddress !== undefined || type === 'okta_app_oauth';
    });
  }

  /** Whether consumers fail already: the identity provider does not have their credential, or it has expired. */
  get isBroken(): boolean {
    const slot = this.currentBefore;
    if (slot === undefined) return false;
    const fate = this.ending(slot)?.fate;
    // A credential that was made anew and published, and not recorded, is in use.
    const isInUse = fate === 'remade' && this.publications.some((one) => one.holds(slot, 'before'));
    return fate === 'gone' || (fate === 'remade' && !isInUse) || this.isExpired(this.applied, slot);
  }

  /** Whether consumers move, or a credential goes: then each store has to follow. */
  get isMoving(): boolean {
    return this.currentBefore !== this.currentAfter || SLOTS.some((slot) => this.ending(slot)?.fate === 'removed');
  }

  ending(slot: Slot): Ending | undefined {
    return this.endings.get(slot);
  }

  beginning(slot: Slot): Beginning | undefined {
    return this.beginnings.get(slot);
  }

  isExpired(record: LedgerRecord | undefined, slot: Slot): boolean {
    const expires = record?.expires[slot] ?? '';
    const { timestamp } = this.plan;
    return expires !== '' && timestamp !== undefined && Date.parse(expires) <= timestamp.getTime();
  }

  /** `a (generation 3)` */
  label(slot: Slot, record: LedgerRecord | undefined): string {
    return `${slot} (generation ${record?.generations[slot] ?? '?'})`;
  }

  /** The credential of a slot after the apply; `another` one where only the generation is the same. */
  newLabel(slot: Slot): string {
    const isSame = this.applied?.generations[slot] === this.planned?.generations[slot];
    const another = isSame && this.beginning(slot)?.origin === 'made' ? 'another ' : '';
    return `${another}${this.label(slot, this.planned)}`;
  }

  /** Everything that this apply does to the credentials and publications of the set; what ends comes first. */
  get doings(): ReadonlyMap<Doing, readonly string[]> {
    this.known ??= this.readDoings();
    return this.known;
  }

  private readDoings(): ReadonlyMap<Doing, readonly string[]> {
    const found = new Map<Doing, string[]>();
    const note = (doing: Doing, event: string): void => {
      const known = found.get(doing);
      if (known) known.push(event);
      else found.set(doing, [event]);
    };
    for (const slot of SLOTS) {
      const ending = this.ending(slot);
      const label = this.label(slot, this.applied);
      if (ending?.fate === 'removed') {
        note(ending.doing, `${ending.change.address} ${ending.how}: ${label} is not valid any more`);
      } else if (ending?.fate === 'left') {
        note(ending.doing, `${ending.change.address} is destroyed: ${label} is left as it is, and managed no more`);
      }
    }
    for (const slot of SLOTS) {
      const beginning = this.beginning(slot);
      if (beginning?.origin !== 'made') continue;
      const { change, doing } = beginning;
      const verb = change.deed === 'update' ? 'updated' : 'created';
      note(doing, `${change.address} is ${verb}: ${this.newLabel(slot)} ${FROM_NOW_ON}`);
    }
    for (const { change, names } of this.publications) {
      if (['nothing', 'delete', 'forget'].includes(change.deed)) continue;
      const verb = change.deed === 'update' ? 'updated' : change.deed === 'create' ? 'created' : 'replaced';
      const published = [...new Set(names.flatMap(({ after }) => after))];
      const what = published.map((slot) => this.newLabel(slot)).join(' and ');
      note(`make ${change.address}`, `${change.address} is ${verb}: it publishes ${what || 'the set'}`);
    }
    return found;
  }

  /** What is to be read of one doing. */
  eventsOf(doing: Doing): readonly string[] {
    return this.doings.get(doing) ?? [doing];
  }

  /** The shortest way to the end of a credential: what Terraform finishes before it, in order, and its end itself. */
  wayToEnd(last: Doing): readonly string[] {
    return [...this.before(last), ...this.eventsOf(last).filter((event) => !event.endsWith(FROM_NOW_ON))];
  }

  /** The shortest way to a doing: what Terraform finishes before it, in order, and the doing itself. */
  wayTo(last: Doing): readonly string[] {
    return [...this.before(last), ...this.eventsOf(last)];
  }

  private before(last: Doing): readonly string[] {
    const all = this.order.allBefore(last);
    const before = [...this.doings.keys()].filter((one) => one !== last && all.has(one));
    return this.order.sort(before).flatMap((one) => this.eventsOf(one));
  }
}
