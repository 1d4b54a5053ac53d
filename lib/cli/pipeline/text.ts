/** The lines, moved to the right; an empty one stays empty. */
export function indent(text: string, spaces: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(spaces));
}

/** Blocks of text, an empty line between two; empty blocks are left out. */
export function blocks(...parts: readonly string[]): string {
  return parts
    .map((part) => part.replace(/^\n+|\s+$/g, ''))
    .filter((part) => part !== '')
    .join('\n\n');
}
