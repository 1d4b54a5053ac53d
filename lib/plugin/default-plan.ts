import { blockType } from './block-type';
import { sameValue } from './canonical';
import { mapEntries } from './msgpack';
import type { AttributeSchema, BlockSchema, NestedBlockSchema } from './schema';
import { isObject, Unknown, type Value, type Values } from './value';

/**
 * What a change leads to when the resource has nothing more to say: a computed value of something new is
 * unknown, a computed value of something that was there stays. `proposed` comes from Terraform, which has
 * already put the prior computed values into it.
 */
export function defaultPlan(schema: BlockSchema, proposed: Values, prior?: Values): Values {
  return {
    ...mapEntries(schema.attributes ?? {}, (name, attribute) =>
      plannedAttribute(attribute, proposed[name], prior, name),
    ),
    ...mapEntries(schema.blocks ?? {}, (name, nested) => plannedBlocks(nested, proposed[name], prior?.[name])),
  };
}

function plannedAttribute(
  { computed, writeOnly, default: fallback }: AttributeSchema,
  proposed: Value = null,
  prior: Values | undefined,
  name: string,
): Value {
  if (writeOnly) return null;
  if (proposed !== null) return proposed;
  if (computed) return prior ? (prior[name] ?? null) : Unknown.VALUE;
  return fallback ?? null;
}

function plannedBlocks({ nesting, block }: NestedBlockSchema, proposed: Value = null, prior: Value = null): Value {
  const plan = (element: Value, before: Value | undefined): Value =>
    isObject(element) ? defaultPlan(block, element, isObject(before) ? before : undefined) : element;
  switch (nesting) {
    case 'single':
    case 'group':
      return plan(proposed, prior);
    case 'list': {
      const before: readonly Value[] = Array.isArray(prior) ? prior : [];
      return Array.isArray(proposed) ? proposed.map((element: Value, index) => plan(element, before[index])) : proposed;
    }
    case 'set': {
      const before: readonly Value[] = Array.isArray(prior) ? prior : [];
      return Array.isArray(proposed)
        ? proposed.map((element: Value) =>
            plan(
              element,
              before.find((one) => isSameElement(block, element, one)),
            ),
          )
        : proposed;
    }
    case 'map': {
      const before = isObject(prior) ? prior : {};
      return isObject(proposed) ? mapEntries(proposed, (key, element) => plan(element, before[key])) : proposed;
    }
  }
}

/** An element of a set has no name: it is the one from before when all that the configuration says is the same. */
function isSameElement(block: BlockSchema, element: Value, before: Value): boolean {
  if (!isObject(element) || !isObject(before)) return false;
  const filled = defaultPlan(block, element, before);
  return sameValue(blockType(block), filled, before);
}
