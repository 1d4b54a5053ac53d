import type { Change } from '../../lib/guard/change';
import { placeOf } from '../../lib/guard/places';
import { published } from '../support/stores/published';
import { type StoreCase, STORES } from '../support/stores/store-case';

function placesOf(store: StoreCase, name: string): readonly (string | undefined)[] {
  const resources = published(store.make(), { current: { clientSecret: store.nameOf(name) } });
  return Object.entries(resources).map(([address, after]) =>
    placeOf({ type: address.split('.')[0], after, before: null, unknown: {} } as unknown as Change, 'after'),
  );
}

describe('the guard', () => {
  test.each(STORES)('knows where a publication to $name writes', (store) => {
    const [place] = placesOf(store, 'clientSecret');
    expect(place).toContain(store.type);
    const isByName = store.make().locationOf !== undefined;
    expect(placesOf(store, 'otherSecret')[0] === place).toBe(!isByName);
  });

  test('takes both secrets of the kubernetes provider for one place', () => {
    const metadata = [{ name: 'billing', namespace: 'apps' }];
    const place = (type: string, after: object): string | undefined =>
      placeOf({ type, after, before: null, unknown: {} } as unknown as Change, 'after');
    expect(place('kubernetes_secret', { metadata })).toBe(place('kubernetes_secret_v1', { metadata }));
    expect(place('kubernetes_secret', { metadata: [{ name: 'x' }] })).toBe('kubernetes_secret_v1 ["default","x"]');
    expect(place('kubernetes_secret', { metadata: [{ generate_name: 'x' }] })).toBeUndefined();
  });
});
