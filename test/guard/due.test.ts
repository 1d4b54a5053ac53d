import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPlan, type Finding } from '../../lib/guard';
import { Manifest, type PolicyOptions, startState, takeStep } from '../../lib/rotation';

const plan: unknown = JSON.parse(readFileSync(join(__dirname, 'plans/safe/entra-client-secret-promote.json'), 'utf8'));
const [judged] = checkPlan(plan).sets;
const { manifest: id, planned } = judged!;

/** What is said of the expiry when the manifest of the plan has this policy. */
function findings(policy: PolicyOptions, since = '2026-11-21T00:00:00Z', manifest = id): readonly Finding[] {
  const input = { at: since, expires: '2030-01-01T00:00:00Z' };
  const before = Manifest.of({ ...Manifest.create(manifest).document, defaults: policy });
  const kind = 'entra-client-secret';
  let state = startState(input, since);
  for (const step of ['stage', 'promote'] as const) {
    state = takeStep(before.with('app', { kind, state }).find('app'), step, input);
  }
  expect(state.step).toBe(planned);
  const report = checkPlan(plan, { manifest: before.with('app', { kind, state }) });
  expect(report.verdict).toBe('safe');
  return report.sets.flatMap((set) => set.findings);
}

test('a credential that expires before the next promote is due is reported, with the time of the schedule', () => {
  expect(findings({ interval: '60d', at: '02:00Z' })).toEqual([
    expect.objectContaining({
      rule: 'not-expired',
      message: expect.stringMatching(/expires at 2026-.*, before the next step is due at 2027-01-20T02:00:00Z$/),
    }),
  ]);
});

test('also where people take the steps', () => {
  expect(findings({ interval: '60d', automatic: false })).toHaveLength(1);
});

test('one that lasts longer is not', () => {
  expect(findings({ interval: '1h', soak: '0s', grace: '0s', at: '00:00Z' }, '2026-11-20T00:00:00Z')).toEqual([]);
});

test('the manifest of another deployment says nothing', () => {
  expect(findings({ interval: '60d' }, '2026-11-21T00:00:00Z', 'another')).toEqual([]);
});
