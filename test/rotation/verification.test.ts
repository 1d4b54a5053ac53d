import { type ManifestSet, type Turn, type Verification, verifiedTurn, whyUnverified } from '../../lib/rotation';
import { AT, manifestOf } from '../support/manifests';

const RIGHT: Verification = {
  manifest: 'test-1',
  set: 'billing',
  slot: 'b',
  generation: 2,
  created: AT,
  from: '2026-01-02T00:00:00Z',
  until: '2026-01-02T00:10:00Z',
  signIns: 21,
  endpoint: 'idp.example.com',
};

const set = (verify?: string, steps: readonly ('stage' | 'promote')[] = ['stage']): ManifestSet =>
  manifestOf({ billing: { steps, entry: { policy: { ...(verify !== undefined && { verify }) } } } }).find('billing');

it.each(['0s', '1s', '10m', 'PT10M'])('%s is satisfied by ten minutes', (verify) => {
  expect(whyUnverified(set(verify), RIGHT)).toBeUndefined();
});

it('asks for nothing without verify in the policy, nor when nothing is staged', () => {
  expect(whyUnverified(set(), undefined)).toBeUndefined();
  expect(whyUnverified(set('10m', []), undefined)).toBeUndefined();
  expect(whyUnverified(set('10m', ['stage', 'promote']), undefined)).toBeUndefined();
});

it.each<readonly [Partial<Verification>, RegExp]>([
  [{ manifest: 'other' }, /got a record of manifest "other", this one is "test-1"/],
  [{ slot: 'a' }, /got a record of generation 2/],
  [{ generation: 1 }, /got a record of generation 1/],
  [
    { created: '2026-01-01T00:00:01Z' },
    /made at 2026-01-01T00:00:01Z, while generation 2, made at 2026-01-01T00:00:00Z/,
  ],
  [{ keyId: 'another' }, /got a record of generation 2/],
  [{ until: '2026-01-02T00:09:59Z' }, /got 599s/],
])('is not satisfied by %j', (change, complaint) => {
  expect(whyUnverified(set('10m'), { ...RIGHT, ...change })).toMatch(complaint);
});

it('says rule, what was got and remedy', () => {
  expect(whyUnverified(set('0s'), undefined)).toBe(
    'promote of "billing" needs a staged credential that signed in for 0s (policy verify), got no record of a sign-in: run "cdktf-rotation verify billing" once stage is applied',
  );
});

it('holds no turn but a promote that is due', () => {
  const due = { kind: 'due', due: new Date(AT) } as const;
  const turns: readonly Turn[] = [{ ...due, step: 'stage' }, { ...due, step: 'retire' }, { kind: 'unapplied' }];
  for (const turn of turns) expect(verifiedTurn(set('10m'), turn, undefined)).toBe(turn);
  const promote: Turn = { ...due, step: 'promote' };
  expect(verifiedTurn(set('10m'), promote, undefined)).toMatchObject({ kind: 'unverified' });
  expect(verifiedTurn(set('10m'), promote, RIGHT)).toBe(promote);
});
