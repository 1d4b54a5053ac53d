import { Fn, Token } from '../../constructs/cdktf';
import { InputError } from '../../rotation';

const NAME = /^[A-Za-z_][\w.-]{0,254}$/;

/**
 * One JSON object of all entries, as Terraform writes it.
 *
 * @throws InputError when a literal cannot stand in an expression as it is
 */
export function jsonText(store: string, entries: Readonly<Record<string, string>>): string {
  for (const [name, value] of Object.entries(entries)) checkLiteral(store, name, value);
  return Fn.jsonencode(entries);
}

/**
 * The core writes literals into an expression as they are.
 *
 * @throws InputError when a literal holds a quote, a backslash, a line break, `${` or `%{`
 */
export function checkLiteral(store: string, name: string, value: string): void {
  if (!Token.isUnresolved(value) && /["\\\n]|[$%]\{/.test(value)) {
    throw new InputError(
      `a literal value in ${store} holds no quote, backslash, line break, "\${" or "%{", got one in "${name}"`,
    );
  }
}

/**
 * Any text is a name in JSON; these are the ones that need no quoting wherever they are read.
 *
 * @throws InputError unless the name is 1 to 255 letters, digits, `_`, `-` and `.`, beginning with a letter or `_`
 */
export function checkJsonName(store: string, name: string): void {
  if (!NAME.test(name)) {
    throw new InputError(
      `a name in ${store} is 1 to 255 letters, digits, "_", "-" and "." and begins with a letter or "_", got ${JSON.stringify(name)}`,
    );
  }
}
