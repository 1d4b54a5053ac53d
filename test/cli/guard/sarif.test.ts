import type { Finding, GuardReport } from '../../../lib/guard/report';
import { RULES } from '../../../lib/cli/guard/rules';
import { type SarifResult, guardSarif } from '../../../lib/cli/guard/sarif';
import { ALL, EMPTY, HOSTILE, PLAN_LEVEL, SAFE, UNSAFE, named, removed } from './reports';

const resultsOf = (report: GuardReport): readonly SarifResult[] => guardSarif(report, '1.2.3').runs[0].results;
const fingerprintsOf = (report: GuardReport): readonly string[] =>
  resultsOf(report).map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash);
const withFindings = (set: string, ...findings: readonly Finding[]): GuardReport => ({
  ...UNSAFE,
  sets: [{ ...UNSAFE.sets[1]!, set, findings }],
});

describe('guardSarif', () => {
  it('is SARIF 2.1.0 with one run of the guard', () => {
    const { $schema, version, runs } = guardSarif(ALL, '1.2.3');
    expect($schema).toMatch(/^https:\/\/.*sarif-2\.1\.0\.json$/);
    expect(version).toBe('2.1.0');
    expect(runs).toHaveLength(1);
    expect(runs[0].tool.driver).toMatchObject({ name: 'cdktf-rotation guard', version: '1.2.3' });
  });

  it('describes every rule, also in a run without results', () => {
    const [{ tool, results }] = guardSarif(EMPTY, '1.2.3').runs;
    expect(results).toEqual([]);
    expect(tool.driver.rules.map(({ id }) => id)).toEqual(Object.keys(RULES));
    expect(tool.driver.rules[0]).toEqual({
      id: 'current-stays',
      shortDescription: { text: RULES['current-stays'].title },
      fullDescription: { text: RULES['current-stays'].description },
    });
  });

  it('has a result a finding, with all that a reader needs', () => {
    expect(resultsOf(UNSAFE)).toEqual([
      {
        ruleId: 'current-stays',
        ruleIndex: 0,
        level: 'error',
        message: {
          text: [
            'billing: current-stays: the credential that consumers use is removed while a store publishes it',
            '  1. azuread_application_password.billing_slot_a is destroyed: a (generation 3) is not valid any more',
            '  2. vault_kv_secret_v2.billing_vault still publishes a (generation 3)',
            '  -> sign-ins fail until vault_kv_secret_v2.billing_vault is updated',
            'remedy: run "cdktf-rotation stage billing" and apply first',
          ].join('\n'),
        },
        locations: [
          {
            physicalLocation: { artifactLocation: { uri: 'rotation.json' }, region: { startLine: 1 } },
            logicalLocations: [{ fullyQualifiedName: 'azuread_application_password.billing_slot_a' }],
          },
        ],
        partialFingerprints: { primaryLocationLineHash: expect.stringMatching(/^[0-9a-f]{16}:1$/) },
      },
    ]);
  });

  it('takes the level from the verdict of the finding, the plan first', () => {
    expect(resultsOf(ALL).map(({ ruleId, level }) => `${ruleId} ${level}`)).toEqual([
      'whole-plan warning',
      'published-is-valid note',
      'outside-its-step note',
      'readable warning',
      'current-stays error',
    ]);
  });

  it('points each result at its rule', () => {
    const [{ tool, results }] = guardSarif(ALL, '1.2.3').runs;
    expect(results.map(({ ruleIndex }) => tool.driver.rules[ruleIndex]?.id)).toEqual(
      results.map(({ ruleId }) => ruleId),
    );
  });

  it('names the address, else the set, else the plan', () => {
    expect(resultsOf(ALL).map(nameOf)).toEqual([
      'the plan',
      'payroll',
      'auth0_client_credentials.orders',
      'ledger',
      'azuread_application_password.billing_slot_a',
    ]);
  });

  it.each([
    ['infra/rotation.json', 'infra/rotation.json'],
    ['./rotation.json', 'rotation.json'],
    ['infra\\my rotation.json', 'infra/my%20rotation.json'],
  ])('writes the manifest %s as a relative reference', (artifact, uri) => {
    const [result] = guardSarif(UNSAFE, '1.2.3', artifact).runs[0].results;
    expect(result?.locations).toMatchObject([{ physicalLocation: { artifactLocation: { uri } } }]);
  });

  describe('the fingerprint', () => {
    const [base] = fingerprintsOf(withFindings('billing', removed));

    it('stays when only the words change', () => {
      expect(fingerprintsOf(withFindings('billing', { ...removed, message: 'in other words', trace: [] }))).toEqual([
        base,
      ]);
    });

    it.each([
      ['set', withFindings('other', removed)],
      ['rule', withFindings('billing', { ...removed, rule: 'set-stays' })],
      ['address', withFindings('billing', { ...removed, address: 'other.address' })],
      ['missing address', withFindings('billing', { ...removed, address: undefined })],
      ['plan instead of a set', { ...PLAN_LEVEL, findings: [removed] }],
    ])('changes with the %s', (_what, report) => {
      expect(fingerprintsOf(report)[0]).not.toBe(base);
    });

    it('counts findings that are alike', () => {
      const [first, second] = fingerprintsOf(withFindings('billing', removed, { ...removed, message: 'another' }));
      expect(first).toBe(base);
      expect(second).toBe(base?.replace(/:1$/, ':2'));
    });
  });

  it('takes no line, link or control character from a name', () => {
    const lines = resultsOf(named('x')).map(({ message }) => message.text.split('\n').length);
    const hostile = resultsOf(named(HOSTILE));
    expect(hostile.map(({ message }) => message.text.split('\n').length)).toEqual(lines);
    expect(hostile.map(({ message }) => message.text).join()).not.toContain('](');
    expect(JSON.stringify(hostile)).not.toMatch(/\\u0000|\\u001b|\u202e/);
  });

  it('has no result for what is plainly safe', () => {
    expect(resultsOf(SAFE).map(({ ruleId }) => ruleId)).toEqual(['outside-its-step']);
  });
});

function nameOf({ locations }: SarifResult): string | undefined {
  const [location] = locations as readonly { readonly logicalLocations: readonly { fullyQualifiedName: string }[] }[];
  return location?.logicalLocations[0]?.fullyQualifiedName;
}
