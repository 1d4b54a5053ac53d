/**
 * What was given cannot be used: a broken manifest, an unknown set, a bad flag. Exit code 2.
 *
 * The message says the rule, what was got and the remedy; it never holds a secret.
 */
export class InputError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InputError';
  }
}

/** The step breaks a rule of the rotation; nothing was changed. Exit code 3. */
export class Refusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Refusal';
  }
}
