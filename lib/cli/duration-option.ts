import { Duration, InputError } from '../rotation';

/** The length of time that an option gives. @throws InputError with the name of the option on another text */
export function durationOption(name: string, text: string): Duration {
  try {
    return Duration.parse(text);
  } catch (error) {
    throw new InputError(`${name}: ${(error as Error).message}`);
  }
}
