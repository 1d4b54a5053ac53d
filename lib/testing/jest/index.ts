import { checkPlan, type Finding, type GuardReport } from '../../guard';

/** What a matcher of jest and of vitest answers. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/**
 * Whether a plan keeps a valid credential published for every set in it, at every moment of its apply. Healing counts;
 * a plan that does not say enough does not.
 *
 * @param plan what `terraform show -json PLANFILE` prints, parsed, as `Terraform.show('plan.tfplan')` answers it
 */
export function toKeepEverySetSignedIn(plan: unknown): MatcherResult {
  const report = checkPlan(plan);
  const pass = report.verdict === 'safe' || report.verdict === 'healing';
  return {
    pass,
    message: () =>
      pass
        ? `expected the plan not to keep every set signed in, but it is ${report.verdict}: ${names(report)}`
        : `expected the plan to keep every set signed in, but it is ${report.verdict}:\n${problems(report)}`,
  };
}

function names({ sets }: GuardReport): string {
  return sets.map(({ set }) => set).join(', ');
}

function problems({ sets, findings }: GuardReport): string {
  const ofSets = sets.flatMap(({ set, findings: own }) => own.map((finding) => problem(finding, `${set}: `)));
  return [...findings.map((finding) => problem(finding, '')), ...ofSets].join('\n');
}

function problem({ message, trace, consequence, remedy }: Finding, prefix: string): string {
  return [
    `${prefix}${message}`,
    ...trace.map((event, index) => `  ${index + 1}. ${event}`),
    ...(consequence === undefined ? [] : [`  -> ${consequence}`]),
    ...(remedy === undefined ? [] : [`  remedy: ${remedy}`]),
  ].join('\n');
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the way in which @types/jest takes a matcher
  namespace jest {
    interface Matchers<R> {
      /** Whether a plan (JSON, parsed) keeps a valid credential published for every set, at every moment of its apply. */
      toKeepEverySetSignedIn(): R;
    }
  }
}

interface Expect {
  extend(matchers: Readonly<Record<string, (received: unknown) => MatcherResult>>): void;
}

(globalThis as { readonly expect?: Expect }).expect?.extend({ toKeepEverySetSignedIn });
