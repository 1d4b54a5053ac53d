import { type KindRules, type SetState, type Slot, SLOTS, standbySlot } from '../../lib/rotation';

/** A credential at the identity provider. The list of them is in the order of their creation. */
interface Live {
  readonly id: number;
  /** The slot whose configuration made it; the provider knows nothing of slots. */
  readonly slot: Slot | 'outside';
  readonly configuration: string;
}

/**
 * The identity provider and the consumers of one application, and what Terraform makes of a set's state: a second,
 * simpler opinion on what a step does. It reads slots, generations and current of a state, and none of the rules.
 */
export interface World {
  readonly step: number;
  readonly live: readonly Live[];
  /** The credential that consumers read where it is published. */
  readonly inUse: number;
  readonly highestGeneration: number;
  readonly made: number;
}

/** One apply. */
export interface Move {
  readonly from: World;
  readonly to: World;
  readonly state: SetState;
  readonly created: readonly Live[];
  /** What Terraform asked the provider to remove. */
  readonly named: readonly Live[];
  /** What the provider removed. */
  readonly removed: readonly Live[];
  /** What a person had to remove beforehand, because the provider's cap was reached. */
  readonly madeRoom: readonly Live[];
}

const OUTSIDE: Live = { id: 0, slot: 'outside', configuration: 'a credential that the set does not own' };

/** The world after the first deployment, or before it where consumers have a credential from outside. */
export function worldOf(state: SetState): World {
  if (state.current === 'outside') return { step: 0, live: [OUTSIDE], inUse: 0, highestGeneration: 0, made: 1 };
  const first: Live = { id: 0, slot: state.current, configuration: configurationOf(state, state.current) as string };
  return { step: 0, live: [first], inUse: 0, highestGeneration: 1, made: 1 };
}

export function apply(kind: Pick<KindRules, 'cap' | 'removes'>, from: World, state: SetState): Move {
  const held = (slot: Slot): Live | undefined => from.live.find((one) => one.slot === slot);
  const wanted = SLOTS.map((slot) => ({ slot, configuration: configurationOf(state, slot), held: held(slot) }));
  const changed = wanted.filter((one) => one.configuration !== one.held?.configuration);
  const named = changed.flatMap((one) => one.held ?? []);
  const created = changed.flatMap(({ slot, configuration }, index) =>
    configuration === undefined ? [] : [{ id: from.made + index, slot, configuration }],
  );
  let live = from.live;
  const removed = named.map((one) => {
    const gone = kind.removes === 'any' ? one : (live[0] as Live);
    live = live.filter((other) => other !== gone);
    return gone;
  });
  const madeRoom = live.length + created.length > kind.cap ? live.filter(({ slot }) => slot === 'outside') : [];
  live = [...live.filter((one) => !madeRoom.includes(one)), ...created];
  const generations = created.map(({ slot }) => state[slot]?.generation ?? 0);
  const to: World = {
    step: state.step,
    live,
    inUse: state.current === 'outside' ? from.inUse : (live.find((one) => one.slot === state.current)?.id ?? -1),
    highestGeneration: Math.max(from.highestGeneration, ...generations),
    made: from.made + changed.length,
  };
  return { from, to, state, created, named, removed, madeRoom };
}

function configurationOf(state: SetState, slot: Slot): string | undefined {
  const credential = state[slot];
  return credential && JSON.stringify(credential);
}

/** What design.md promises of every apply. True where it is kept. */
export const INVARIANTS = {
  'consumers use a credential that exists': ({ to }: Move) => to.live.some(({ id }) => id === to.inUse),
  'the credential in use is not removed or replaced': ({ from, to }: Move) =>
    to.live.some(({ id }) => id === from.inUse),
  'a credential becomes current only if it existed before': ({ from, to }: Move) =>
    from.live.some(({ id }) => id === to.inUse),
  'promote and rollback create and remove nothing': ({ state, created, named }: Move) =>
    !['promote', 'rollback'].includes(state.last.step) || (created.length === 0 && named.length === 0),
  'stage, retire and abort leave current as it is': ({ from, to, state }: Move) =>
    ['promote', 'rollback'].includes(state.last.step) || from.inUse === to.inUse,
  'only the standby slot changes': ({ state, created, named }: Move) =>
    [...created, ...named].every(({ slot }) => slot === standbySlot(state)),
  'never more than two credentials of the set': ({ to }: Move) =>
    to.live.filter(({ slot }) => slot !== 'outside').length <= 2,
  'never more credentials than the cap, without removing one in use': ({ from, madeRoom }: Move) =>
    madeRoom.every(({ id }) => id !== from.inUse),
  'a slot is empty or filled as the roles say': ({ to, state }: Move) =>
    to.live.some(({ slot }) => slot === standbySlot(state)) === (state.standby !== 'empty') &&
    (state.current === 'outside' || to.live.some(({ slot }) => slot === state.current)),
  'a generation is never given twice': ({ from, created, state }: Move) =>
    created.every(({ slot }) => slot !== 'outside' && (state[slot]?.generation ?? 0) > from.highestGeneration),
  'a removal takes away the credential that it names': ({ named, removed }: Move) =>
    named.length === removed.length && named.every((one, index) => one.id === removed[index]?.id),
  'what the set did not create is never removed': ({ removed }: Move) =>
    removed.every(({ slot }) => slot !== 'outside'),
} as const satisfies Readonly<Record<string, (move: Move) => boolean>>;
