import type { BlockSchema } from '../../plugin/schema';

/**
 * The same schema, with a change of each named attribute replacing the resource.
 * Terraform's schema does not say which ones do; the facts of each provider do.
 *
 * @throws Error when the schema has no such attribute
 */
export function withForceNew<Schema extends BlockSchema>(schema: Schema, ...names: readonly string[]): Schema {
  const attributes = { ...schema.attributes };
  for (const name of names) {
    const attribute = attributes[name];
    if (!attribute) throw new Error(`the schema has no attribute "${name}"`);
    attributes[name] = { ...attribute, forceNew: true };
  }
  return { ...schema, attributes };
}
