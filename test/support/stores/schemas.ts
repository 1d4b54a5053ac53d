import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AttributeSchema, AttributeType, BlockSchema } from '../../../lib/plugin';
import type { BoundBlock, BoundSchema } from '../../../scripts/store-bindings';

const FOLDER = join(__dirname, '../../stores/schemas');

/** What bindings do not say of an attribute; from the source of each provider. */
export interface Details {
  readonly sensitive?: readonly string[];
  readonly writeOnly?: readonly string[];
  readonly forceNew?: readonly string[];
  /** Optional, and computed where it is not set. */
  readonly orComputed?: readonly string[];
  readonly defaults?: Readonly<Record<string, string | boolean>>;
}

export const FIXTURES: Readonly<Record<string, BoundSchema>> = Object.fromEntries(
  readdirSync(FOLDER).map((file) => {
    const fixture = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as BoundSchema;
    return [fixture.type, fixture];
  }),
);

/** @throws Error when a detail is of an attribute that the fixture does not have */
export function schemaOf(type: string, details: Details): BlockSchema {
  const fixture = FIXTURES[type];
  if (!fixture) throw new Error(`there is no fixture of ${type}`);
  const schema = block(fixture, details);
  const { sensitive = [], writeOnly = [], forceNew = [], orComputed = [], defaults = {} } = details;
  for (const name of [...sensitive, ...writeOnly, ...forceNew, ...orComputed, ...Object.keys(defaults)]) {
    if (!schema.attributes?.[name]) throw new Error(`${type} has no attribute "${name}"`);
  }
  return schema;
}

function block({ attributes, blocks }: BoundBlock, details: Details): BlockSchema {
  const has = (names: readonly string[] | undefined, name: string): boolean => names?.includes(name) ?? false;
  return {
    attributes: Object.fromEntries(
      Object.entries(attributes).map(([name, { type, required, optional, computed }]): [string, AttributeSchema] => [
        name,
        {
          type: type as AttributeType,
          ...(required && { required }),
          ...(optional && { optional }),
          ...((computed || name === 'id' || has(details.orComputed, name)) && { computed: true }),
          ...(has(details.sensitive, name) && { sensitive: true }),
          ...(has(details.writeOnly, name) && { writeOnly: true }),
          ...(has(details.forceNew, name) && { forceNew: true }),
          ...(details.defaults && name in details.defaults && { default: details.defaults[name] }),
        },
      ]),
    ),
    blocks: Object.fromEntries(
      Object.entries(blocks).map(([name, inner]) => [
        name,
        {
          nesting: inner.nesting as 'single' | 'list' | 'set',
          ...(inner.nesting === 'list' && { maxItems: 1 }),
          ...(inner.required && { minItems: 1 }),
          block: block(inner, {}),
        },
      ]),
    ),
  };
}
