/** A value that is only known after the apply. */
export class Unknown {
  static readonly VALUE = new Unknown();
  private constructor() {}
}

export type Value = null | string | number | boolean | Unknown | readonly Value[] | { readonly [key: string]: Value };

/** The attributes and blocks of one resource, every one of its schema present, null where not set. */
export type Values = Readonly<Record<string, Value>>;
