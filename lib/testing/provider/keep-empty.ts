import type { Value, Values } from '../../plugin';
import { mapEntries } from '../../plugin/msgpack';

/**
 * What was read, but nothing in place of nothing: HashiCorp's older SDK takes null, an empty text, zero, false
 * and an empty list for the same, and keeps what the state has.
 */
export function keepEmpty(state: Values, read: Values): Values {
  return mapEntries(read, (name, value) =>
    isEmpty(value) && isEmpty(state[name] ?? null) ? (state[name] ?? null) : value,
  );
}

function isEmpty(value: Value): boolean {
  return (
    value === null || value === '' || value === 0 || value === false || (Array.isArray(value) && value.length === 0)
  );
}
