import { Kind } from '../../../../lib/rotation';
import type { Situation } from '../situation';

/** The steps before, the step, and what it is called in the name of the file. */
const WALK: readonly { readonly name: string; readonly before: readonly string[]; readonly step: string }[] = [
  { name: 'stage', before: [], step: 'stage' },
  { name: 'promote', before: ['stage'], step: 'promote' },
  { name: 'recycle', before: ['stage', 'promote'], step: 'stage' },
  { name: 'promote-back', before: ['stage', 'promote', 'stage'], step: 'promote' },
  { name: 'retire', before: ['stage', 'promote'], step: 'retire' },
  { name: 'rollback', before: ['stage', 'promote'], step: 'rollback' },
  { name: 'abort', before: ['stage'], step: 'abort' },
];

/** Every step of every kind, one after the other as the command line takes them. */
export const STEPS: readonly Situation[] = Kind.ALL.flatMap(({ name: kind, removes }) => [
  {
    name: `${kind}-start`,
    kind,
    verdict: 'safe',
    prepare: async () => undefined,
    change: (stage) => stage.add(),
    expected: { verdict: 'safe' },
    world: { shows: 'not', why: 'what is deployed for the first time has no consumers' },
  },
  {
    name: `${kind}-no-change`,
    kind,
    verdict: 'safe',
    prepare: (stage) => stage.reach('stage', 'promote'),
    change: () => undefined,
    expected: { verdict: 'safe' },
  },
  ...WALK.filter(({ step }) => step !== 'abort' || removes === 'any').map(({ name, before, step }): Situation => ({
    name: `${kind}-${name}`,
    kind,
    verdict: 'safe',
    prepare: (stage) => stage.reach(...before),
    change: (stage) => stage.take(step),
    expected: { verdict: 'safe' },
  })),
]);
