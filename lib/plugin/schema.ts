/** A type as Terraform spells it in JSON: `"string"`, `["map","string"]`, `["object",{"id":"string"}]`. */
export type AttributeType =
  | 'string'
  | 'number'
  | 'bool'
  | 'dynamic'
  | readonly ['list' | 'set' | 'map', AttributeType]
  | readonly ['object', Readonly<Record<string, AttributeType>>]
  | readonly ['tuple', readonly AttributeType[]];

export interface AttributeSchema {
  readonly type: AttributeType;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  /** Terraform >= 1.11: the value is in the configuration only, never in plan or state. */
  readonly writeOnly?: boolean;
  readonly deprecated?: boolean;
  readonly description?: string;
  /** A change of this attribute replaces the resource. Terraform's schema has no such flag: the plan says it. */
  readonly forceNew?: boolean;
  /** What stands for an attribute that is not set. Only in a provider with `legacyTypes`. */
  readonly default?: string | number | boolean;
}

export interface NestedBlockSchema {
  readonly nesting: 'single' | 'list' | 'set' | 'map' | 'group';
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly block: BlockSchema;
}

export interface BlockSchema {
  readonly attributes?: Readonly<Record<string, AttributeSchema>>;
  readonly blocks?: Readonly<Record<string, NestedBlockSchema>>;
}
