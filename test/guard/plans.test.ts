import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkPlan, type Finding, type GuardReport } from '../../lib/guard';
import { filesOf } from './corpus/make';
import type { Situation } from './corpus/situation';
import { isKept, SITUATIONS } from './corpus/situations';

const KEPT = SITUATIONS.filter(isKept);
const PLANS = KEPT.flatMap((situation) =>
  filesOf(situation)
    .filter(({ file }) => existsSync(`${file}.json`))
    .map(({ file }) => ({ ...situation, file: `${file}.json`, label: basename(file) })),
);

interface Named {
  readonly errored?: boolean;
}

function findingsOf({ findings, sets }: GuardReport): readonly Finding[] {
  return [...findings, ...sets.flatMap((set) => set.findings)];
}

test('every situation has a plan, and every plan its situation', () => {
  const made = (verdict: Situation['verdict']): string[] => readdirSync(join(__dirname, 'plans', verdict));
  const files = [...made('dangerous'), ...made('safe')].filter((file) => !file.endsWith('.as-synthesized.json'));
  expect(files.sort()).toEqual(KEPT.map(({ name }) => `${name}.json`).sort());
});

describe.each(PLANS)('$label', ({ file, expected }) => {
  const plan = JSON.parse(readFileSync(file, 'utf8')) as Named;
  const isRefused = plan.errored === true;

  test(isRefused ? 'a plan that Terraform refused is never passed' : `is ${expected.verdict}`, () => {
    const report = checkPlan(plan);
    if (isRefused) {
      expect(['unsafe', 'unknown']).toContain(report.verdict);
      return;
    }
    const { verdict, rule, trace = [] } = expected;
    const found = findingsOf(report).filter((finding) => finding.verdict === verdict);
    expect({ verdict: report.verdict, rules: found.map((finding) => finding.rule) }).toEqual({
      verdict,
      rules: rule === undefined ? expect.anything() : expect.arrayContaining([rule]),
    });
    const lines = found.filter((finding) => finding.rule === rule).flatMap((finding) => finding.trace);
    let from = 0;
    for (const pattern of trace) {
      const index = lines.findIndex((line, at) => at >= from && pattern.test(line));
      expect({ pattern, lines, isThere: index >= from }).toEqual({ pattern, lines, isThere: true });
      from = index + 1;
    }
  });
});
