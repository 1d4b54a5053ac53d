import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAppliedRecord } from '../../lib/rotation';

/** What Terraform itself printed. */
const PLAN = join(__dirname, '../guard/plans/safe/uaa-private-key-jwt-rollback.json');

describe('readAppliedRecord', () => {
  const state = JSON.stringify((JSON.parse(readFileSync(PLAN, 'utf8')) as { prior_state: object }).prior_state);
  const manifestId = /"manifest":"([^"]+)"/.exec(state)?.[1] ?? '';

  it('reads two steps, both clocks and the key ids from what Terraform prints', () => {
    const record = readAppliedRecord(state, { name: 'app', manifestId });
    expect(record?.step).toBe(2);
    expect(record?.generations).toEqual({ a: 1, b: 2 });
    expect([...(record?.transitions ?? [])]).toEqual([
      [1, 'stage'],
      [2, 'promote'],
    ]);
    expect(new Map(record?.times)).toEqual(
      new Map([
        [1, '2026-11-21T10:59:26Z'],
        [2, '2026-11-21T10:59:28Z'],
      ]),
    );
    expect(record?.keyIds.get(1)).toBe('suwMlhP8OuRBSOodqCnCx5I1gqWzdBDmNZQi0K2psaA');
    expect(record?.keyIds.get(2)).toBe('awa82kEPzK71Zb1hZ8hZqv4deMR8wIBUEcDNiCW5GWU');
  });

  it('knows nothing of another set, or of the set of another manifest', () => {
    expect(readAppliedRecord(state, { name: 'other', manifestId })).toBeUndefined();
    expect(readAppliedRecord(state, { name: 'app', manifestId: 'other' })).toBeUndefined();
  });
});
