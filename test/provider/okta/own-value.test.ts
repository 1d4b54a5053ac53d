import type { AppSecret } from '../../../lib/admin/okta';
import { best, isFor, newValue, placeOf } from '../../../lib/provider/okta/own-value';

const secret = (value: string, more: Partial<AppSecret> = {}): AppSecret => ({
  id: `ocs${value}`,
  value,
  hash: '',
  created: '2026-01-01T00:00:00.000Z',
  isActive: true,
  ...more,
});

test('a value tells its place, is never the same twice, and is one that Okta takes', () => {
  const place = { slot: 'b', generation: 12 } as const;
  const [one, other] = [newValue(place), newValue(place)];
  expect(one).not.toBe(other);
  expect(one).toMatch(/^[\x20-\x7e]{32,100}$/);
  expect(placeOf(secret(one))).toEqual(place);
  expect(isFor(secret(one), place)).toBe(true);
  expect(isFor(secret(one), { slot: 'b', generation: 1 })).toBe(false);
});

test.each(['', 'rot.b.2.', 'rot.c.2.'.padEnd(51, 'x'), 'rot.b.x.'.padEnd(51, 'x'), 'a-secret-of-somebody-else'])(
  '%p is of somebody else',
  (value) => expect(placeOf(secret(value))).toBeUndefined(),
);

test('of several for one place an active one wins, then the oldest, wherever it stands in the list', () => {
  const inactive = secret('inactive', { isActive: false, created: '2025-01-01T00:00:00.000Z' });
  const older = secret('older');
  const newer = secret('newer', { created: '2026-01-01T00:00:01.000Z' });
  expect(best([newer, inactive, older])).toBe(older);
  expect(best([inactive])).toBe(inactive);
  expect(best([])).toBeUndefined();
});
