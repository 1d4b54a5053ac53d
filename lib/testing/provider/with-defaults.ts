import type { AttributeSchema, BlockSchema } from '../../plugin';

/** The same schema with values that stand for attributes that are not set; Terraform's own schema does not hold them. */
export function withDefaults<Schema extends BlockSchema>(
  schema: Schema,
  defaults: Readonly<Record<string, AttributeSchema['default']>>,
): Schema {
  const attributes = { ...schema.attributes };
  for (const [name, value] of Object.entries(defaults)) {
    const attribute = attributes[name];
    if (!attribute) throw new Error(`the schema has no attribute "${name}"`);
    attributes[name] = { ...attribute, default: value };
  }
  return { ...schema, attributes };
}
