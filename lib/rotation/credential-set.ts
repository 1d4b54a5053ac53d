import type { Adopted } from './adoption';

export const SLOTS = ['a', 'b'] as const;
export type Slot = (typeof SLOTS)[number];

export const STEPS = ['stage', 'promote', 'retire', 'abort', 'rollback'] as const;
/** One step of a rotation; each is one plan and apply. */
export type Step = (typeof STEPS)[number];

/** What the slot that is not current holds. */
export type Standby = 'empty' | 'next' | 'previous';

/** Where consumers get their credential: a slot, or `outside`, a credential that the set does not own. */
export type Current = Slot | 'outside';

/** What the plan has to wait for at a step: soak since stage, grace since the last change of current. */
export type Wait = 'none' | 'soak' | 'grace';

/** One credential of a set. Times are `YYYY-MM-DDTHH:MM:SSZ`. */
export interface Credential {
  /** Counts the credentials of the set; never given twice. */
  readonly generation: number;
  readonly created: string;
  readonly expires: string;
  /** Key kinds: the public key or certificate as PEM. */
  readonly publicKey?: string;
  /** Present as long as the slot holds a key that was in use before the set. */
  readonly adopted?: Adopted;
}

export interface TakenStep {
  readonly step: Step | 'start';
  readonly at: string;
  readonly waits: Wait;
}

/** The part of a set's state that a step changes; {@link SetState.undo} keeps what it was before. */
export interface Position {
  readonly step: number;
  readonly current: Current;
  readonly standby: Standby;
  /** The highest generation given so far; 0 while no credential was made. */
  readonly generation: number;
  /** When the current slot became current; absent while current is outside. */
  readonly currentSince?: string;
  readonly a?: Credential;
  readonly b?: Credential;
  readonly last: TakenStep;
}

/** The state of one credential set. Only the command line writes it. */
export interface SetState extends Position {
  /** The fields that the last step changed, as they were before; null where there was none. Absent at the start and after an undo. */
  readonly undo?: UndoPatch;
}

export type UndoPatch = { readonly [Field in keyof Position]?: Position[Field] | null };

function otherSlot(slot: Slot): Slot {
  return slot === 'a' ? 'b' : 'a';
}

/** The slot that is not current. A set that starts with a credential from outside fills slot a first. */
export function standbySlot(state: Pick<Position, 'current'>): Slot {
  return state.current === 'outside' ? 'a' : otherSlot(state.current);
}

export function currentSlot(state: Pick<Position, 'current'>): Slot | undefined {
  return state.current === 'outside' ? undefined : state.current;
}

/** Which slot plays which role. */
export function roleSlots({ state }: { readonly state: Pick<Position, 'current' | 'standby'> }): {
  readonly current?: Slot;
  readonly next?: Slot;
  readonly previous?: Slot;
} {
  const standby = standbySlot(state);
  return {
    current: currentSlot(state),
    ...(state.standby === 'next' ? { next: standby } : {}),
    ...(state.standby === 'previous' ? { previous: standby } : {}),
  };
}
