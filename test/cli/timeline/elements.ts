export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The text right inside it. */
  readonly text: string;
}

/** The elements of a text that must be well-formed XML; throws otherwise. */
export function elementsOf(xml: string): readonly Element[] {
  if (/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(xml)) throw new Error('not an XML character');
  const elements: { name: string; attributes: Record<string, string>; text: string }[] = [];
  const open: (typeof elements)[number][] = [];
  const pieces = /<(\/?)([\w-]+)((?:\s[\w-]+="[^"<]*")*)(\/?)>|([^<]+)/y;
  while (pieces.lastIndex < xml.length) {
    const at = pieces.lastIndex;
    const [, closing, name = '', attributes = '', empty, text] = pieces.exec(xml) ?? fail(xml, at);
    const inside = open.at(-1);
    if (text !== undefined) {
      if (inside) inside.text += unescaped(text);
      else if (text.trim() !== '') fail(xml, at);
    } else if (closing === '/') {
      if (open.pop()?.name !== name) fail(xml, at);
    } else {
      const found = [...attributes.matchAll(/\s([\w-]+)="([^"]*)"/g)].map(
        ([, key, value]) => [key!, unescaped(value!)] as const,
      );
      const element = { name, attributes: Object.fromEntries(found), text: '' };
      if (found.length !== Object.keys(element.attributes).length) fail(xml, at);
      elements.push(element);
      if (empty !== '/') open.push(element);
    }
  }
  if (open.length > 0) fail(xml, xml.length);
  return elements;
}

function unescaped(text: string): string {
  return text.replace(/&(#\d+;)?/g, (entity, code: string | undefined) =>
    code === undefined ? fail(entity, 0) : String.fromCharCode(Number(code.slice(1, -1))),
  );
}

function fail(xml: string, at: number): never {
  throw new Error(`not well-formed: ${xml.slice(at, at + 80)}`);
}
