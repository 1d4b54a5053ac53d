import type { Change } from './change';

/** The arguments that say where in a store a resource writes. */
const PLACES: ReadonlyMap<string, readonly string[]> = new Map([
  ['vault_kv_secret_v2', ['namespace', 'mount', 'name']],
  ['vault_kv_secret', ['namespace', 'path']],
  ['azurerm_key_vault_secret', ['key_vault_id', 'name']],
  ['aws_ssm_parameter', ['name']],
  ['github_actions_secret', ['repository', 'secret_name']],
]);

/** The place that a resource writes to, before or after; undefined where that is not known. */
export function placeOf({ type, ...change }: Change, when: 'before' | 'after'): string | undefined {
  const names = PLACES.get(type);
  const values = change[when];
  if (!names || !values) return undefined;
  const parts = names.map((name) => values[name] ?? null);
  const isKnown =
    parts.some((part) => typeof part === 'string') && names.every((name) => change.unknown[name] !== true);
  return isKnown ? `${type} ${JSON.stringify(parts)}` : undefined;
}
