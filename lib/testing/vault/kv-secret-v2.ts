import { isObject, PluginError, type CallContext, type ResourceType, type Value, type Values } from '../../plugin';
import { attempt } from '../provider/attempt';
import { given } from '../provider/given';
import { vault, type VaultConnection } from './connection';
import { canonicalJson, sameJson } from './json';
import { texts } from './kv-store';
import { KV_SECRET_V2 } from './schema';

type Context = CallContext<VaultConnection>;

interface Answer {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** `vault_kv_secret_v2`: every change is written as a new version of the same secret. */
export const kvSecretV2: ResourceType<VaultConnection> = {
  schema: KV_SECRET_V2,

  validate({ data_json, data_json_wo }) {
    if (data_json === null && data_json_wo === null) {
      return [{ severity: 'error', summary: 'one of data_json and data_json_wo must be set', path: ['data_json'] }];
    }
    if (data_json !== null && data_json_wo !== null) {
      return [{ severity: 'error', summary: '"data_json": conflicts with data_json_wo', path: ['data_json'] }];
    }
    return [];
  },

  async plan(_context, { prior, proposed }) {
    const same = prior && sameJson(prior.data_json, proposed.data_json);
    return { planned: same ? { ...proposed, data_json: prior.data_json as Value } : proposed };
  },

  create: write,

  async read(context, state) {
    if (state.disable_read === true) return state;
    const answer = (await attempt('reading secret', 'path', () =>
      vault(context, 'GET', `${String(state.mount)}/data/${String(state.name)}`),
    )) as Answer | undefined;
    return answer?.data
      ? { ...state, ...place(state), ...content(state, answer.data), metadata: texts(answer.metadata) }
      : undefined;
  },

  update: (context, _prior, planned, config) => write(context, planned, config),

  async delete(context, { mount, name, delete_all_versions }) {
    const what = delete_all_versions === true ? 'metadata' : 'data';
    await attempt('deleting secret', 'path', () =>
      vault(context, 'DELETE', `${String(mount)}/${what}/${String(name)}`),
    );
  },

  async import(_context, id) {
    const [, mount, name] = /^(.+?)\/data\/(.+)$/.exec(id) ?? [];
    if (mount === undefined || name === undefined) {
      throw new PluginError('parsing the id of the secret', `expected "<mount>/data/<name>", got "${id}"`);
    }
    return { id, mount, name, delete_all_versions: false, disable_read: false };
  },
};

async function write(context: Context, planned: Values, config: Values): Promise<Values> {
  const { mount, name, cas, options, custom_metadata: blocks } = planned;
  const data = parse(given(planned.data_json) ?? given(config.data_json_wo));
  const sent = { ...(isObject(options) ? options : {}), ...(typeof cas === 'number' ? { cas } : {}) };
  await attempt('writing secret', 'path', () =>
    vault(context, 'POST', `${String(mount)}/data/${String(name)}`, { data, options: sent }),
  );
  const custom: Value = Array.isArray(blocks) ? (blocks[0] as Value) : null;
  if (isObject(custom)) {
    await attempt('writing metadata', 'custom_metadata', () =>
      vault(context, 'POST', `${String(mount)}/metadata/${String(name)}`, metadataBody(custom)),
    );
  }
  const state = { ...planned, ...place(planned), custom_metadata: isObject(custom) ? [known(custom)] : [] };
  return (await kvSecretV2.read(context, { ...state, data: null, metadata: null })) ?? state;
}

function place({ mount, name }: Values): Values {
  const path = `${String(mount)}/data/${String(name)}`;
  return { id: path, path };
}

/** With a write-only value nothing of the secret comes into the state. */
function content({ data_json, data_json_wo_version }: Values, data: Readonly<Record<string, unknown>>): Values {
  if (typeof data_json_wo_version === 'number') return { data: null, data_json: null };
  const text = canonicalJson(data);
  return { data: texts(data), data_json: sameJson(data_json, text) ? (data_json as Value) : text };
}

function metadataBody({ data, max_versions, cas_required, delete_version_after }: Values): object {
  return {
    custom_metadata: isObject(data) ? data : null,
    max_versions: typeof max_versions === 'number' ? max_versions : 0,
    cas_required: cas_required === true,
    delete_version_after: `${typeof delete_version_after === 'number' ? delete_version_after : 0}s`,
  };
}

function known(custom: Values): Values {
  const { data = null, max_versions, cas_required, delete_version_after } = custom;
  return {
    data,
    max_versions: typeof max_versions === 'number' ? max_versions : 0,
    cas_required: cas_required === true,
    delete_version_after: typeof delete_version_after === 'number' ? delete_version_after : 0,
  };
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    throw new PluginError('data_json must be a JSON object', undefined, ['data_json']);
  }
}
