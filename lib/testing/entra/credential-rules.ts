import type { Diagnostic, Value, Values } from '../../plugin';
import { tryObjectId } from './credential-id';

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** What the provider checks of a password or certificate before it plans. */
export function validateCredential(config: Values): readonly Diagnostic[] {
  return [
    ...applicationId(config.application_id),
    ...date(config, 'start_date'),
    ...date(config, 'end_date'),
    ...both(config),
  ];
}

function applicationId(value: Value | undefined): readonly Diagnostic[] {
  if (typeof value !== 'string' || tryObjectId(value) !== undefined) return [];
  return [error('application_id', `expected "application_id" to be "/applications/<object id>", got "${value}"`)];
}

function date(config: Values, name: string): readonly Diagnostic[] {
  const value = config[name];
  if (typeof value !== 'string' || RFC3339.test(value)) return [];
  return [error(name, `expected "${name}" to be a valid RFC3339 date, got "${value}"`)];
}

function both({ end_date: date, end_date_relative: relative }: Values): readonly Diagnostic[] {
  if (date === null || relative === null) return [];
  return [error('end_date', '"end_date": conflicts with end_date_relative')];
}

function error(attribute: string, summary: string): Diagnostic {
  return { severity: 'error', summary, path: [attribute] };
}
