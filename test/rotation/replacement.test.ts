import {
  type Credential,
  Kind,
  type Move,
  Refusal,
  shortestReplacement,
  type SetState,
  SLOTS,
  standbySlot,
  type Step,
  takeMove,
} from '../../lib/rotation';
import { explore, follow, inputAt, type Node, startNode } from './exploration';
import { apply, INVARIANTS } from './world';

const DEPTH = 7;
const AT = inputAt(20).at;
const MOVES: readonly Move[] = ['stage', 'promote', 'retire', 'abort', 'rollback', 'new-key'];
const STARTS = ['slot a', 'outside'] as const;
const CASES = Kind.ALL.flatMap((kind) =>
  STARTS.filter((start) => start === 'slot a' || kind.refusesOutside === undefined).map((start) => ({ kind, start })),
);

describe.each(CASES)('what leaked of $kind.name, started in $start', ({ kind, start }) => {
  const leaksOf = ({ state }: Node) =>
    subsets([
      ...SLOTS.flatMap((slot) => state[slot]?.generation ?? []),
      ...(kind.isMadeAhead ? [state.generation + 1] : []),
    ]);
  const each = explore(kind, start, DEPTH).situations.flatMap((node) =>
    leaksOf(node).map((leaked) => ({ node, leaked })),
  );

  test('is replaced from every reachable state, whichever of its credentials leaked, and consumers never notice', () => {
    const found = each.flatMap(({ node, leaked }) => faults(kind, node, leaked).map(told(node, leaked)));
    expect(found).toEqual([]);
    expect(each.length).toBeGreaterThan(30);
  });

  test('is replaced by no shorter sequence of steps', () => {
    const found = each.flatMap(({ node, leaked }) => {
      const { length = -1 } = shortestReplacement(subject(kind, node.state), leaked, AT) ?? [];
      const least = leastMoves(kind, [node.state], leaked);
      return least === length ? [] : [`took ${length} moves where ${least} are enough`].map(told(node, leaked));
    });
    expect(found).toEqual([]);
  });
});

describe('the sequence', () => {
  const ANY = Kind.OKTA_CLIENT_SECRET;
  const OLDEST = Kind.UAA_CLIENT_SECRET;
  test.each<[string, Kind, string, readonly number[], string]>([
    ['stages first when the current one leaked', ANY, '', [1], 'stage promote retire'],
    ['promotes what is staged', ANY, 'stage', [1], 'promote retire'],
    ['recycles the previous one, and does not go back to it', ANY, 'stage promote', [2], 'stage promote retire'],
    ['goes back to no credential that was left', ANY, 'stage promote rollback', [1], 'stage promote retire'],
    ['removes a previous one', ANY, 'stage promote', [1], 'retire'],
    ['takes a staged one back', ANY, 'stage', [2], 'abort'],
    ['stages anew when the staged one leaked, too', ANY, 'stage', [1, 2], 'new-key promote retire'],
    ['recycles the previous one when it leaked, too', ANY, 'stage promote', [1, 2], 'stage promote retire'],
    ['is none when what leaked is gone', ANY, 'stage promote retire', [1], ''],
    ['goes forward where the oldest is removed', OLDEST, 'stage', [2], 'promote stage promote retire'],
    ['goes forward with both leaked', OLDEST, 'stage', [1, 2], 'promote stage promote retire'],
    [
      'goes back first where nothing else follows',
      OLDEST,
      'stage promote rollback',
      [2],
      'rollback stage promote retire',
    ],
    ['goes past a leaked one that the next stage adds', OLDEST, '', [1, 2], 'stage promote stage promote retire'],
    ['goes back to the newer one', OLDEST, 'stage promote rollback', [1], 'rollback retire'],
  ])('%s', (_title, kind, steps, leaked, moves) => {
    const state = after(kind, startNode('slot a').state, steps);
    expect(shortestReplacement(subject(kind, state), leaked, AT)?.join(' ')).toBe(moves);
  });

  test('stages anew in place of a staged one that expired', () => {
    const state = after(ANY, startNode('slot a').state, 'stage');
    const expired = '2028-01-01T00:00:00Z';
    expect(shortestReplacement(subject(ANY, state), [1], expired)).toEqual(['new-key', 'promote', 'retire']);
  });
});

/** What is wrong with a sequence: a step that is refused, a promise to consumers that an apply breaks, what is left. */
function faults(kind: Kind, node: Node, leaked: readonly number[]): readonly string[] {
  const moves = shortestReplacement(subject(kind, node.state), leaked, AT);
  if (!moves) return ['found no way'];
  const broken: string[] = [];
  let present = node;
  for (const move of moves) {
    const next = follow(kind, present, move, broken);
    if (!next) return [`${move} is refused in ${moves.join(' ')}`];
    present = next;
  }
  const last = apply(kind, present.world, present.state);
  for (const [promise, holds] of Object.entries(INVARIANTS)) if (!holds(last)) broken.push(promise);
  const left = last.to.live
    .filter(({ slot }) => slot !== 'outside')
    .map(({ configuration }) => (JSON.parse(configuration) as Credential).generation)
    .filter((generation) => leaked.includes(generation));
  return [...broken, ...left.map((generation) => `left generation ${generation} alive after ${moves.join(' ')}`)];
}

/** Tries every sequence, shortest ones first. The only one left out goes back to an older credential. */
function leastMoves(kind: Kind, states: readonly SetState[], leaked: readonly number[], length = 0): number {
  if (states.some((state) => isGone(state, leaked))) return length;
  if (length === 8) return Number.POSITIVE_INFINITY;
  const next = states.flatMap((state) =>
    MOVES.filter((move) => move !== 'rollback' || (kind.removes === 'oldest' && goesForward(state))).flatMap(
      (move) => tried(kind, state, move) ?? [],
    ),
  );
  return leastMoves(kind, next, leaked, length + 1);
}

function isGone(state: SetState, leaked: readonly number[]): boolean {
  const isHeld = SLOTS.some((slot) => leaked.includes(state[slot]?.generation ?? 0));
  return !isHeld && leaked.every((generation) => generation <= state.generation);
}

function goesForward(state: SetState): boolean {
  const target = state[standbySlot(state)]?.generation ?? 0;
  return state.current !== 'outside' && target > (state[state.current]?.generation ?? 0);
}

function tried(kind: Kind, state: SetState, move: Move): SetState | undefined {
  try {
    return takeMove(subject(kind, state), move, inputAt(20));
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function after(kind: Kind, state: SetState, steps: string): SetState {
  const list = steps.split(' ').filter((step): step is Step => step !== '');
  return list.reduce((present, step) => takeMove(subject(kind, present), step, inputAt(1)), state);
}

function subject(kind: Kind, state: SetState) {
  return { name: 'set', kind, state };
}

/** Every choice of some of them, but none. */
function subsets(all: readonly number[]): readonly (readonly number[])[] {
  const choices = all.reduce<readonly (readonly number[])[]>(
    (chosen, one) => [...chosen, ...chosen.map((some) => [...some, one])],
    [[]],
  );
  return choices.filter(({ length }) => length > 0);
}

function told({ letters }: Node, leaked: readonly number[]): (fault: string) => string {
  return (fault) => `after ${letters.join(' ')}, leaked ${leaked.join()}: ${fault}`;
}
