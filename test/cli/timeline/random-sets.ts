import fc from 'fast-check';
import { type KnownSet } from '../../../lib/cli/timeline/model';
import { type ManifestSet, type Move, parseTimestamp, Refusal, timestamp, undoStep } from '../../../lib/rotation';
import { after, setWith } from '../../rotation/schedule/sets';

const HOUR = 3_600_000;
const MOVES = ['stage', 'promote', 'retire', 'abort', 'rollback', 'new-key', 'undo', 'forget'] as const;
const START = '2026-01-01T00:00:00Z';

/** A set with any past of at most a few hundred days: steps, some taken back, some of them after the set was forgotten. */
export const randomSet: fc.Arbitrary<KnownSet> = fc
  .record({
    name: fc.stringMatching(/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/),
    title: fc.option(fc.string({ unit: 'binary' }), { nil: undefined }),
    outside: fc.boolean(),
    moves: fc.array(fc.tuple(fc.constantFrom(...MOVES), fc.integer({ min: 1, max: 30 * 24 })), { maxLength: 30 }),
    policy: fc.record({
      interval: fc.constantFrom('12d', '30d', '90d'),
      retire: fc.boolean(),
      automatic: fc.boolean(),
      freeze: fc.constantFrom([], [{ every: 'sat-sun', reason: 'weekend' }], [{ every: '12-20/01-02', reason: 'x' }]),
    }),
  })
  .map(({ name, title, outside, moves, policy }) => {
    let at = parseTimestamp(START).getTime();
    const begin = (): ManifestSet => ({ ...setWith(policy, { name, at: timestamp(new Date(at)), outside }), title });
    let present: ManifestSet | undefined = begin();
    const past: { set: ManifestSet | undefined; at: Date }[] = [{ set: present, at: new Date(at) }];
    for (const [move, hours] of moves) {
      at += hours * HOUR;
      present = moved(present, move, at) ?? (move === 'forget' ? undefined : begin());
      past.push({ set: present, at: new Date(at) });
    }
    return { name, present, past };
  });

function moved(set: ManifestSet | undefined, move: Move | 'undo' | 'forget', at: number): ManifestSet | undefined {
  if (!set || move === 'forget') return undefined;
  try {
    return move === 'undo'
      ? { ...set, state: undoStep(set.name, set.state) }
      : after(set, move, timestamp(new Date(at)));
  } catch (error) {
    if (error instanceof Refusal) return set;
    throw error;
  }
}
