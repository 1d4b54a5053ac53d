import { randomBytes } from 'node:crypto';

/** An id as Okta makes them: `0oa…` for apps, `ocs…` for secrets, `pks…` for keys; 20 characters. */
export function oktaId(prefix: '0oa' | 'ocs' | 'pks'): string {
  return `${prefix}${randomBytes(32).toString('base64url').replace(/[-_]/g, '').slice(0, 17)}`;
}

/** A time as Okta writes it: whole seconds. */
export function oktaDate(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, '.000Z');
}
