import type { AttributeType } from './schema';
import { Dynamic, isObject, Unknown, type Value } from './value';

/** Whether two values of a type are the same to Terraform: the order of a set's elements does not count. */
export function sameValue(type: AttributeType, one: Value, other: Value): boolean {
  return canonical(type, one) === canonical(type, other);
}

/** A text that two values of a type share exactly when Terraform takes them for the same. */
export function canonical(type: AttributeType, value: Value | undefined): string {
  if (value === null || value === undefined) return 'null';
  if (value instanceof Unknown) return 'unknown';
  if (value instanceof Dynamic) return `${JSON.stringify(value.type)}:${canonical(value.type, value.value)}`;
  if (typeof type === 'string') return JSON.stringify(value);
  switch (type[0]) {
    case 'list':
      return `[${elements(value).map((element) => canonical(type[1], element))}]`;
    case 'tuple':
      return `[${elements(value).map((element, index) => canonical(type[1][index] ?? 'dynamic', element))}]`;
    case 'set': {
      const members = elements(value).map((element) => canonical(type[1], element));
      return `{${[...new Set(members)].sort()}}`;
    }
    case 'map':
      return fields(value, Object.keys(value).sort(), () => type[1]);
    case 'object':
      return fields(value, Object.keys(type[1]).sort(), (name) => type[1][name] as AttributeType);
  }
}

function elements(value: Value): readonly Value[] {
  return Array.isArray(value) ? value : [];
}

function fields(value: Value, names: readonly string[], type: (name: string) => AttributeType): string {
  const object = isObject(value) ? value : {};
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(type(name), object[name])}`)}}`;
}
