import fc from 'fast-check';
import {
  type AppliedSet,
  Duration,
  Kind,
  type ManifestSet,
  type Move,
  type PolicyOptions,
  timestamp,
  turnOf,
} from '../../../lib/rotation';
import { after, appliedOf, setWith } from './sets';

/** One run of the pipeline: what is merged and waits is applied, then the schedule is asked, then comes the merge. */
export interface Run {
  /** Hours since the run before. */
  readonly hours: number;
  /** Whether the run looks at the applied state. */
  readonly looks: boolean;
  /** Whether the apply before it goes through. */
  readonly applies: boolean;
}

export interface Years {
  readonly policy: PolicyOptions;
  readonly outside: boolean;
  readonly kind: Kind;
  readonly runs: readonly Run[];
  /** Before which run a rotation is asked for. */
  readonly asked?: number;
}

const FREEZES: readonly PolicyOptions['freeze'][] = [
  undefined,
  [{ every: '12-20/01-06', reason: 'year end' }],
  [{ every: 'fri-sun', reason: 'weekend' }],
  [
    { every: 'sat-sun', reason: 'weekend' },
    { from: '2026-05-01', until: '2026-05-20', reason: 'audit' },
    { from: '2026-05-10T12:00', until: '2026-06-01T06:30Z', reason: 'move' },
  ],
];

/** Late, missed, doubled and random runs; about one apply in eight fails. */
const run: fc.Arbitrary<Run> = fc.record({
  hours: fc.oneof(
    { weight: 6, arbitrary: fc.constant(24) },
    { weight: 2, arbitrary: fc.double({ min: 22, max: 27, noNaN: true }) },
    { weight: 1, arbitrary: fc.integer({ min: 2, max: 12 }).map((nights) => nights * 24) },
    { weight: 1, arbitrary: fc.double({ min: 0, max: 0.2, noNaN: true }) },
  ),
  looks: fc.boolean(),
  applies: fc.integer({ min: 0, max: 7 }).map((number) => number > 0),
});

export const years: fc.Arbitrary<Years> = fc.record(
  {
    policy: fc
      .record({
        interval: fc.constantFrom('14d', 'P30D', '90d', 'PT400H'),
        at: fc.constantFrom('02:00Z', '23:59Z', '02:30 Europe/Berlin', '02:15 Australia/Lord_Howe'),
        soak: fc.constantFrom('1h', '20h', '24h', '3d'),
        grace: fc.constantFrom('1h', '7d', '11d'),
        spread: fc.constantFrom('0s', '3h', '5d', '14d'),
        // Nothing of this ends by age: a credential that was staged and left alone for its lifetime needs a person.
        lifetime: fc.constant('3650d'),
        retire: fc.boolean(),
        automatic: fc.constantFrom(true, true, true, false),
        freeze: fc.constantFrom(...FREEZES),
      })
      .filter(({ soak, grace }) => soak !== '3d' || grace !== '11d'),
    outside: fc.boolean(),
    kind: fc.constantFrom(Kind.ENTRA_CLIENT_SECRET, Kind.OKTA_CLIENT_SECRET, Kind.UAA_CLIENT_SECRET),
    runs: fc.array(run, { minLength: 300, maxLength: 450 }),
    asked: fc.nat({ max: 400 }),
  },
  { requiredKeys: ['policy', 'outside', 'kind', 'runs'] },
);

/** A set before a step, and the step that a run took. */
export interface Taken {
  readonly before: ManifestSet;
  readonly step: Move;
  readonly now: Date;
  /** When the step before was applied, as Terraform recorded it. */
  readonly appliedAt: Date;
  /** Whether the run could see that. */
  readonly looked: boolean;
}

/** A run that took no step. */
export interface Passed {
  readonly set: ManifestSet;
  readonly now: Date;
  /** Undefined while the present step is not applied. */
  readonly appliedAt?: Date;
  readonly looked: boolean;
}

export interface Story {
  readonly taken: readonly Taken[];
  readonly passed: readonly Passed[];
  /** Runs that took another step when they were repeated at once. */
  readonly repeated: readonly string[];
}

/** What becomes of one set. The plan refuses to apply a step before its soak or grace is over, as the real one does. */
export function live({ policy, outside, kind, runs, asked }: Years): Story {
  let set = setWith(policy, { outside, kind, name: 'payroll' });
  let applied: AppliedSet | undefined;
  let waits: Duration = Duration.seconds(0);
  let now = new Date('2026-03-01T00:00:00Z');
  const [taken, passed, repeated]: [Taken[], Passed[], string[]] = [[], [], []];
  runs.forEach((run, index) => {
    now = new Date(now.getTime() + Math.round(run.hours * 3_600) * 1000);
    const early = applied?.at !== undefined && waits.after(new Date(applied.at)) > now;
    if (run.applies && applied?.step !== set.state.step && !early) applied = appliedOf(set, timestamp(now));
    if (index === asked) set = { ...set, rotation: { requestedAt: timestamp(now) } };
    const known = run.looks ? (applied ?? null) : undefined;
    const turn = turnOf(set, now, known);
    const appliedAt = applied?.step === set.state.step ? new Date(applied.at as string) : undefined;
    if (turn.kind !== 'due') {
      passed.push({ set, now, appliedAt, looked: run.looks });
      return;
    }
    // Without a look at the state, a step may be taken on one that the next apply brings first.
    if (!appliedAt && run.looks) throw new Error('a step was taken on one that is not applied');
    taken.push({
      before: set,
      step: turn.step,
      now,
      appliedAt: appliedAt ?? new Date(set.state.last.at),
      looked: run.looks,
    });
    if (!appliedAt) return;
    const next = after(set, turn.step, timestamp(now));
    waits = next.state.last.waits === 'none' ? Duration.seconds(0) : set.policy[next.state.last.waits];
    for (const seen of [known, undefined]) {
      if (turnOf(next, now, seen).kind === 'due') repeated.push(`${next.state.step} at ${timestamp(now)}`);
    }
    set = next;
  });
  return { taken, passed, repeated };
}
