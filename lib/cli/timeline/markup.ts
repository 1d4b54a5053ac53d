export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element of XML, which is one of HTML too. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? round(value) : escaped(value ?? '')}"`);
  const inside = children.join('');
  return inside === '' ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${inside}</${name}>`;
}

/** An element whose children stand on lines of their own, so that a change of the drawing is read line by line. */
export function block(name: string, attributes: Attributes, ...children: readonly string[]): string {
  return element(name, attributes, ...children.filter((child) => child !== '').map((child) => `\n${child}`), '\n');
}

/** A text as XML and HTML show it, without the characters that XML 1.0 cannot hold. */
export function escaped(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
