import { dueOf, type Manifest } from '../rotation';
import { findLedgers, type Ledgers } from './ledgers';
import { Order } from './order';
import type { Plan } from './plan';
import { planFindings } from './plan-findings';
import { proofOf } from './proof';
import type { Finding, GuardReport, Rule, SetReport, Verdict } from './report';
import { currentStays } from './rules/current-stays';
import { notExpired } from './rules/not-expired';
import { oldBeforeNew } from './rules/old-before-new';
import { oneStep } from './rules/one-step';
import { outsideItsStep } from './rules/outside-its-step';
import { publishedIsValid } from './rules/published-is-valid';
import { readable } from './rules/readable';
import { recordStays } from './rules/record-stays';
import { setStays } from './rules/set-stays';
import { wholePlan } from './rules/whole-plan';
import { withinCap } from './rules/within-cap';
import { Scene, type SetRule } from './scene';

const VERDICTS: readonly Verdict[] = ['safe', 'healing', 'unknown', 'unsafe'];

/** The invariants, each by itself. */
export const SET_RULES: ReadonlyMap<Rule, SetRule> = new Map<Rule, SetRule>([
  ['current-stays', currentStays],
  ['old-before-new', oldBeforeNew],
  ['published-is-valid', publishedIsValid],
  ['one-step', oneStep],
  ['record-stays', recordStays],
  ['set-stays', setStays],
  ['within-cap', withinCap],
  ['not-expired', notExpired],
  ['outside-its-step', outsideItsStep],
  ['whole-plan', wholePlan],
  ['readable', readable],
]);

interface Options {
  readonly manifest?: Manifest;
  readonly accept?: readonly string[];
}

/** Judges every set of a plan by some rules; the worst finding counts. */
export function judge(plan: Plan, rules: ReadonlyMap<Rule, SetRule>, { manifest, accept }: Options = {}): GuardReport {
  const order = new Order(plan);
  const ledgers = findLedgers(plan);
  const accepted = new Set(accept);
  const sets = ledgers.map((one) => judgeSet(new Scene(plan, order, one, nextDue(one, manifest)), rules, accepted));
  const findings = planFindings(plan, ledgers, rules);
  return { verdict: worst([...sets, ...findings]), sets, findings };
}

function judgeSet(
  scene: Scene,
  rules: ReadonlyMap<Rule, SetRule>,
  accepted: ReadonlySet<string | undefined>,
): SetReport {
  const findings = [...rules.values()]
    .flatMap((rule) => rule(scene))
    .map((found): Finding => {
      if (found.verdict !== 'unknown' || !accepted.has(found.address)) return found;
      return { ...found, verdict: 'safe', message: `accepted: ${found.message}`, remedy: undefined };
    });
  const { applied, planned, name } = scene;
  const record = planned ?? applied;
  const verdict = worst(findings);
  return {
    set: name,
    kind: record?.kind ?? '',
    manifest: record?.manifest ?? '',
    ...(applied && { applied: applied.step }),
    ...(planned && { planned: planned.step }),
    ...(planned && { step: planned.transition }),
    verdict,
    ...(verdict === 'safe' && { proof: proofOf(scene) }),
    findings,
  };
}

function worst(all: readonly { readonly verdict: Verdict }[]): Verdict {
  return all.reduce<Verdict>(
    (worse, { verdict }) => (VERDICTS.indexOf(verdict) > VERDICTS.indexOf(worse) ? verdict : worse),
    'safe',
  );
}

/** When the next promote is due by the policy, also where people take it. */
function nextDue({ planned }: Ledgers, manifest: Manifest | undefined): Date | undefined {
  if (!planned || manifest?.id !== planned.manifest || !manifest.names.includes(planned.set)) return undefined;
  const set = manifest.find(planned.set);
  if (set.state.step !== planned.step) return undefined;
  return dueOf({ ...set, policy: { ...set.policy, automatic: true } })?.promote;
}
