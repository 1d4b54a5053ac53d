const LONGEST = 300;

/** Words of a server, fit for a message: one line without control characters, cut, and without what must not be seen. */
export function shownText(text: string, hidden: readonly string[]): string {
  const clean = hidden.reduce((seen, value) => (value === '' ? seen : seen.replaceAll(value, '***')), text);
  // Entra puts ids of the request into further lines.
  const line = (clean.split(/[\r\n]|\s+Trace ID:/)[0] ?? '')
    .replace(/[\p{Cc}\p{Cf}]/gu, ' ')
    .trim()
    .replace(/\.$/, '');
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
