import { setTimeout as sleep } from 'node:timers/promises';
import { PluginError, type ProviderType, type ResourceType, type Values } from '../../../lib/plugin';

export interface Things {
  /** What exists, by id. */
  readonly boxes: Map<string, Values>;
  /** The names of those whose creation has begun. */
  readonly creating: string[];
  /** The calls that saw that they were aborted. */
  readonly aborted: string[];
}

interface Login {
  readonly region: string;
}

/** A provider of boxes in memory, whose failures the name of a box asks for. */
export function thingsProvider(): { readonly provider: ProviderType<Login>; readonly things: Things } {
  const things: Things = { boxes: new Map(), creating: [], aborted: [] };
  const box: ResourceType<Login> = {
    version: 1,
    schema: {
      attributes: {
        id: { type: 'string', computed: true },
        name: { type: 'string', required: true },
        region: { type: 'string', computed: true },
        color: { type: 'string', optional: true, forceNew: true },
        secret: { type: 'string', optional: true, sensitive: true, writeOnly: true },
        secret_seen: { type: 'string', computed: true },
      },
      blocks: {
        part: {
          nesting: 'set',
          block: {
            attributes: { name: { type: 'string', required: true }, serial: { type: 'string', computed: true } },
          },
        },
      },
    },

    validate({ name }) {
      return name === 'forbidden' ? [{ severity: 'error', summary: 'the name is forbidden', path: ['name'] }] : [];
    },

    async create({ client, signal }, planned, config) {
      things.creating.push(String(planned.name));
      const id = `box-${things.boxes.size + 1}`;
      const state = {
        ...stored(planned),
        id,
        region: client.region,
        secret: config.secret ?? null,
        secret_seen: config.secret ?? null,
      };
      switch (planned.name) {
        case 'throws':
          throw new TypeError('this is a bug');
        case 'refused':
          throw new PluginError('the box was refused', 'it is too big', ['name']);
        case 'half done':
          things.boxes.set(id, state);
          throw new PluginError('the box is half done', undefined, ['name'], state);
        case 'slow':
          await sleep(60_000, undefined, { signal }).catch(() => things.aborted.push('create'));
          throw new Error('aborted');
      }
      things.boxes.set(id, state);
      return state;
    },

    async read(_context, { id }) {
      return things.boxes.get(String(id));
    },

    async update(_context, prior, planned) {
      const state = stored(planned);
      things.boxes.set(String(prior.id), state);
      if (planned.name === 'half done') throw new PluginError('the update is half done', undefined, ['name'], state);
      return state;
    },

    async delete(_context, { id, name }) {
      if (name === 'stays') throw new PluginError('the box stays');
      things.boxes.delete(String(id));
    },

    async import(_context, id) {
      return { id };
    },
  };
  const provider: ProviderType<Login> = {
    address: 'registry.terraform.io/acme/things',
    schema: { attributes: { region: { type: 'string', optional: true } } },
    configure: async ({ region }) => ({ region: typeof region === 'string' ? region : 'default' }),
    resources: { things_box: box },
    dataSources: {
      things_region: {
        schema: { attributes: { name: { type: 'string', computed: true } } },
        read: async ({ client }) => ({ name: client.region }),
      },
    },
  };
  return { provider, things };
}

function stored(planned: Values): Values {
  const parts = Array.isArray(planned.part) ? planned.part : [];
  return { ...planned, part: parts.map((part: Values) => ({ ...part, serial: `serial of ${String(part.name)}` })) };
}
