import { setTimeout as sleep } from 'node:timers/promises';
import { NoAnswer } from '../admin/no-answer';
import { UaaError } from '../admin/uaa/elevation';
import {
  type BlockSchema,
  type CallContext,
  isObject,
  PluginError,
  type ResourceType,
  Unknown,
  type Value,
  type Values,
} from '../plugin';
import type { Connections } from './connections';
import { changedSlot, checkCurrent, error, SLOTS, textOf } from './slots';
import { requireClient } from './uaa/client-check';
import type { UaaAccess } from './uaa-connection';

const JWK = 'Public key as a JSON Web Key with a kid; absent when the slot is empty.';

const SCHEMA: BlockSchema = {
  attributes: {
    id: { type: 'string', computed: true },
    client_id: { type: 'string', required: true, forceNew: true, description: 'The client whose keys these are.' },
    current: { type: 'string', required: true, description: 'The slot in use: a, b or outside.' },
    jwk_a: { type: 'string', optional: true, description: JWK },
    jwk_b: { type: 'string', optional: true, description: JWK },
    kid_a: { type: 'string', computed: true },
    kid_b: { type: 'string', computed: true },
  },
};

/**
 * The two public keys of a UAA client. Every change names a key by its kid, so it can be repeated: a kid that is there
 * keeps its key, one that is gone stays gone. UAA never shows which keys a client has.
 */
export const uaaClientKey: ResourceType<Connections> = {
  schema: SCHEMA,

  validate: (config) => [
    ...checkCurrent(config, 'jwk'),
    ...SLOTS.flatMap((slot) => {
      const jwk = textOf(config[`jwk_${slot}`]);
      return jwk === undefined || kidOf(jwk) !== undefined
        ? []
        : [error('a key is the public part of a JSON Web Key with a kid, as text', `jwk_${slot}`)];
    }),
  ],

  async plan({ client }, { prior, config, proposed }) {
    const isSame = prior && (config.client_id instanceof Unknown || prior.client_id === config.client_id);
    const changes = isSame ? changedSlot(prior, config, 'jwk') !== undefined : true;
    if (changes) await requireKeys(client.uaa());
    const kids = Object.fromEntries(SLOTS.map((slot) => [`kid_${slot}`, plannedKid(proposed[`jwk_${slot}`] ?? null)]));
    return {
      planned: { ...proposed, ...kids, id: proposed.client_id ?? null },
      requiresReplace: prior && !isSame ? ['client_id'] : [],
    };
  },

  async create(context, planned) {
    await requireClient(context.client.uaa(), String(planned.client_id));
    await change(context, {}, planned);
    return planned;
  },

  async read(context, state) {
    const clientId = String(state.client_id);
    if (await context.client.uaa().calls.tryGetClient(clientId)) return state;
    context.warn(`UAA has no client "${clientId}" any more`, 'It was deleted by somebody else, and its keys with it.');
    return undefined;
  },

  async update(context, prior, planned) {
    await change(context, prior, planned);
    return planned;
  },

  async delete(context, state) {
    await change(context, state, { client_id: state.client_id ?? null });
  },

  async import() {
    throw new PluginError(
      'keys of a UAA client cannot be imported: UAA never shows them',
      'Start the set with a new key, or with --from-outside; adding a key that is there already changes nothing.',
    );
  },
};

/** New keys first: in between there is one more, and never one less. */
async function change(context: CallContext<Connections>, prior: Values, planned: Values): Promise<void> {
  const access = context.client.uaa();
  const clientId = String(planned.client_id);
  const kids = (values: Values): readonly string[] => SLOTS.flatMap((slot) => textOf(values[`kid_${slot}`]) ?? []);
  for (const slot of SLOTS) {
    const [jwk, kid] = [textOf(planned[`jwk_${slot}`]), textOf(planned[`kid_${slot}`])];
    if (jwk === undefined || kid === undefined || kids(prior).includes(kid)) continue;
    const said = await repeat(access, () => access.calls.clientJwt(clientId, { changeMode: 'ADD', jwks: jwk }));
    if (said !== 'No key added') continue;
    context.warn(
      `UAA added no key to client "${clientId}"`,
      `Either the key ${kid} is there from an apply that was broken off, and all is well, or the client has a jwks_uri, which UAA takes instead of keys.`,
    );
  }
  for (const kid of kids(prior)) {
    if (kids(planned).includes(kid)) continue;
    await repeat(access, async () => {
      const isThere = await access.calls.tryGetClient(clientId);
      return isThere ? access.calls.clientJwt(clientId, { changeMode: 'DELETE', kid }) : '';
    });
  }
}

/** A call that got no clear answer is made once more, when the first one can no longer be committed. */
async function repeat(access: UaaAccess, call: () => Promise<string>): Promise<string> {
  try {
    return await call();
  } catch (thrown) {
    if (!(thrown instanceof NoAnswer) && !(thrown instanceof UaaError && thrown.status >= 500)) throw thrown;
    await sleep(access.settle);
    return call();
  }
}

/** @throws PluginError when the UAA is too old */
async function requireKeys(access: UaaAccess): Promise<void> {
  const version = await access.version();
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 76 || (major === 76 && minor >= 22)) return;
  throw new PluginError(
    `private_key_jwt needs UAA 76.22 or later, got ${version}`,
    'Use the kind uaa-client-secret with this server.',
  );
}

function plannedKid(jwk: Value): Value {
  return jwk instanceof Unknown ? jwk : typeof jwk === 'string' ? (kidOf(jwk) ?? null) : null;
}

/** Undefined for what is no public JSON Web Key with a kid. */
function kidOf(text: string): string | undefined {
  try {
    const jwk = JSON.parse(text) as Values;
    return isObject(jwk) && !('d' in jwk) && !('k' in jwk) ? textOf(jwk.kid) : undefined;
  } catch {
    return undefined;
  }
}
