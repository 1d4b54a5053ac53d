import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { HOLDERS, type Holder } from '../../lib/guard/holders';
import { judge, SET_RULES } from '../../lib/guard/judge';
import { Order } from '../../lib/guard/order';
import { Plan } from '../../lib/guard/plan';
import type { GuardReport, Rule } from '../../lib/guard';
import { filesOf } from './corpus/make';
import { SITUATIONS } from './corpus/situations';
import type { Expected } from './corpus/situation';

const CASES = SITUATIONS.flatMap((situation) =>
  filesOf(situation)
    .map(({ file }) => `${file}.json`)
    .filter((file) => existsSync(file))
    .map((file) => ({
      name: basename(file, '.json'),
      expected: situation.expected,
      document: JSON.parse(readFileSync(file, 'utf8')) as { readonly errored?: boolean },
    })),
);

/** The cases whose report is not the expected one. */
function failing(rules: typeof SET_RULES = SET_RULES): readonly string[] {
  return CASES.filter(({ document, expected }) => {
    const report = judge(Plan.of(document), rules);
    return document.errored ? report.verdict === 'safe' : !isExpected(report, expected);
  }).map(({ name }) => name);
}

function isExpected({ verdict, findings, sets }: GuardReport, expected: Expected): boolean {
  const found = [...findings, ...sets.flatMap((set) => set.findings)];
  return (
    verdict === expected.verdict &&
    (expected.rule === undefined || found.some(({ rule, verdict: own }) => rule === expected.rule && own === verdict))
  );
}

test('with all rules, no case fails', () => {
  expect(failing()).toEqual([]);
});

describe('a guard that lacks something fails a case', () => {
  test.each([...SET_RULES.keys()])('the rule %s', (rule) => {
    expect(failing(new Map([...SET_RULES].filter(([name]) => name !== rule)))).not.toEqual([]);
  });

  test.each([...HOLDERS.keys()])('what %s does inside an update', (type) => {
    const holder = HOLDERS.get(type) as { -readonly [Key in keyof Holder]: Holder[Key] };
    const { update } = holder;
    holder.update = () => 'stays';
    try {
      expect(failing()).not.toEqual([]);
    } finally {
      holder.update = update;
    }
  });

  test.each([...HOLDERS.keys()])('what %s holds', (type) => {
    const holder = HOLDERS.get(type) as { -readonly [Key in keyof Holder]: Holder[Key] };
    const { holds } = holder;
    holder.holds = () => true;
    try {
      expect(failing()).not.toEqual([]);
    } finally {
      holder.holds = holds;
    }
  });

  test.each([true, false])('the order of Terraform, taken as %s for everything', (always) => {
    const before = jest.spyOn(Order.prototype, 'isBefore').mockReturnValue(always);
    try {
      expect(failing()).not.toEqual([]);
    } finally {
      before.mockRestore();
    }
  });
});

test('every rule that a finding may name is one that a case shows, or is explained', () => {
  const shown = new Set<Rule>(CASES.flatMap(({ expected: { rule } }) => (rule === undefined ? [] : [rule])));
  expect([...SET_RULES.keys()].filter((rule) => !shown.has(rule))).toEqual([]);
});
