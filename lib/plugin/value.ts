import type { AttributeType } from './schema';

/** A value that is only known after the apply. */
export class Unknown {
  static readonly VALUE = new Unknown();
  private constructor() {}
}

/** A value whose type the schema leaves open (`dynamic`), together with the type that it has. */
export class Dynamic {
  constructor(
    readonly type: AttributeType,
    readonly value: Value,
  ) {}
}

export type Value =
  null | string | number | boolean | Unknown | Dynamic | readonly Value[] | { readonly [key: string]: Value };

/** The attributes and blocks of one resource, every one of its schema present, null where not set. */
export type Values = Readonly<Record<string, Value>>;

/** Whether a value is an object or a map, and not null, a list, unknown or dynamic. */
export function isObject(value: unknown): value is Values {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Unknown) &&
    !(value instanceof Dynamic)
  );
}
