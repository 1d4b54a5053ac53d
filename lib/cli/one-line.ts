const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

/** A text, whoever wrote it, for one line: it must not end the line, color a terminal or turn the direction of writing. */
export function oneLine(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .replace(/[\p{Cf}\p{Cs}\p{Noncharacter_Code_Point}]|(?!\s)\p{Cc}/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
}
