/** How wide a character is at most, as a share of the font size: half-width ones, and those of East Asia and emoji. */
const [NARROW, WIDE] = [0.58, 1.15];

/** Fonts differ from machine to machine, so this is an estimate that is rather too large. */
export function textWidth(text: string, size: number): number {
  return [...text].reduce((width, character) => width + size * widthOf(character), 0);
}

/** The text, or its begin when it is too long for a width. */
export function fitText(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text;
  const characters = [...text];
  while (characters.length > 0 && textWidth(`${characters.join('')}…`, size) > width) characters.pop();
  return `${characters.join('')}…`;
}

/** A name in one line, or in two when it is too long for a width, parted at the hyphen nearest to its middle. */
export function halves(name: string, size: number, width: number): readonly string[] {
  if (textWidth(name, size) <= width) return [name];
  const middle = name.length / 2;
  const hyphens = [...name.matchAll(/-/g)].map(({ index }) => index + 1);
  const [nearest = middle] = hyphens.sort((one, other) => Math.abs(one - middle) - Math.abs(other - middle));
  const at = Math.ceil(Math.abs(nearest - middle) > name.length / 8 ? middle : nearest);
  return [name.slice(0, at), name.slice(at)];
}

function widthOf(character: string): number {
  return (character.codePointAt(0) ?? 0) < 0x1100 ? NARROW : WIDE;
}
