import { InputError, type Manifest } from '../rotation';
import { judge, SET_RULES } from './judge';
import { Plan } from './plan';
import type { GuardReport } from './report';

export type { Finding, GuardReport, Rule, SetReport, Verdict } from './report';
export { parsePlan } from './parse';

export interface GuardOptions {
  /** The manifest of this deployment: only it knows when the next step of a set is due. */
  readonly manifest?: Manifest;
  /** Addresses of which a person has made sure that what the guard cannot tell is right. An unsafe finding stays. */
  readonly accept?: readonly string[];
}

/**
 * Proves from a plan that at every moment of its apply, and wherever it stops, every credential set in it has a
 * credential that is valid at the identity provider and is the published one; or shows the shortest counter-example.
 *
 * @param plan what `terraform show -json PLANFILE` prints, parsed. It holds secrets; none of them is in the report.
 * @throws InputError when it is no plan
 */
export function checkPlan(plan: unknown, options: GuardOptions = {}): GuardReport {
  try {
    return judge(Plan.of(plan), SET_RULES, options);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InputError('a plan is nested a few levels deep, got one that is nested too deeply to be read');
  }
}
