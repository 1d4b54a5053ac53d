import { inModule, setOfSlot } from './address';
import type { Change } from './change';
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
  if (plan.complete === false && !plan.errored && !ledgers.some(({ leftOut }) => leftOut)) {
    add(
      'whole-plan',
      'this plan is not complete: a part of the code is left out or deferred',
      'plan without -target, -exclude and other filters',
    );
  }
  if (plan.unreadable > 0) {
    add(
      'readable',
      `${plan.unreadable} changes in the plan cannot be read`,
      'give the output of "terraform show -json PLANFILE" as it is',
    );
  }
  for (const change of ownerless(plan, ledgers)) {
    add(
      'readable',
      `${change.address} is a credential of a set whose ledgers are gone, and it ${change.deed === 'delete' ? 'is destroyed' : 'is replaced'}`,
      'restore the ledgers from a backup of the state, or see that nobody uses it any more',
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

/** Credentials with the address that a set gives them, which go and have no ledgers. */
function ownerless(plan: Plan, ledgers: readonly Ledgers[]): readonly Change[] {
  const going = [...plan.changes.values()].filter(
    ({ deed, name, type }) => deed.includes('delete') && setOfSlot(name) !== undefined && type !== 'terraform_data',
  );
  const sets = new Set(ledgers.map(({ name }) => name));
  return going.filter(({ module, name }) => !sets.has(inModule(module, String(setOfSlot(name)))));
}
