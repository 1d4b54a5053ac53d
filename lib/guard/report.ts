/**
 * What the guard says of a plan or of one set in it, from best to worst:
 *
 * - `safe`: at every moment of the apply, and wherever it stops, a valid credential is the published one
 * - `healing`: the credential in use is already gone, and the plan puts one back
 * - `unknown`: the plan does not say enough to tell
 * - `unsafe`: there is a counter-example
 */
export type Verdict = 'safe' | 'healing' | 'unknown' | 'unsafe';

/** Which invariant a finding is about; stable names, which a SARIF viewer groups by. */
export type Rule =
  | 'current-stays'
  | 'old-before-new'
  | 'published-is-valid'
  | 'one-step'
  | 'record-stays'
  | 'set-stays'
  | 'within-cap'
  | 'not-expired'
  | 'whole-plan'
  | 'readable'
  | 'outside-its-step';

/** One thing that the guard found. */
export interface Finding {
  readonly rule: Rule;
  /** `safe` for what is only explained. */
  readonly verdict: Verdict;
  /** The resource it is about. */
  readonly address?: string;
  /** One sentence, without a secret in it. */
  readonly message: string;
  /** The shortest counter-example, one event a line, in order; empty where there is none. */
  readonly trace: readonly string[];
  /** What follows from the trace: `sign-ins fail until ...`. */
  readonly consequence?: string;
  readonly remedy?: string;
}

/** What the guard says of one credential set. */
export interface SetReport {
  readonly set: string;
  readonly kind: string;
  readonly manifest: string;
  /** The step that is applied; absent for a first deployment. */
  readonly applied?: number;
  /** The step that this plan records; absent when the plan takes the set down. */
  readonly planned?: number;
  /** What that step is: start, stage, promote, retire, abort, rollback. */
  readonly step?: string;
  readonly verdict: Verdict;
  /** Why the set is safe, in one sentence. */
  readonly proof?: string;
  readonly findings: readonly Finding[];
}

/** What the guard says of a plan. */
export interface GuardReport {
  /** The worst of all sets and of what concerns the plan as a whole. */
  readonly verdict: Verdict;
  readonly sets: readonly SetReport[];
  /** What concerns the plan as a whole. */
  readonly findings: readonly Finding[];
}
