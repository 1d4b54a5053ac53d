import { InputError, isTimestamp } from '../rotation';

/** A moment of an option: a day, which begins at midnight in UTC, or a time. @throws InputError on another text */
export function momentOption(name: string, text: string): Date {
  const moment = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text;
  if (!isTimestamp(moment)) throw new InputError(`${name} is a day such as 2027-01-31, got "${text}"`);
  return new Date(moment);
}
