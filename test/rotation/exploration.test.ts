import { type Kind, STEPS, whyRefused } from '../../lib/rotation';
import {
  ANY,
  ANY_OF_TWO,
  explore,
  type Exploration,
  follow,
  followEach,
  type Letter,
  LETTERS,
  type Node,
  OLDEST,
} from './exploration';

const DEPTH = 12;

/**
 * Every allowed sequence of steps, undo and new-key up to a length of 12, and in every different situation of each length
 * every letter that is refused: 1,465,774 sequences in all. The numbers change only when the rules do, and then on purpose.
 */
const EXPLORATIONS = [
  { title: 'removes any, starts in slot a', kind: ANY, start: 'slot a', sequences: 527_303, refusals: 17_307 },
  { title: 'removes any, starts outside', kind: ANY, start: 'outside', sequences: 192_409, refusals: 9_539 },
  { title: 'holds two, starts in slot a', kind: ANY_OF_TWO, start: 'slot a', sequences: 527_303, refusals: 17_307 },
  { title: 'holds two, starts outside', kind: ANY_OF_TWO, start: 'outside', sequences: 192_409, refusals: 9_539 },
  { title: 'removes the oldest, starts in slot a', kind: OLDEST, start: 'slot a', sequences: 21_231, refusals: 1_477 },
  { title: 'removes the oldest, starts outside', kind: OLDEST, start: 'outside', sequences: 5_119, refusals: 1_052 },
] as const;

describe.each(EXPLORATIONS)(
  'every sequence of steps, for a kind that $title',
  ({ kind, start, sequences, refusals }) => {
    let exploration: Exploration;
    beforeAll(() => {
      exploration = explore(kind, start, DEPTH);
    });

    test('keeps every invariant after every step', () => {
      expect(exploration.broken).toEqual([]);
    });

    test('is explored to depth 12', () => {
      expect(exploration).toMatchObject({ sequences, refusals });
    });

    test('one by one, to a smaller depth, gives the same count and keeps every invariant', () => {
      const broken: string[] = [];
      expect(followEach(kind, start, 7, broken)).toBe(explore(kind, start, 7).sequences);
      expect(broken).toEqual([]);
    });

    test('never ends where no rotation can go on', () => {
      const stuck = exploration.situations
        .filter((node) => !canRotate(kind, node))
        .map(({ letters }) => letters.join(' '));
      expect(stuck).toEqual([]);
    });

    test('is refused by whyRefused exactly where takeStep refuses', () => {
      const differing = exploration.situations.flatMap((node) =>
        STEPS.filter((step) => {
          const refused = whyRefused({ name: 'set', kind, state: node.state }, step) !== undefined;
          return refused !== (follow(kind, node, step) === undefined);
        }).map((step) => [...node.letters, step].join(' ')),
      );
      expect(differing).toEqual([]);
    });
  },
);

/** Whether from here a new credential is staged and becomes current within four letters. */
function canRotate(kind: Kind, node: Node): boolean {
  let nodes: readonly Node[] = [node];
  const { generation } = node.state;
  for (let more = 0; more < 4; more += 1) {
    nodes = nodes.flatMap((one) => LETTERS.map((letter: Letter) => follow(kind, one, letter) ?? []).flat());
    if (
      nodes.some(
        ({ state: { current, ...state } }) => current !== 'outside' && (state[current]?.generation ?? 0) > generation,
      )
    ) {
      return true;
    }
  }
  return false;
}
