import { crc32 } from 'node:zlib';
import type { TestKey } from '../../support/keys';
import { fixtureKeys, type KeyConfig, TestTenant } from './tenant';

const CURRENT = 'Current Credential';
const NEXT = 'Next Credential';

let keys: readonly TestKey[];
let tenant: TestTenant;

beforeAll(async () => {
  keys = await fixtureKeys(6);
});

beforeEach(async () => {
  tenant = await TestTenant.start();
});

afterEach(() => tenant.close());

test('renaming the only key leaves the client without any for a while', async () => {
  const [key] = keys as [TestKey];
  tenant.configure([{ name: 'old', key }]);
  await tenant.apply();
  const refused = tenant.watch(key);
  tenant.configure([{ name: 'new', key }]);
  expect(await tenant.apply()).toEqual([
    'GET client',
    'GET credentials',
    'GET client',
    'PATCH []',
    'DELETE old',
    'POST new',
    'GET client',
    'PATCH [new]',
    'GET client',
    'GET new',
  ]);
  expect(refused).toEqual(['PATCH []', 'DELETE old', 'POST new', 'GET client']);
  expect((await tenant.plan()).changes).toBe(false);
});

test('renaming one of two keys takes that key off and leaves the other alone', async () => {
  const [renamed, other] = keys as [TestKey, TestKey];
  tenant.configure([
    { name: 'old', key: renamed },
    { name: 'other', key: other },
  ]);
  await tenant.apply();
  const refused = { renamed: tenant.watch(renamed), other: tenant.watch(other) };
  tenant.configure([
    { name: 'new', key: renamed },
    { name: 'other', key: other },
  ]);
  await tenant.apply();
  expect(refused.renamed.length).toBeGreaterThan(0);
  expect(refused.other).toEqual([]);
});

test('changing only the algorithm takes the key off, as a rename does', async () => {
  const [key] = keys as [TestKey];
  tenant.configure([{ name: 'a', key }]);
  await tenant.apply();
  tenant.configure([{ name: 'a', key, more: { algorithm: 'PS256' } }]);
  expect(await tenant.apply()).toContain('PATCH []');
});

describe("the guide's last step: drop the old key and call the next one current", () => {
  /** Which of the two removed elements the provider takes first: it sorts them by the text of their CRC-32. */
  function nextComesFirst(current: TestKey, next: TestKey): boolean {
    const hash = (name: string, { publicKey }: TestKey): string =>
      String(crc32(`public_key${publicKey}RS256${name}2096-05-13T09:33:13.000Z`));
    return hash(NEXT, next) < hash(CURRENT, current);
  }

  /** Two pairs of keys for which the hashes are in the given order. */
  function pairs(nextFirst: boolean): readonly (readonly [TestKey, TestKey])[] {
    const all = keys.flatMap((current) =>
      keys.filter((next) => next !== current).map((next) => [current, next] as const),
    );
    const found = all.filter(([current, next]) => nextComesFirst(current, next) === nextFirst);
    expect(found.length).toBeGreaterThanOrEqual(2);
    return [found[0]!, found.at(-1)!];
  }

  function config(name: string, key: TestKey): KeyConfig {
    return { name, key, expiresAt: '2096-05-13T09:33:13.000Z' };
  }

  async function startWith([current, next]: readonly [TestKey, TestKey]): Promise<void> {
    tenant.configure([config(CURRENT, current), config(NEXT, next)]);
    await tenant.apply();
    tenant.configure([config(CURRENT, next)]);
  }

  test.each([0, 1])('detaches the key that everybody has just moved to, pair %i', async (index) => {
    const pair = pairs(true)[index]!;
    await startWith(pair);
    const refused = tenant.watch(pair[1]);
    const calls = (await tenant.apply()).filter((call) => !call.startsWith('GET'));
    expect(calls).toEqual([
      `PATCH [${CURRENT}]`,
      `DELETE ${NEXT}`,
      `POST ${CURRENT}`,
      `PATCH [${CURRENT} ${CURRENT}]`,
      `PATCH [${CURRENT}]`,
      `DELETE ${CURRENT}`,
    ]);
    expect(refused.length).toBeGreaterThan(0);
    expect(await tenant.accepts(pair[1])).toBe(true);
  });

  test.each([0, 1])('fails on the duplicate, and the next apply detaches the key, pair %i', async (index) => {
    const pair = pairs(false)[index]!;
    await startWith(pair);
    const refused = tenant.watch(pair[1]);
    expect(await tenant.failingApply()).toContain(
      '400 Bad Request: credentials contains public keys that already exist in client',
    );
    expect(refused).toEqual([]);
    expect(await tenant.apply()).toContain('PATCH []');
    expect(refused.length).toBeGreaterThan(0);
    expect(await tenant.accepts(pair[1])).toBe(true);
    expect((await tenant.plan()).changes).toBe(false);
  });
});
