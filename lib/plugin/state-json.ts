import { mapEntries } from './msgpack';
import type { AttributeType } from './schema';
import { Dynamic, isObject, type Value } from './value';

/**
 * A value as a state file holds it, written perhaps by another version of the provider:
 * what the type does not know is dropped, what is missing is null.
 */
export function fromStateJson(type: AttributeType, json: unknown): Value {
  if (json === null || json === undefined) return null;
  if (type === 'dynamic') {
    const { type: actual, value } = json as { readonly type: AttributeType; readonly value: unknown };
    return new Dynamic(actual, fromStateJson(actual, value));
  }
  if (typeof type === 'string') return json as string | number | boolean;
  switch (type[0]) {
    case 'list':
    case 'set':
      return Array.isArray(json) ? json.map((element) => fromStateJson(type[1], element)) : [];
    case 'tuple':
      return Array.isArray(json) ? type[1].map((element, index) => fromStateJson(element, json[index])) : [];
    case 'map':
      return isObject(json) ? mapEntries(json, (_, element) => fromStateJson(type[1], element)) : {};
    case 'object': {
      const object: Readonly<Record<string, unknown>> = isObject(json) ? json : {};
      return mapEntries(type[1], (name, element) => fromStateJson(element, object[name]));
    }
  }
}
