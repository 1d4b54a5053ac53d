import type { WireAttribute, WireBlock, WireNestedBlock, WireSchema } from './messages';
import type { AttributeSchema, BlockSchema, NestedBlockSchema } from './schema';

const NESTING = { single: 1, list: 2, set: 3, map: 4, group: 5 } as const;

/** A schema in the form Terraform asks for. */
export function schemaMessage(block: BlockSchema, version = 0): WireSchema {
  return { version, block: blockMessage(block) };
}

function blockMessage({ attributes = {}, blocks = {} }: BlockSchema): WireBlock {
  return {
    attributes: Object.entries(attributes).map(attributeMessage),
    blockTypes: Object.entries(blocks).map(nestedMessage),
  };
}

function attributeMessage([name, attribute]: readonly [string, AttributeSchema]): WireAttribute {
  const { description, required, optional, computed, sensitive, deprecated, writeOnly } = attribute;
  const type = Buffer.from(JSON.stringify(attribute.type));
  return { name, type, description, required, optional, computed, sensitive, deprecated, writeOnly };
}

function nestedMessage([typeName, nested]: readonly [string, NestedBlockSchema]): WireNestedBlock {
  const { nesting, block, minItems, maxItems } = nested;
  return { typeName, block: blockMessage(block), nesting: NESTING[nesting], minItems, maxItems };
}
