import {
  Kind,
  Refusal,
  type SetState,
  stageAgain,
  standbySlot,
  startState,
  type Step,
  type StepInput,
  STEPS,
  takeStep,
  undoStep,
} from '../../lib/rotation';
import { apply, INVARIANTS, type Move, type World, worldOf } from './world';

export const ANY = Kind.ENTRA_CERTIFICATE;
export const ANY_OF_TWO = Kind.of({ name: 'any-of-two', title: 'Two at most', cap: 2, removes: 'any' });
export const OLDEST = Kind.of({ name: 'oldest', title: 'Removes the oldest', cap: 2, removes: 'oldest' });

/** What a person can do: a step (after the one before was applied), undo before the apply, another key before or after it. */
export const LETTERS = [...STEPS, 'undo', 'new-key'] as const;
export type Letter = (typeof LETTERS)[number];

export interface Node {
  readonly state: SetState;
  readonly world: World;
  /** The state that is applied; undo leads back to it. */
  readonly applied: SetState;
  readonly letters: readonly Letter[];
}

export interface Exploration {
  /** How many different sequences of allowed letters there are, from length 0 to the depth. */
  readonly sequences: number;
  /** How often a step was refused, over every different situation at every length. */
  readonly refusals: number;
  /** How many different situations were met. */
  readonly situations: readonly Node[];
  /** Broken invariants, each with the sequence of letters that breaks it. */
  readonly broken: readonly string[];
}

/**
 * Follows every sequence of letters to the depth. Sequences that lead to the same situation, times and the absolute
 * numbers of steps and generations left aside, go on in the same way: one of them is followed and the others are
 * counted. {@link followEach} does without this, to a smaller depth.
 */
export function explore(kind: Kind, start: 'slot a' | 'outside', depth: number): Exploration {
  const broken: string[] = [];
  const all = new Map<string, Node>();
  let frontier = new Map<string, { node: Node; count: number }>();
  const first = startNode(start);
  frontier.set(situationOf(first), { node: first, count: 1 });
  let [sequences, refusals] = [0, 0];
  for (let length = 0; length <= depth; length += 1) {
    const next = new Map<string, { node: Node; count: number }>();
    for (const [situation, { node, count }] of frontier) {
      sequences += count;
      if (!all.has(situation)) all.set(situation, node);
      if (length === depth) continue;
      for (const letter of LETTERS) {
        const after = follow(kind, node, letter, broken);
        if (after === undefined) {
          refusals += 1;
          continue;
        }
        const key = situationOf(after);
        const known = next.get(key);
        next.set(key, { node: known?.node ?? after, count: (known?.count ?? 0) + count });
      }
    }
    frontier = next;
  }
  return { sequences, refusals, situations: [...all.values()], broken };
}

/** Follows every sequence to the depth one by one, and counts them. */
export function followEach(kind: Kind, start: 'slot a' | 'outside', depth: number, broken: string[]): number {
  const count = (node: Node): number => {
    if (node.letters.length === depth) return 1;
    const afters = LETTERS.map((letter) => follow(kind, node, letter, broken)).filter((after) => after !== undefined);
    return afters.reduce((sum, after) => sum + count(after), 1);
  };
  return count(startNode(start));
}

export function startNode(start: 'slot a' | 'outside'): Node {
  const input = inputAt(0);
  const state = startState(start === 'outside' ? 'outside' : input, input.at);
  return { state, world: worldOf(state), applied: state, letters: [] };
}

/** What a letter leads to, or undefined where it is refused; broken invariants go into the list. */
export function follow(kind: Kind, node: Node, letter: Letter, broken: string[] = []): Node | undefined {
  const letters = [...node.letters, letter];
  const input = inputAt(letters.length);
  const keep = (promise: string, kept: boolean): void => {
    if (!kept) broken.push(`${promise}: ${letters.join(' ')}`);
  };
  const checked = (after: Node): Node => {
    settle(kind, after, keep);
    return after;
  };
  try {
    switch (letter) {
      case 'undo': {
        const { state } = node;
        const undone = stored(undoStep('set', state));
        // Once the step was applied, the plan refuses to go back.
        if (node.world.step === state.step) return undefined;
        keep('undo leads back to the state before', same(undone, withoutUndo(node.applied)));
        return checked({ ...node, state: undone, applied: undone, letters });
      }
      case 'new-key': {
        const state = stored(stageAgain({ name: 'set', kind, state: node.state }, input));
        const before = node.state[standbySlot(node.state)];
        keep('a new key stays within the step', state.step === node.state.step && same(state.last, node.state.last));
        keep(
          'a new key raises the generation',
          before !== undefined && (state[standbySlot(state)]?.generation ?? 0) > before.generation,
        );
        return checked({ ...node, state, letters });
      }
      default:
        return checked(step(kind, node, letter, input, letters, keep));
    }
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function step(
  kind: Kind,
  node: Node,
  letter: Step,
  input: StepInput,
  letters: readonly Letter[],
  keep: (promise: string, kept: boolean) => void,
): Node {
  // The step before is applied at the latest now.
  const { world, state: applied } = settle(kind, node);
  const state = stored(takeStep({ name: 'set', kind, state: applied }, letter, input));
  keep('the step number rises by one', state.step === applied.step + 1);
  keep('undo leads back to the state before', same(undoStep('set', state), withoutUndo(applied)));
  return { state, world, applied, letters };
}

/** What git keeps of a state. */
function stored(state: SetState): SetState {
  return JSON.parse(JSON.stringify(state)) as SetState;
}

function settle(kind: Kind, node: Node, keep: (promise: string, kept: boolean) => void = () => undefined): Node {
  const move: Move = apply(kind, node.world, node.state);
  for (const [promise, holds] of Object.entries(INVARIANTS)) keep(promise, holds(move));
  return { ...node, world: move.to, applied: node.state };
}

export function inputAt(hours: number): StepInput {
  const at = new Date(Date.UTC(2026, 0, 1, hours)).toISOString().replace('.000', '');
  return { at, expires: at.replace('2026', '2027'), publicKey: `key made at ${at}` };
}

function withoutUndo({ undo: _, ...position }: SetState): SetState {
  return position;
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** A node without what makes no difference: times, key texts, and from where steps and generations are counted. */
function situationOf({ state, world, applied }: Node): string {
  const relative = (one: SetState): string =>
    JSON.stringify(one, (key, value: unknown) => {
      if (['at', 'created', 'expires', 'publicKey'].includes(key)) return undefined;
      if (key === 'currentSince') return typeof value;
      if (key === 'generation' && typeof value === 'number') return value - state.generation;
      if (key === 'step' && typeof value === 'number') return value - state.step;
      return value;
    });
  const live = world.live.map(({ id, slot, configuration }) => {
    const same = slot !== 'outside' && configuration === JSON.stringify(state[slot]);
    return `${slot}${id === world.inUse ? ' in use' : ''}${same ? ' as configured' : ''}`;
  });
  return [
    relative(state),
    relative(applied),
    live.join(),
    world.step - state.step,
    world.highestGeneration - state.generation,
  ].join('\n');
}
