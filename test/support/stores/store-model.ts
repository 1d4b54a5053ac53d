import { setTimeout as sleep } from 'node:timers/promises';

/** One thing that a provider did to a store. */
export interface StoreEvent {
  readonly at: number;
  readonly verb: 'create' | 'update' | 'delete';
  readonly type: string;
  readonly place: string;
  /** What was written; nothing is in a removal. */
  readonly text?: string;
}

export interface Version {
  readonly id: string;
  readonly text: string;
  readonly labels: Set<string>;
  isDestroyed: boolean;
}

/** How long a store takes for a call, in milliseconds: long enough that what is not ordered overlaps. */
const CALL = 30;

/** Values of all stores in memory, by place; each write and removal is told. */
export class StoreModel {
  private readonly values = new Map<string, string>();
  private readonly versions = new Map<string, Version[]>();
  private readonly listeners: ((event: StoreEvent) => void)[] = [];

  onEvent(listener: (event: StoreEvent) => void): void {
    this.listeners.push(listener);
  }

  /** A store whose places hold one value. */
  value(place: string): string | undefined {
    return this.values.get(place);
  }

  async write(verb: 'create' | 'update', type: string, place: string, text: string): Promise<void> {
    await sleep(CALL);
    this.values.set(place, text);
    this.tell({ verb, type, place, text });
  }

  async remove(type: string, place: string): Promise<void> {
    await sleep(CALL);
    this.values.delete(place);
    this.tell({ verb: 'delete', type, place });
  }

  /** A store that keeps versions. */
  version(place: string, id: string): Version | undefined {
    return this.versions.get(place)?.find((version) => version.id === id);
  }

  /** What AWS answers without a version: the one with AWSCURRENT. */
  labelled(place: string, label: string): string | undefined {
    return this.versions.get(place)?.find(({ labels }) => labels.has(label))?.text;
  }

  /** What Google answers for `latest`: the newest version, which is an error when it is destroyed. */
  latest(place: string): string | undefined {
    const newest = this.versions.get(place)?.at(-1);
    return newest?.isDestroyed ? undefined : newest?.text;
  }

  /** A new version; AWS moves AWSCURRENT to it, and AWSPREVIOUS to the one that had it. */
  async add(type: string, place: string, text: string): Promise<Version> {
    await sleep(CALL);
    const known = this.versions.get(place) ?? [];
    const before = known.find(({ labels }) => labels.has('AWSCURRENT'));
    for (const { labels } of known) labels.delete('AWSPREVIOUS');
    before?.labels.delete('AWSCURRENT');
    before?.labels.add('AWSPREVIOUS');
    const added = { id: String(known.length + 1), text, labels: new Set(['AWSCURRENT']), isDestroyed: false };
    this.versions.set(place, [...known, added]);
    this.tell({ verb: 'create', type, place, text });
    return added;
  }

  /** Terraform destroyed the resource of a version; what becomes of the version is the provider's business. */
  async drop(type: string, place: string, change: () => void): Promise<void> {
    await sleep(CALL);
    change();
    this.tell({ verb: 'delete', type, place });
  }

  private tell(event: Omit<StoreEvent, 'at'>): void {
    for (const listener of this.listeners) listener({ ...event, at: Date.now() });
  }
}
