import { InputError, Refusal } from '../rotation';

/** The one table of exit codes; it stands in every `--help`. */
export const EXIT = { done: 0, bug: 1, input: 2, refused: 3, person: 4 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_HELP = `
Exit codes:
  0  done, or safe
  1  a bug in cdktf-rotation
  2  bad input or usage
  3  refused, unsafe or alarm; nothing was changed (advance: not in those sets)
  4  needs a person: cannot tell, or something outside could not be taken back`;

/** Something outside was changed and could not be taken back. Exit code 4. */
export class NeedsPerson extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NeedsPerson';
  }
}

export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof InputError) return EXIT.input;
  if (error instanceof Refusal) return EXIT.refused;
  if (error instanceof NeedsPerson) return EXIT.person;
  return EXIT.bug;
}
