import {
  appliedAs,
  type AppliedSet,
  currentSlot,
  type ManifestSet,
  type Move,
  parseTimestamp,
  Refusal,
  runwayOf,
  setAfter,
  SLOTS,
  standbySlot,
  timestamp,
  turnOf,
} from '../../rotation';
import { History } from './history';
import type { SimulatedSetReport, SimulatedStep } from './report';

/** How an apply ends: as it should, before it changed anything, or before it was recorded. */
export type ApplyEnd = 'done' | 'nothing done' | 'not recorded';

export interface SimulatedSetOptions {
  /** In milliseconds. */
  readonly begin: number;
  readonly cache: number;
  readonly replicaLag: number;
}

const DAY = 86_400_000;

/** One set on its way through the time. */
export class SimulatedSet {
  private readonly steps: SimulatedStep[] = [];
  private readonly rotations: number[] = [];
  private readonly history: History;
  private applied: AppliedSet;
  private proposed?: ManifestSet;
  private shortest?: { readonly days: number; readonly at: string };
  private stopped?: string;

  constructor(
    private set: ManifestSet,
    private readonly options: SimulatedSetOptions,
  ) {
    const { state } = set;
    this.history = new History(set.name, options.cache);
    this.applied = appliedAs(set, state.last.at);
    // What stands in the manifest is there already, and consumers have had it since then.
    const next = state.standby === 'next' ? standbySlot(state) : undefined;
    for (const slot of SLOTS) {
      const { [slot]: credential } = state;
      if (credential) this.exists(credential, slot === next ? time(credential.created) : Number.NEGATIVE_INFINITY);
    }
    const previous = state.standby === 'previous' ? state[standbySlot(state)] : undefined;
    if (previous) this.history.publish(previous.generation, Number.NEGATIVE_INFINITY);
    this.publish(state.currentSince === undefined ? options.begin : time(state.currentSince));
  }

  get hasProposal(): boolean {
    return this.proposed !== undefined;
  }

  /** Whether the last apply failed. */
  get isUnapplied(): boolean {
    return this.applied.step !== this.set.state.step;
  }

  ask(at: Date): void {
    this.set = { ...this.set, rotation: this.set.rotation ?? { requestedAt: timestamp(at) } };
    this.proposed = undefined;
  }

  /** What a run proposes on the main branch. */
  propose(now: Date): void {
    const turn = turnOf(this.set, now, this.applied);
    this.look(now);
    this.proposed = turn.kind === 'due' ? this.taken(turn.step, now) : undefined;
    if (turn.kind === 'refused') this.stopped ??= turn.message;
  }

  merge(): void {
    if (this.proposed) this.set = this.proposed;
    this.proposed = undefined;
  }

  apply(now: Date, end: ApplyEnd): void {
    if (!this.isUnapplied || end === 'nothing done') return;
    const { state } = this.set;
    const generations = SLOTS.flatMap((slot) => state[slot]?.generation ?? []);
    for (const slot of SLOTS) if (state[slot]) this.exists(state[slot], now.getTime());
    this.publish(now.getTime());
    for (const gone of Object.values(this.applied.generations)) {
      if (gone > 0 && !generations.includes(gone)) this.history.removed(gone, now.getTime());
    }
    if (end === 'not recorded') return;
    this.applied = appliedAs(this.set, timestamp(now));
    this.steps.push({ step: state.last.step, at: timestamp(now) });
    if (state.last.step === 'promote' || state.last.step === 'rollback') this.rotations.push(now.getTime());
  }

  report(end: number): SimulatedSetReport {
    const marks = [this.options.begin, ...this.rotations, end];
    const gaps = marks.slice(1).map((mark, index) => (mark - (marks[index] as number)) / DAY);
    const outages = this.history.outages(this.options.begin, end);
    return {
      set: this.set.name,
      steps: this.steps,
      rotations: this.rotations.length,
      longestInterval: Math.round(Math.max(...gaps) * 10) / 10,
      ...(this.shortest && { shortestRunway: this.shortest }),
      outages,
      ...(this.stopped !== undefined && { stopped: this.stopped }),
    };
  }

  private taken(step: Move, now: Date): ManifestSet | undefined {
    try {
      return setAfter(this.set, step, now);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.stopped ??= error.message;
      return undefined;
    }
  }

  private look(now: Date): void {
    const runway = runwayOf(this.set, now, this.applied);
    if (!runway) return;
    const days = Math.floor((runway.ends.getTime() - now.getTime()) / DAY);
    if (!this.shortest || days < this.shortest.days) this.shortest = { days, at: timestamp(now) };
  }

  private exists({ generation, expires }: { readonly generation: number; readonly expires: string }, at: number): void {
    const from = at + this.options.replicaLag;
    this.history.exists(generation, { from, expires: time(expires) });
  }

  private publish(at: number): void {
    const { state } = this.set;
    const slot = currentSlot(state);
    const credential = slot && state[slot];
    if (credential) this.history.publish(credential.generation, at);
  }
}

function time(text: string): number {
  return parseTimestamp(text).getTime();
}
