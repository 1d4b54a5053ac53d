import type { BlockSchema, NestedBlockSchema } from './schema';
import { mapEntries } from './msgpack';
import { isObject, Unknown, type Value, type Values } from './value';

/**
 * Values with every attribute and block of the schema present, as Terraform wants to see them:
 * a missing attribute is null, a missing list of blocks is empty, a write-only attribute is null.
 */
export function complete(schema: BlockSchema, values: Values): Values {
  return {
    ...values,
    ...mapEntries(schema.attributes ?? {}, (name, { writeOnly }) => (writeOnly ? null : (values[name] ?? null))),
    ...mapEntries(schema.blocks ?? {}, (name, nested) => completeNested(nested, values[name] ?? null)),
  };
}

function completeNested({ nesting, block }: NestedBlockSchema, value: Value): Value {
  if (value instanceof Unknown) return value;
  switch (nesting) {
    case 'single':
      return isObject(value) ? complete(block, value) : null;
    case 'group':
      return complete(block, isObject(value) ? value : {});
    case 'list':
    case 'set':
      return Array.isArray(value) ? value.map((element: Value) => completeElement(block, element)) : [];
    case 'map':
      return isObject(value) ? mapEntries(value, (_, element) => completeElement(block, element)) : {};
  }
}

function completeElement(block: BlockSchema, element: Value): Value {
  return isObject(element) ? complete(block, element) : element;
}
