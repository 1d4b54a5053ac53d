import { Fn, Token } from '../../constructs/cdktf';
import { checkLiteral } from './json-text';

/** For each name what its value is made of, nothing secret: the kind of value, generation and key id. */
export type Marks = Readonly<Record<string, readonly string[]>>;

/** How many hexadecimal digits of the hash are the number: 48 bits, which JSON and every provider hold exactly. */
const DIGITS = 12;

/**
 * The version number of a write-only argument. Terraform cannot compare what it does not keep, and sends the value again
 * only when this number is another one. So it is a hash of what the value is made of: name, generation and key id of each
 * credential, nothing of a secret. It is known at plan as long as the credentials are there, and unknown in the apply
 * that makes one. A counter of steps would be wrong both ways: `retire` changes no value, and a credential that somebody
 * deleted at the identity provider is made again without any step.
 */
export function writeOnlyVersion(store: string, marks: Marks): number {
  for (const [name, mark] of Object.entries(marks)) for (const text of mark) checkLiteral(store, name, text);
  return Token.asNumber(Fn.parseint(Fn.substr(Fn.sha256(Fn.jsonencode(marks)), 0, DIGITS), 16));
}

/**
 * A value as an argument: under its own name, or, with a version, as the write-only one that Terraform keeps nothing of.
 *
 * @param counter what the provider calls the number of a write-only argument
 */
export function valueArguments(
  name: string,
  value: unknown,
  version: number | undefined,
  counter: 'version' | 'revision' = 'version',
): Readonly<Record<string, unknown>> {
  return version === undefined ? { [name]: value } : { [`${name}_wo`]: value, [`${name}_wo_${counter}`]: version };
}

/** The mark of one name, for a store that keeps each name by itself, and what else of its resource the value follows. */
export function markOf(marks: Marks, name: string, ...more: readonly string[]): Marks {
  const mark = marks[name];
  if (!mark) throw new Error(`the value of "${name}" has no mark, so its version could not follow it`);
  return { [name]: [...mark, ...more] };
}
