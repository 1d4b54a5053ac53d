import { isObject, type ResourceType, Unknown, type Value, type Values } from '../../plugin';
import { attempt } from '../provider/attempt';
import { keepEmpty } from '../provider/keep-empty';
import { vault, type VaultConnection, VaultRefusal } from './connection';
import { MOUNT } from './schema';

type Json = Readonly<Record<string, unknown>>;

/** What Vault calls the arguments that can be tuned later. */
const TUNED: Readonly<Record<string, string>> = {
  allowed_managed_keys: 'allowed_managed_keys',
  allowed_response_headers: 'allowed_response_headers',
  audit_non_hmac_request_keys: 'audit_non_hmac_request_keys',
  audit_non_hmac_response_keys: 'audit_non_hmac_response_keys',
  default_lease_ttl_seconds: 'default_lease_ttl',
  delegated_auth_accessors: 'delegated_auth_accessors',
  force_no_cache: 'force_no_cache',
  identity_token_key: 'identity_token_key',
  listing_visibility: 'listing_visibility',
  max_lease_ttl_seconds: 'max_lease_ttl',
  passthrough_request_headers: 'passthrough_request_headers',
  plugin_version: 'plugin_version',
};

/** `vault_mount`: a secrets engine. */
export const mount: ResourceType<VaultConnection> = {
  schema: MOUNT,

  async create(context, planned) {
    const { path, type, description, options, local, seal_wrap, external_entropy_access } = known(planned);
    const body = { type, description, options, local, seal_wrap, external_entropy_access, config: tuned(planned) };
    await attempt('creating mount', 'path', () => vault(context, 'POST', `sys/mounts/${String(path)}`, body));
    return read({ ...known(planned), id: String(path) }, await found(context, String(path)));
  },

  async read(context, state) {
    const path = String(state.id);
    const answer = await vault(context, 'GET', `sys/mounts/${path}`).catch(noneThere);
    return answer === undefined ? undefined : read({ ...state, path }, answer as Json);
  },

  async update(context, prior, planned) {
    const { description, options } = planned;
    const path = String(prior.id);
    await attempt('tuning mount', 'path', () =>
      vault(context, 'POST', `sys/mounts/${path}/tune`, { ...tuned(planned), description, options }),
    );
    return read(planned, await found(context, path));
  },

  async delete(context, { id }) {
    await attempt('deleting mount', 'path', () => vault(context, 'DELETE', `sys/mounts/${String(id)}`));
  },

  async import(_context, id) {
    return { id, path: id };
  },
};

async function found(context: Parameters<typeof vault>[0], path: string): Promise<Json> {
  return (await attempt('reading mount', 'path', () => vault(context, 'GET', `sys/mounts/${path}`))) as Json;
}

/** Vault answers 400, not 404, for a path that nothing is mounted at. */
function noneThere(error: unknown): undefined {
  if (error instanceof VaultRefusal && error.status === 400) return undefined;
  throw error;
}

function read(state: Values, answer: Json): Values {
  const config = isObject(answer.config) ? answer.config : {};
  const tunable = Object.fromEntries(Object.entries(TUNED).map(([name, own]) => [name, config[own] ?? null]));
  const { accessor, type, description = null, options = null, local = null, seal_wrap = false } = answer as Values;
  const all = { ...state, ...tunable, accessor, type, description, options, local, seal_wrap } as Values;
  return keepEmpty(state, { ...all, force_no_cache: all.force_no_cache ?? false });
}

function tuned(planned: Values): Json {
  const values = known(planned);
  return Object.fromEntries(
    Object.entries(TUNED).flatMap(([name, own]) => (values[name] === null ? [] : [[own, values[name]]])),
  );
}

function known(planned: Values): Values {
  const entries = Object.entries(planned) as readonly (readonly [string, Value])[];
  return Object.fromEntries(entries.map(([name, value]) => [name, value instanceof Unknown ? null : value]));
}
