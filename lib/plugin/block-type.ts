import type { AttributeType, BlockSchema, NestedBlockSchema } from './schema';

export type ObjectType = readonly ['object', Readonly<Record<string, AttributeType>>];

/** The type of the object that a block's attributes and nested blocks make together. */
export function blockType({ attributes = {}, blocks = {} }: BlockSchema): ObjectType {
  const types: Record<string, AttributeType> = {};
  for (const [name, attribute] of Object.entries(attributes)) types[name] = attribute.type;
  for (const [name, nested] of Object.entries(blocks)) types[name] = nestedType(nested);
  return ['object', types];
}

function nestedType({ nesting, block }: NestedBlockSchema): AttributeType {
  switch (nesting) {
    case 'single':
    case 'group':
      return blockType(block);
    case 'list':
    case 'set':
    case 'map':
      return [nesting, blockType(block)];
  }
}
