import type { Value } from '../../plugin';

/** A planned text that the configuration sets; undefined for null and for what is only known after the apply. */
export function given(value: Value | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
