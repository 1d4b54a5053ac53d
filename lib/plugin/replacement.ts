import { blockType } from './block-type';
import { sameValue } from './canonical';
import type { BlockSchema, NestedBlockSchema } from './schema';
import { isObject, type Value, type Values } from './value';

export type Path = readonly (string | number)[];

/** The attributes with `forceNew` that differ between two states of a resource. */
export function changedForceNew(schema: BlockSchema, prior: Values, planned: Values): readonly Path[] {
  const attributes = Object.entries(schema.attributes ?? {})
    .filter(([, attribute]) => attribute.forceNew)
    .filter(([name, { type }]) => !sameValue(type, prior[name] ?? null, planned[name] ?? null))
    .map(([name]) => [name]);
  const nested = Object.entries(schema.blocks ?? {}).flatMap(([name, block]) =>
    changedNested(block, prior[name] ?? null, planned[name] ?? null).map((path) => [name, ...path]),
  );
  return [...attributes, ...nested];
}

function changedNested({ nesting, block }: NestedBlockSchema, prior: Value, planned: Value): readonly Path[] {
  const inner = (before: Value | undefined, after: Value | undefined): readonly Path[] =>
    changedForceNew(block, isObject(before) ? before : {}, isObject(after) ? after : {});
  switch (nesting) {
    case 'single':
    case 'group':
      return inner(prior, planned);
    case 'list': {
      const before = Array.isArray(prior) ? prior : [];
      const after = Array.isArray(planned) ? planned : [];
      const changed = Array.from({ length: Math.max(before.length, after.length) }, (_, index) =>
        inner(before[index], after[index]).map((path) => [index, ...path]),
      ).flat();
      // Terraform cannot follow a path to an element that the plan no longer has.
      return changed.map((path) => ((path[0] as number) < after.length ? path : []));
    }
    case 'set':
      // An element of a set has no address: the change is one of the whole set.
      return hasForceNew(block) && !sameValue(['set', blockType(block)], prior, planned) ? [[]] : [];
    case 'map': {
      const before = isObject(prior) ? prior : {};
      const after = isObject(planned) ? planned : {};
      return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
        inner(before[key], after[key]).map((path) => (key in after ? [key, ...path] : [])),
      );
    }
  }
}

function hasForceNew({ attributes = {}, blocks = {} }: BlockSchema): boolean {
  return (
    Object.values(attributes).some(({ forceNew }) => forceNew) ||
    Object.values(blocks).some(({ block }) => hasForceNew(block))
  );
}
