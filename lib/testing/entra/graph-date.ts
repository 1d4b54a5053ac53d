import { badRequest } from './graph-error';

/** A time as Graph writes it back: UTC, in whole seconds, however it was given. */
export function graphDate(given: string | Date): string {
  const time = new Date(given);
  if (Number.isNaN(time.getTime())) throw badRequest(`Invalid date: '${String(given)}'.`);
  return time.toISOString().replace(/\.\d+Z$/, 'Z');
}
