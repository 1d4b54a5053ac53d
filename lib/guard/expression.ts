/** What an argument of a resource is made of, as far as the text of its expression tells: a leaf for each value in it. */
export interface Leaf {
  readonly path: string;
  /** What it refers to, `azuread_application_password.app_slot_a.value`; none for a literal. */
  readonly references: readonly string[];
  readonly text: string;
  /** Whether all that it refers to is in the value: `${a}@${b}`, and not `c ? a : b`. */
  readonly isWhole: boolean;
}

/** Functions that change the form of a value, and neither what it holds nor under which name. */
const TRANSPARENT = new Set(['jsonencode', 'yamlencode', 'sensitive', 'nonsensitive', 'tomap', 'tostring', 'tolist']);
const REFERENCE = /[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*|\[(?:\d+|"[^"]*")\])+/g;

/**
 * The leaves of an expression. A stack that cdktf synthesized has the text of its expressions in the plan; one written
 * in HCL has only the list of what they refer to, which is one leaf then.
 *
 * @param expression a value of `configuration … expressions`
 */
export function leavesOf(expression: unknown, path: string): readonly Leaf[] {
  if (Array.isArray(expression)) return expression.flatMap((one, index) => leavesOf(one, `${path}.${index}`));
  if (typeof expression !== 'object' || expression === null) return [];
  const { constant_value: constant, references, ...blocks } = expression as Record<string, unknown>;
  if (constant !== undefined) return leavesOfConstant(constant, path);
  if (Array.isArray(references)) {
    const all = references.filter((one): one is string => typeof one === 'string');
    return [{ path, text: '', references: all, isWhole: false }];
  }
  return Object.entries(blocks).flatMap(([name, one]) => leavesOf(one, `${path}.${name}`));
}

function leavesOfConstant(value: unknown, path: string): readonly Leaf[] {
  if (Array.isArray(value)) return value.flatMap((one, index) => leavesOfConstant(one, `${path}.${index}`));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, one]) => leavesOfConstant(one, `${path}.${name}`));
  }
  if (typeof value !== 'string') return [];
  const [, inner] = /^\$\{([^]*)\}$/.exec(value) ?? [];
  if (inner === undefined || !isOneExpression(inner)) return [leafOf(value, path)];
  return new Reader(inner).read(path) ?? [leafOf(inner, path)];
}

/** `${a}` and not `${a}-${b}`. */
function isOneExpression(inner: string): boolean {
  let depth = 0;
  for (let at = 0; at < inner.length; at++) {
    const char = inner[at];
    if (char === '"') at = endOfString(inner, at) - 1;
    else if (char === '{') depth++;
    else if (char === '}' && --depth < 0) return false;
  }
  return true;
}

function leafOf(text: string, path: string): Leaf {
  const isWhole = text.includes('${') && !/[?%]|\$\{[^}]*\(/.test(text);
  return { path, text, references: text.match(REFERENCE) ?? [], isWhole };
}

/** The index after a quoted text that begins at an index, with the templates in it. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at + 1;
    else if (text[at] === '$' && text[at + 1] === '{') at = endOfTemplate(text, at + 2) - 1;
  }
  return text.length;
}

function endOfTemplate(text: string, start: number): number {
  let depth = 1;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '"') at = endOfString(text, at) - 1;
    else if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at + 1;
  }
  return text.length;
}

/** Reads objects, lists and the functions above; what it does not know is one leaf. */
class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  /** Undefined when there is more than one value. */
  read(path: string): readonly Leaf[] | undefined {
    const leaves = this.value(path);
    this.skip();
    return this.at >= this.text.length ? leaves : undefined;
  }

  private value(path: string): readonly Leaf[] {
    this.skip();
    const start = this.at;
    const [call = ''] = /^[a-z0-9_]+\s*\(/.exec(this.text.slice(start, start + 40)) ?? [];
    const name = call.slice(0, -1).trim();
    if (TRANSPARENT.has(name)) {
      this.at += call.length;
      const leaves = this.value(path);
      this.skip();
      if (this.text[this.at] === ')' && this.endsAt(this.at + 1)) {
        this.at++;
        return leaves;
      }
      this.at = start;
    }
    const opening = this.text[this.at];
    if (opening === '{' || opening === '[') {
      const leaves = opening === '{' ? this.members(path) : this.elements(path);
      if (leaves && this.endsAt(this.at)) return leaves;
      this.at = start;
    }
    this.toDelimiter();
    return [leafOf(this.text.slice(start, this.at).trim(), path)];
  }

  private members(path: string): readonly Leaf[] | undefined {
    const leaves: Leaf[] = [];
    this.at++;
    for (;;) {
      this.skip(',');
      if (this.text[this.at] === '}') {
        this.at++;
        return leaves;
      }
      const [key = ''] = /^(?:"(?:[^"\\$]|\\.)*"|[A-Za-z_][\w-]*)/.exec(this.text.slice(this.at)) ?? [];
      this.at += key.length;
      this.skip();
      if (key === '' || !/[=:]/.test(this.text[this.at] ?? '')) return undefined;
      this.at++;
      for (const leaf of this.value(`${path}.${key.replace(/^"|"$/g, '')}`)) leaves.push(leaf);
    }
  }

  private elements(path: string): readonly Leaf[] | undefined {
    const leaves: Leaf[] = [];
    this.at++;
    for (let index = 0; ; index++) {
      this.skip(',');
      if (this.text[this.at] === ']') {
        this.at++;
        return leaves;
      }
      const start = this.at;
      for (const leaf of this.value(`${path}.${index}`)) leaves.push(leaf);
      if (this.at === start) return undefined;
    }
  }

  /** Whether nothing else belongs to the value that ends here: no index, no operator. */
  private endsAt(at: number): boolean {
    return /^\s*(?:[,})\]]|$)/.test(this.text.slice(at, at + 20));
  }

  private toDelimiter(): void {
    for (let depth = 0; this.at < this.text.length; this.at++) {
      const char = this.text[this.at] ?? '';
      if (char === '"') this.at = endOfString(this.text, this.at) - 1;
      else if ('{[('.includes(char)) depth++;
      else if ('}])'.includes(char) && --depth < 0) return;
      else if (char === ',' && depth === 0) return;
    }
  }

  private skip(more = ''): void {
    while (
      this.at < this.text.length &&
      (/\s/.test(this.text[this.at] ?? '') || more.includes(this.text[this.at] ?? '\0'))
    ) {
      this.at++;
    }
  }
}
