import { type AppliedSet, type ManifestSet, overAt, type SetState, timestamp } from '../rotation';

/** The time before which the plan refuses a new step, and the rule it follows. */
export interface Wait {
  readonly until: string;
  readonly rule: 'soak' | 'grace';
}

/** What a step has to wait for, after the set as it is before it. Undefined when it need not wait. */
export function waitOf(
  before: ManifestSet,
  rule: SetState['last']['waits'],
  now: Date,
  applied?: AppliedSet,
): Wait | undefined {
  if (rule === 'none') return undefined;
  const until = overAt(before, rule, applied);
  return until > now ? { until: timestamp(until), rule } : undefined;
}

export function waitNote({ until, rule }: Wait, { policy }: Pick<ManifestSet, 'policy'>): string {
  return `the plan refuses this step before ${until} (${rule} ${policy[rule]})`;
}
