import { isObject, listOf } from '../rotation';
import type { Change } from './change';

/** The arguments that say where in a store a resource writes. */
const PLACES: ReadonlyMap<string, readonly string[]> = new Map([
  ['vault_kv_secret_v2', ['namespace', 'mount', 'name']],
  ['azurerm_key_vault_secret', ['key_vault_id', 'name']],
  ['aws_secretsmanager_secret_version', ['secret_id']],
  ['aws_ssm_parameter', ['name']],
  ['google_secret_manager_secret_version', ['secret']],
  ['github_actions_secret', ['repository', 'secret_name']],
]);

/** What holds places: when it goes, everything below goes with it. */
const CONTAINERS: ReadonlyMap<string, (values: NonNullable<Change['before']>) => unknown> = new Map([
  ['vault_mount', ({ namespace, path }) => container('vault', namespace, path)],
  ['azurerm_key_vault', ({ id }) => container('azure', id)],
]);

/** The place that a resource writes to, before or after; undefined where that is not known. */
export function placeOf({ type, unknown, ...change }: Change, when: 'before' | 'after'): string | undefined {
  const values = change[when];
  if (!values) return undefined;
  if (type === 'vault_generic_secret' && typeof values.path === 'string') {
    const [mount, ...name] = values.path.split('/');
    return `vault_kv_secret_v2 ${JSON.stringify([values.namespace ?? null, mount, name.join('/')])}`;
  }
  if (type === 'kubernetes_secret_v1' || type === 'kubernetes_secret') return secretOf(values.metadata);
  const names = PLACES.get(type);
  if (!names) return undefined;
  const parts = names.map((name) => values[name] ?? null);
  const isKnown = parts.some((part) => typeof part === 'string') && names.every((name) => unknown[name] !== true);
  return isKnown ? `${type} ${JSON.stringify(parts)}` : undefined;
}

/** Both resources of the kubernetes provider write the same secrets. */
function secretOf(metadata: unknown): string | undefined {
  const [first] = listOf(metadata);
  if (!isObject(first) || typeof first.name !== 'string') return undefined;
  return `kubernetes_secret_v1 ${JSON.stringify([first.namespace ?? 'default', first.name])}`;
}

/** Whether a resource holds one value, so that a publication of several names is several resources. */
export function holdsOneName({ type }: Change): boolean {
  return ['azurerm_key_vault_secret', 'aws_ssm_parameter', 'github_actions_secret'].includes(type);
}

/** The container of the place that a publication writes to. */
export function containerOf({ type, after }: Change): string | undefined {
  if (!after) return undefined;
  if (type === 'vault_kv_secret_v2') return container('vault', after.namespace, after.mount);
  return type === 'azurerm_key_vault_secret' ? container('azure', after.key_vault_id) : undefined;
}

/** All places that a change writes to, leaves or takes away. */
export function placesOf(change: Change): ReadonlySet<string> {
  const gone = change.before && change.deed.includes('delete') && CONTAINERS.get(change.type)?.(change.before);
  const places = [placeOf(change, 'before'), placeOf(change, 'after'), gone || undefined];
  return new Set(places.filter((one): one is string => typeof one === 'string'));
}

function container(...parts: readonly unknown[]): string {
  return `container ${JSON.stringify(parts.map((part) => part ?? null))}`;
}

/**
 * Resources that add a version to a secret that stays. AWS keeps the version that carries AWSCURRENT when its resource
 * is destroyed, so any order will do; Google destroys it, so the new one has to be made first.
 */
export function addsVersion({ type, deed }: Change): boolean {
  if (type === 'aws_secretsmanager_secret_version') return deed.includes('create');
  return type === 'google_secret_manager_secret_version' && deed === 'create, then delete';
}
