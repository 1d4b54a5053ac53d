import { type Adopted, InputError, NEVER, timestamp } from '../../rotation';

/** A key that is in use, as the manifest will have it. */
export interface LiveKey {
  readonly publicKey: string;
  readonly adopted: Adopted;
  /** Absent where the provider does not know one: then the policy says it. */
  readonly expires?: string;
}

const ALGORITHMS = ['RS256', 'RS384', 'PS256'];

/** Names stand in Terraform's JSON, and in expressions there. @throws InputError */
export function nameOf(name: string, what: string): string {
  if (name.length <= 256 && /^[^"\\{\u0000-\u001f]+$/u.test(name)) return name;
  throw new InputError(
    `${what} is 1 to 256 characters without quotes, backslashes, braces and line breaks, got ${JSON.stringify(name.slice(0, 40))}: a key with another name cannot be adopted`,
  );
}

/** @throws InputError */
export function algorithmOf(name: string): Pick<Adopted, 'algorithm'> {
  if (!ALGORITHMS.includes(name)) {
    throw new InputError(`the algorithm of a key is one of ${ALGORITHMS.join(', ')}, got "${name}"`);
  }
  return name === 'RS256' ? {} : { algorithm: name };
}

/** The provider compares the text of a date, and here are whole seconds. @throws InputError */
export function expiryOf(text: string, what: string): string {
  if (text === 'never') return NEVER;
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text) && !Number.isNaN(Date.parse(text));
  if (isTime && Date.parse(text) % 1000 === 0) return timestamp(new Date(text));
  throw new InputError(
    `${what} is a time of whole seconds, as 2027-01-31T02:00:00Z, or "never", got ${JSON.stringify(text)}: as the provider shows it`,
  );
}

/** Both stand in a line of code. @throws InputError */
export function checkSecretName(text: string, what: string): void {
  if (/^[\w-]{1,100}$/.test(text)) return;
  throw new InputError(`${what} is letters, digits, hyphens and underscores, got another text: as Okta shows it`);
}
