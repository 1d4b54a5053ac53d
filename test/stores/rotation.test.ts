import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STORES } from '../support/stores/store-case';
import { StoreRotation } from '../support/stores/store-rotation';

const STEPS = ['start', 'stage 0', 'promote 1', 'stage 2', 'promote 3', 'retire 4'];

describe.each([
  { title: 'with values in the state', writeOnly: false, stores: STORES },
  { title: 'with write-only values', writeOnly: true, stores: STORES.filter(({ hasWriteOnly }) => hasWriteOnly) },
])('a set published to every store at once, $title', ({ writeOnly, stores }) => {
  let rotation: StoreRotation;

  beforeAll(async () => {
    rotation = await StoreRotation.start(stores, writeOnly);
    await rotation.rotate();
  });
  afterAll(() => rotation?.close());

  test.each(STEPS)('the plan after %s is empty', (step) => {
    expect(rotation.leftover.get(step)).toBe(false);
  });

  test.each(STEPS)('the guard proves the plan of %s', (step) => {
    const { verdict, sets, findings } = rotation.reports.get(step)!;
    expect([verdict, ...findings, ...sets.flatMap((set) => set.findings)]).toEqual(['safe']);
  });

  test('Entra has seen three credentials, of which one is left', () => {
    const verbs = rotation.happenings.flatMap((one) => (one.who === 'entra' ? [`${one.step}: ${one.verb}`] : []));
    expect(verbs).toEqual([
      'start: added',
      'stage 0: added',
      'stage 2: added',
      'stage 2: removed',
      'retire 4: removed',
    ]);
  });

  describe.each(stores)('$name', (store) => {
    const { name, type } = store;

    test.each(STEPS)('holds current and next under their names after %s', (step) => {
      const { current, next, currentKeyId, nextKeyId } = rotation.holdings.find(
        (one) => one.store === name && one.step === step,
      )!;
      expect(current).toMatchObject({ clientId: rotation.clientId, keyId: currentKeyId });
      expect(next).toMatchObject({ clientId: rotation.clientId, keyId: nextKeyId });
      expect(currentKeyId).not.toBe('');
      expect(next.clientSecret === current.clientSecret).toBe(!step.startsWith('stage'));
    });

    test('no sign-in fails for who reads it each time', () => {
      const consumer = rotation.consumers.get(name)!;
      expect(consumer.signIns.length).toBeGreaterThan(100);
      expect(consumer.failures).toEqual([]);
    });

    test('is written after a credential is there and before one goes', () => {
      const order = (step: string): readonly string[] => {
        const mine = rotation.happenings.filter(
          (one) => one.step === step && (one.who === 'entra' || (one.type === type && one.verb !== 'delete')),
        );
        return [...new Set(mine.map((one) => (one.who === 'entra' ? one.verb : 'written')))];
      };
      expect(order('start')).toEqual(['added', 'written']);
      expect(order('stage 0')).toEqual(['added', 'written']);
      expect(order('promote 1')).toEqual(['written']);
      expect(order('stage 2')).toEqual(['added', 'written', 'removed']);
      expect(order('promote 3')).toEqual(['written']);
      expect(order('retire 4')).toEqual(['removed']);
    });

    test('is written only where a value changes', () => {
      const places = (step: string): readonly string[] =>
        rotation.happenings.flatMap((one) =>
          one.who === 'store' && one.type === type && one.step === step && one.verb !== 'delete' ? [one.place] : [],
        );
      const isWhole = places('start').length === 1;
      expect(places('start')).toHaveLength(isWhole ? 1 : 6);
      expect(places('promote 1')).toHaveLength(isWhole ? 1 : 2);
      expect(places('stage 2')).toHaveLength(isWhole ? 1 : 2);
      expect(places('retire 4')).toEqual([]);
    });

    test(`has ${writeOnly ? 'no secret' : 'its secrets'} in the state of its resource`, () => {
      const state = JSON.parse(readFileSync(join(rotation.directory, 'stack', 'terraform.tfstate'), 'utf8')) as {
        readonly resources: readonly { readonly type: string; readonly instances: unknown }[];
      };
      const mine = JSON.stringify(state.resources.filter((resource) => resource.type === type));
      expect(mine).toContain('app_');
      const { clientSecret = '?' } = rotation.read(store, '') ?? {};
      expect(mine.includes(JSON.stringify(clientSecret).slice(1, -1))).toBe(!writeOnly);
    });
  });
});
