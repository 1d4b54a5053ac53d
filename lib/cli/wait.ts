import { type AppliedSet, type ManifestSet, parseTimestamp, type SetState, standbySlot, timestamp } from '../rotation';

/** The time before which the plan refuses a new step, and the rule it follows. */
export interface Wait {
  readonly until: string;
  readonly rule: 'soak' | 'grace';
}

/**
 * What a step has to wait for: counted from the apply of the step before it where that is known, else from when the
 * command line took it (a credential that was staged again counts from its own time). Undefined when it need not wait.
 */
export function waitOf(
  before: ManifestSet,
  rule: SetState['last']['waits'],
  now: Date,
  applied?: AppliedSet,
): Wait | undefined {
  if (rule === 'none') return undefined;
  const { state, policy } = before;
  const staged = rule === 'soak' ? state[standbySlot(state)]?.created : undefined;
  const appliedAt = applied?.step === state.step ? applied.at : undefined;
  const from = appliedAt ?? [state.last.at, staged ?? ''].reduce((one, other) => (one > other ? one : other));
  const until = policy[rule].after(parseTimestamp(from));
  return until > now ? { until: timestamp(until), rule } : undefined;
}

export function waitNote({ until, rule }: Wait, { policy }: Pick<ManifestSet, 'policy'>): string {
  return `the plan refuses this step before ${until} (${rule} ${policy[rule]})`;
}
