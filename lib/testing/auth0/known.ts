import { Unknown, type Value, type Values } from '../../plugin';

/** The same values, null where one is unknown. */
export function known(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, knownValue(value)]));
}

function knownValue(value: Value): Value {
  if (value instanceof Unknown) return null;
  if (Array.isArray(value)) return (value as readonly Value[]).map(knownValue);
  return typeof value === 'object' && value !== null ? known(value as Values) : value;
}
