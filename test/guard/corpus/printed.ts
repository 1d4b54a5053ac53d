const WIDTH = 300;

/** JSON in lines that can be compared, with what fits on a line on one line. */
export function printed(value: unknown, depth = 0): string {
  const short = JSON.stringify(value);
  if (short.length + depth <= WIDTH || typeof value !== 'object' || value === null) return short;
  const lines = Array.isArray(value)
    ? value.map((one) => printed(one, depth + 1))
    : Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}: ${printed(one, depth + 1)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${lines.map((line) => `${' '.repeat(depth + 1)}${line}`).join(',\n')}\n${' '.repeat(depth)}${close}`;
}
