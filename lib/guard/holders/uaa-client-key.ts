import { objectOf, type Slot, type Unchecked } from '../../rotation';
import type { Holder } from './holder';

/** `rotation_uaa_client_key`: keys are added and removed by their kid. */
export const uaaClientKey: Holder = {
  application: 'client_id',
  calls: 'UAA removes a key by its kid',
  holds: (values, { keys }, slot) => kids(values).includes(keys[slot]),
  update: (before, after, _unknown, { keys }, slot) =>
    before.client_id === after.client_id && kids(after).includes(keys[slot]) ? 'stays' : 'removed',
  values: () => [],
  slotOf: (attribute) => (/^jwk_[ab]$/.test(attribute) ? (attribute.slice(-1) as Slot) : undefined),
};

function kids({ jwk_a, jwk_b }: Unchecked): readonly unknown[] {
  return [jwk_a, jwk_b].map((text) => {
    try {
      return objectOf(JSON.parse(String(text))).kid;
    } catch {
      return undefined;
    }
  });
}
