import { InputError } from './error';

const FORM = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/** `YYYY-MM-DDTHH:MM:SSZ`: the only form of an end date that Entra echoes byte for byte, so that a plan stays empty. */
export function timestamp(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}Z`;
}

export function isTimestamp(text: string): boolean {
  // A day that its month does not have, and an hour 24, are read as a later day.
  return FORM.test(text) && new Date(text).getUTCDate() === Number(text.slice(8, 10));
}

/** @throws InputError when the text is not a time in UTC */
export function parseTimestamp(text: string): Date {
  if (!isTimestamp(text)) throw new InputError(`a time looks like 2026-01-31T02:00:00Z, got "${text}"`);
  return new Date(text);
}
