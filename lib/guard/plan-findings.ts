import type { Ledgers } from './ledgers';
import type { Plan } from './plan';
import type { Finding, Rule } from './report';

/** What concerns the plan as a whole. */
export function planFindings(
  plan: Plan,
  ledgers: readonly Ledgers[],
  rules: ReadonlyMap<Rule, unknown>,
): readonly Finding[] {
  const findings: Finding[] = [];
  const add = (rule: Rule, message: string, remedy: string): void => {
    if (rules.has(rule)) findings.push({ rule, verdict: 'unknown', message, trace: [], remedy });
  };
  if (plan.errored) {
    add(
      'whole-plan',
      'Terraform could not finish this plan, and what it refused may be missing from it',
      'see what "terraform plan" printed, and plan again',
    );
  }
  if (plan.unreadable > 0) {
    add(
      'readable',
      `${plan.unreadable} changes in the plan cannot be read`,
      'give the output of "terraform show -json PLANFILE" as it is',
    );
  }
  if (ledgers.length === 0) {
    add(
      'readable',
      'there is no credential set in this plan, so there is nothing to prove',
      'give the plan of the stack that has the sets; a set is known by its four terraform_data',
    );
  }
  return findings;
}
