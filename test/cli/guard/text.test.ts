import type { GuardReport } from '../../../lib/guard/report';
import { COLOR, PLAIN } from '../../../lib/cli/terminal';
import { guardText, stepOf, verdictSentence } from '../../../lib/cli/guard/text';
import {
  ALL,
  EMPTY,
  HEALING,
  HOSTILE,
  PLAN_LEVEL,
  SAFE,
  UNKNOWN,
  UNSAFE,
  named,
  safeSets,
  unsafeSets,
} from './reports';

const lastLine = (report: GuardReport): string => guardText(report, PLAIN).split('\n').at(-1)!;

describe('guardText', () => {
  it('shows an unsafe set with its counter-example before the safe one', () => {
    expect(guardText(UNSAFE, PLAIN)).toBe(
      `
UNSAFE  billing (entra-client-secret, step 3 -> 4 promote)
  current-stays: the credential that consumers use is removed while a store publishes it
    1. azuread_application_password.billing_slot_a is destroyed: a (generation 3) is not valid any more
    2. vault_kv_secret_v2.billing_vault still publishes a (generation 3)
    -> sign-ins fail until vault_kv_secret_v2.billing_vault is updated
  remedy: run "cdktf-rotation stage billing" and apply first
safe    orders (auth0-private-key-jwt, step 7, no change): nothing of this set changes

1 of 2 sets is unsafe: do not apply this plan.`.slice(1),
    );
  });

  it('explains a safe set with a note that names the resource', () => {
    expect(guardText(SAFE, PLAIN)).toBe(
      `
safe    orders (auth0-private-key-jwt, step 7, no change): nothing of this set changes
safe    shipping (okta-private-key-jwt, first deployment, step 1): the first credential is created before it is published
  note: a tag of the client changes (auth0_client_credentials.orders)

all 2 sets are safe at every moment of the apply, and wherever it stops.`.slice(1),
    );
  });

  it('puts the plan first, then the sets from worst to best', () => {
    const heads = guardText(ALL, PLAIN).match(/^\w+ +(the plan|\w+(?= \())/gm);
    expect(heads?.map((head) => head.replace(/ +/, ' '))).toEqual([
      'UNKNOWN the plan',
      'UNSAFE billing',
      'UNKNOWN ledger',
      'healing payroll',
      'safe orders',
      'safe shipping',
    ]);
  });

  it.each([
    ['safe', SAFE, 'all 2 sets are safe at every moment of the apply, and wherever it stops.'],
    [
      'one set',
      { ...SAFE, sets: safeSets(1) },
      'the one set is safe at every moment of the apply, and wherever it stops.',
    ],
    ['healing', HEALING, '1 of 2 sets is healing: the credential in use is already gone, and this plan puts one back.'],
    ['unknown', UNKNOWN, 'cannot tell whether 1 of 1 set is safe: a person has to look before this plan is applied.'],
    [
      'a finding about the plan',
      PLAN_LEVEL,
      'cannot tell whether the plan as a whole is safe: a person has to look before this plan is applied.',
    ],
    ['unsafe', { ...UNSAFE, sets: unsafeSets(1200) }, '1,200 of 1,200 sets are unsafe: do not apply this plan.'],
    [
      'unsafe in part and as a whole',
      { ...UNSAFE, findings: UNSAFE.sets[1]!.findings },
      'the plan as a whole and 1 of 2 sets are unsafe: do not apply this plan.',
    ],
    ['no sets', EMPTY, 'this plan has no credential sets to guard.'],
  ] as const)('ends with the verdict of the whole plan: %s', (_case, report: GuardReport, sentence) => {
    expect(lastLine(report)).toBe(sentence);
  });

  it('says nothing but that there are no sets where there are none', () => {
    expect(guardText(EMPTY, PLAIN)).toBe('this plan has no credential sets to guard.');
  });

  it('does not call a plan without sets safe when it could not read it', () => {
    expect(verdictSentence({ ...PLAN_LEVEL, sets: [] })).toMatch(/^cannot tell/);
  });

  it('lists 20 safe sets', () => {
    expect(guardText({ ...SAFE, sets: safeSets(20) }, PLAIN)).toContain('safe    orders-20 (');
  });

  it('counts the safe sets when there are more than 20, and still shows those with a note', () => {
    const lines = guardText({ ...ALL, sets: [...ALL.sets, ...safeSets(4997)] }, PLAIN).split('\n');
    expect(lines).toContain('4,998 sets are safe');
    expect(lines.filter((line) => line.startsWith('safe '))).toEqual([expect.stringContaining('shipping')]);
    expect(lines.at(-1)).toBe('1 of 5,002 sets is unsafe: do not apply this plan.');
  });

  it('keeps its lines whatever a name brings along', () => {
    const plain = guardText(named('x'), PLAIN).split('\n').length;
    const hostile = guardText(named(HOSTILE), PLAIN);
    expect(hostile.split('\n')).toHaveLength(plain);
    expect(hostile).not.toMatch(/[\p{Cf}\u0000-\u0009\u000b-\u001f]/u);
  });

  it('colors the verdicts only', () => {
    const text = guardText(ALL, COLOR);
    expect(text).toContain('\u001b[31mUNSAFE \u001b[39m billing');
    expect(text).toContain('\u001b[33mUNKNOWN\u001b[39m ledger');
    expect(text).toContain('\u001b[32msafe   \u001b[39m orders');
    expect(text).toMatch(/\n\u001b\[31m1 of 5 sets is unsafe.*\u001b\[39m$/);
    expect(text.replace(/\u001b\[\d+m/g, '')).toBe(guardText(ALL, PLAIN));
  });
});

describe('stepOf', () => {
  it.each([
    [3, 4, 'promote', 'step 3 -> 4 promote'],
    [3, 4, undefined, 'step 3 -> 4'],
    [7, 7, undefined, 'step 7, no change'],
    [undefined, 1, 'start', 'first deployment, step 1'],
    [7, undefined, undefined, 'step 7, taken down'],
    [undefined, undefined, undefined, 'no step known'],
  ])('applied %p, planned %p, %p: %s', (applied, planned, step, words) => {
    expect(stepOf({ ...SAFE.sets[0]!, applied, planned, step })).toBe(words);
  });
});
