import { NEVER } from './adoption';
import { type SetState, SLOTS } from './credential-set';
import { Refusal } from './error';
import { type Move, takeMove } from './move';
import { type Subject, whyRefused } from './steps';

/** Of two sequences of the same length the one with the earlier moves: nothing new is made where nothing new is needed. */
const MOVES: readonly Move[] = ['retire', 'abort', 'promote', 'new-key', 'stage', 'rollback'];

/**
 * The fewest moves, each one apply, after which nothing is left of the generations that leaked; none when nothing is.
 * Each move is one that the rules of steps allow, so none touches the credential that consumers use.
 *
 * @param at when the first move is taken: consumers are never moved to a credential that has expired then
 * @returns undefined when there is no way
 */
export function shortestReplacement(
  { name, kind, state }: Subject,
  leaked: readonly number[],
  at: string,
): readonly Move[] | undefined {
  const clean = Math.max(state.generation, ...leaked) + 1;
  const paths: { readonly state: SetState; readonly moves: readonly Move[] }[] = [{ state, moves: [] }];
  const seen = new Set<string>();
  for (let next = paths.shift(); next; next = paths.shift()) {
    const { state: present, moves } = next;
    if (leakedLeft(present, leaked).length === 0) return moves;
    const situation = situationOf(present, clean);
    if (seen.has(situation)) continue;
    seen.add(situation);
    for (const move of MOVES) {
      const after = attempt({ name, kind, state: present }, move, at);
      if (after) paths.push({ state: after, moves: [...moves, move] });
    }
  }
  return undefined;
}

/** Those of the generations that leaked which a set holds, or has still to come to. */
export function leakedLeft(state: SetState, leaked: readonly number[]): readonly number[] {
  const held = SLOTS.map((slot) => state[slot]?.generation);
  return leaked.filter((generation) => held.includes(generation) || generation > state.generation);
}

/** The state after a move, or undefined where it is refused or of no use. */
function attempt(subject: Subject, move: Move, at: string): SetState | undefined {
  // Who knows a credential may know the one before it. Only where nothing else can follow, consumers are moved back:
  // that is the way out of a provider that removes the oldest.
  if (move === 'rollback' && whyRefused(subject, 'stage', at) === undefined) return undefined;
  try {
    return takeMove(subject, move, { at, expires: NEVER });
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** What decides how it goes on. From the first generation on that is clean for sure, they are all the same. */
function situationOf({ current, standby, generation, a, b }: SetState, clean: number): string {
  const [inA = 0, inB = 0] = [a?.generation, b?.generation];
  return [current, standby, ...[generation, inA, inB].map((one) => Math.min(one, clean))].join();
}
