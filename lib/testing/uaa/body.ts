export type Body = Readonly<Record<string, unknown>>;

/** An object of JSON or a form; empty for anything else. */
export function object(value: unknown): Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : {};
}

/** A string, or a number as one: UAA takes both. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** A list of names, also as one string with commas; undefined when there is none. */
export function names(value: unknown): readonly string[] | undefined {
  if (Array.isArray(value)) return value.map(String);
  if (typeof value === 'string') return value.split(',').map((name) => name.trim());
  return undefined;
}
