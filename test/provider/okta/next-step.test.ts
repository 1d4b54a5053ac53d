import { type AppSecret, secretHash } from '../../../lib/admin/okta';
import type { Goal } from '../../../lib/provider/okta/goal';
import { nextStep } from '../../../lib/provider/okta/next-step';

const made = (id: string, value = `a secret of others: ${id}`): AppSecret => {
  return { id, value, hash: secretHash(value), created: '2026-01-01T00:00:00.000Z', isActive: true };
};
const own = (id: string, place: string): AppSecret => made(id, `rot.${place}.${'x'.repeat(43)}`);

/** The current secret is in slot a, and slot b is to get its second one. */
const STAGE: Goal = {
  appId: '0oa1',
  wanted: [
    { slot: 'a', generation: 1, id: 'ocs1' },
    { slot: 'b', generation: 2 },
  ],
  leaving: [],
  published: 'ocs1',
  adopted: [],
  mayRemoveAdopted: true,
};

describe('at the cap', () => {
  test.each<[string, Partial<Goal>, AppSecret, RegExp]>([
    ['a secret of others', {}, made('ocs2'), /ocs2 \([^)]*\) is not of this set/],
    [
      'an adopted one while consumers may sign in with it',
      { adopted: [{ id: 'ocs2' }], mayRemoveAdopted: false },
      made('ocs2'),
      /removes none of others before its own secret is in use/,
    ],
    ['one of a later generation', {}, own('ocs2', 'b.4'), /ocs2 .* is of this set, slot b generation 4/],
  ])('%s stays', (_what, goal, other, message) => {
    expect(() => nextStep({ ...STAGE, ...goal }, [own('ocs1', 'a.1'), other])).toThrow(message);
  });

  test('an earlier one of the same slot goes', () => {
    const list = [own('ocs1', 'a.1'), own('ocs2', 'b.1')];
    expect(nextStep(STAGE, list)).toEqual({ kind: 'deactivate', id: 'ocs2' });
  });

  test('the published one stays though its slot is to hold another', () => {
    const goal: Goal = { ...STAGE, wanted: [{ slot: 'b', generation: 2 }], leaving: ['ocs1'] };
    expect(() => nextStep(goal, [own('ocs1', 'a.1'), made('ocs2')])).toThrow(/two that must stay/);
  });
});
