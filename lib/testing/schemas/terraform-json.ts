import type { AttributeSchema, AttributeType, BlockSchema, NestedBlockSchema } from '../../plugin/schema';

/** One attribute as `terraform providers schema -json` writes it, without its description. */
export interface AttributeJson {
  readonly type: AttributeType;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  readonly write_only?: boolean;
  readonly deprecated?: boolean;
}

export interface NestedBlockJson {
  readonly nesting_mode: NestedBlockSchema['nesting'];
  readonly min_items?: number;
  readonly max_items?: number;
  readonly block: BlockJson;
}

export interface BlockJson {
  readonly attributes?: Readonly<Record<string, AttributeJson>>;
  readonly block_types?: Readonly<Record<string, NestedBlockJson>>;
}

export interface ResourceJson {
  readonly version: number;
  readonly block: BlockJson;
}

export interface ProviderJson {
  readonly provider: ResourceJson;
  readonly resource_schemas: Readonly<Record<string, ResourceJson>>;
  readonly data_source_schemas: Readonly<Record<string, ResourceJson>>;
}

export function blockSchema(json: BlockJson): BlockSchema {
  return {
    ...(json.attributes && { attributes: mapValues(json.attributes, attributeSchema) }),
    ...(json.block_types && { blocks: mapValues(json.block_types, nestedBlockSchema) }),
  };
}

function attributeSchema({ write_only: writeOnly, ...same }: AttributeJson): AttributeSchema {
  return writeOnly ? { ...same, writeOnly } : same;
}

function nestedBlockSchema(json: NestedBlockJson): NestedBlockSchema {
  return {
    nesting: json.nesting_mode,
    ...(json.min_items !== undefined && { minItems: json.min_items }),
    ...(json.max_items !== undefined && { maxItems: json.max_items }),
    block: blockSchema(json.block),
  };
}

function mapValues<From, To>(from: Readonly<Record<string, From>>, to: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(from).map(([name, value]) => [name, to(value)]));
}
