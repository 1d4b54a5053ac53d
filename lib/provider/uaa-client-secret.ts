import { randomBytes } from 'node:crypto';
import { type BlockSchema, type CallContext, PluginError, type ResourceType, Unknown, type Values } from '../plugin';
import type { Connections } from './connections';
import { KeyedLock } from './keyed-lock';
import { pause } from './pause';
import { checkCurrent, currentOf, generationOf, isActive, otherSlot, type Slot, SLOTS, textOf } from './slots';
import { checkGrace, checkStart, requireClient } from './uaa/client-check';
import { orderAfter, orderOf, secretWork, type SecretWork } from './uaa/secret-plan';
import { ensureOldestGone, ensureSecret, probeAll } from './uaa/secret-writes';

const SCHEMA: BlockSchema = {
  attributes: {
    id: { type: 'string', computed: true },
    client_id: { type: 'string', required: true, forceNew: true, description: 'The client whose secrets these are.' },
    current: { type: 'string', required: true, description: 'The slot in use: a, b or outside.' },
    generation_a: {
      type: 'number',
      optional: true,
      description: 'Which secret slot a holds; absent when it is empty.',
    },
    generation_b: {
      type: 'number',
      optional: true,
      description: 'Which secret slot b holds; absent when it is empty.',
    },
    initial_secret: {
      type: 'string',
      optional: true,
      sensitive: true,
      description: 'The secret that the client came with: the first one of the set.',
    },
    grace: { type: 'number', required: true, description: 'Seconds that the previous secret stays.' },
    secret_a: { type: 'string', computed: true, sensitive: true },
    secret_b: { type: 'string', computed: true, sensitive: true },
    coming: { type: 'string', computed: true, sensitive: true, description: 'The secret that the next stage adds.' },
    status_a: { type: 'string', computed: true, description: 'active or vanished.' },
    status_b: { type: 'string', computed: true, description: 'active or vanished.' },
    order: { type: 'string', computed: true, description: 'The slots, oldest secret at UAA first.' },
  },
};

/** Two writers of one process at one client would undo each other: UAA reads, then writes. */
const LOCK = new KeyedLock();

/** The ordered pair of secrets of a UAA client. */
export const uaaClientSecret: ResourceType<Connections> = {
  schema: SCHEMA,

  validate: (config) => checkCurrent(config, 'generation'),

  async plan({ client }, { prior, config, proposed }) {
    const id = proposed.client_id ?? null;
    if (!prior || (textOf(id) !== undefined && prior.client_id !== id)) {
      const planned = firstPlan(proposed);
      // A client that is not there yet may be made in the same apply.
      const found = textOf(id) === undefined ? undefined : await client.uaa().calls.tryGetClient(String(id));
      if (found) await checkStart(client.uaa(), found, proposed);
      return { planned, requiresReplace: prior ? ['client_id'] : [] };
    }
    const work = secretWork(prior, config);
    const touches = ['current', 'grace', 'generation_a', 'generation_b'].some((name) => prior[name] !== config[name]);
    if (touches || work.add !== undefined) {
      checkGrace(await requireClient(client.uaa(), String(prior.client_id)), config);
    }
    return { planned: nextPlan(prior, proposed, work) };
  },

  create: (context, planned) =>
    LOCK.run(String(planned.client_id), async () => {
      const access = context.client.uaa();
      const clientId = String(planned.client_id);
      await checkStart(access, await requireClient(access, clientId), planned);
      return { ...planned, coming: newSecret() };
    }),

  async read(context, state) {
    const { calls } = context.client.uaa();
    const clientId = String(state.client_id);
    if (!(await calls.tryGetClient(clientId))) {
      context.warn(
        `UAA has no client "${clientId}" any more`,
        'It was deleted by somebody else, and its secrets with it.',
      );
      return undefined;
    }
    const [a, b, coming] = await probeAll(
      calls,
      clientId,
      ['secret_a', 'secret_b', 'coming'].map((name) => textOf(state[name])),
    );
    if (coming) {
      context.warn(
        `UAA holds a secret of client "${clientId}" that no slot has yet`,
        'A stage was broken off after UAA had added its secret. Apply the same step again: it takes that secret.',
      );
    }
    const status = (slot: Slot, isRight = false): string | null =>
      generationOf(state, slot) === undefined ? null : isRight ? 'active' : 'vanished';
    return { ...state, status_a: status('a', a), status_b: status('b', b) };
  },

  update: (context, prior, planned) =>
    LOCK.run(String(prior.client_id), async () => {
      const work = secretWork(prior, planned);
      await apply(context, prior, work);
      return work.add === undefined ? planned : { ...planned, coming: newSecret() };
    }),

  delete: (context, state) =>
    LOCK.run(String(state.client_id), async () => {
      const access = context.client.uaa();
      const clientId = String(state.client_id);
      if (!(await access.calls.tryGetClient(clientId))) return;
      const [oldest, newest] = orderOf(state);
      const isOurs = [oldest, newest].every((slot) => slot !== undefined && isActive(state, slot));
      const isRemoved = isOurs && newest === currentOf(state);
      const [gone, stays] = [textOf(state[`secret_${oldest}`]), textOf(state[`secret_${newest}`])];
      if (isRemoved && gone !== undefined && stays !== undefined) {
        await ensureOldestGone(access, clientId, { gone, stays });
      }
      context.warn(
        isOurs && !isRemoved
          ? `both secrets of client "${clientId}" stay at UAA`
          : `the last secret of client "${clientId}" stays at UAA`,
        'UAA removes no last secret, and only ever the oldest of two. It goes with the client, or is replaced by "uaac secret set".',
      );
    }),

  async import() {
    throw new PluginError(
      'secrets of a UAA client cannot be imported: UAA never shows them',
      'Start the set with initialSecret, the value that the client has, or with --from-outside.',
    );
  },
};

/** A create writes nothing at UAA: a value made here and added with a lost answer would be known to nobody. */
function firstPlan(proposed: Values): Values {
  const current = currentOf(proposed);
  for (const slot of SLOTS) {
    if (generationOf(proposed, slot) !== undefined && slot !== current) {
      throw new PluginError(
        'the first apply of a UAA set is that of its start, got a staged or previous secret too',
        'Apply the manifest as it was when the set was added, then each step after it. Where the state was lost, remove the set and add it again with initialSecret.',
        [`generation_${slot}`],
      );
    }
  }
  if (current !== 'outside' && proposed.initial_secret === null) {
    throw new PluginError(
      'the first secret of a UAA set is the one that the client came with, got no initial_secret',
      'Give initialSecret, or start the set with --from-outside.',
      ['initial_secret'],
    );
  }
  const of = (slot: Slot): Values => ({
    [`secret_${slot}`]: slot === current ? (proposed.initial_secret ?? null) : null,
    [`status_${slot}`]: slot === current ? 'active' : null,
  });
  const order = current === 'outside' ? '' : current;
  return { ...proposed, ...of('a'), ...of('b'), id: proposed.client_id ?? null, order, coming: Unknown.VALUE };
}

function nextPlan(prior: Values, proposed: Values, work: SecretWork): Values {
  const of = (slot: Slot): Values => {
    if (slot === work.add) return { [`secret_${slot}`]: prior.coming ?? null, [`status_${slot}`]: 'active' };
    const isEmpty = generationOf(proposed, slot) === undefined;
    return {
      [`secret_${slot}`]: isEmpty ? null : (prior[`secret_${slot}`] ?? null),
      [`status_${slot}`]: isEmpty ? null : (prior[`status_${slot}`] ?? null),
    };
  };
  const coming = work.add === undefined ? (prior.coming ?? null) : Unknown.VALUE;
  return { ...proposed, ...of('a'), ...of('b'), id: prior.id ?? null, coming, order: orderAfter(prior, work) };
}

async function apply(context: CallContext<Connections>, prior: Values, { remove, add }: SecretWork): Promise<void> {
  if (remove === undefined && add === undefined) return;
  const access = context.client.uaa();
  const clientId = String(prior.client_id);
  const secretOf = (slot: Slot): string | undefined => textOf(prior[`secret_${slot}`]);
  if (remove !== undefined && isActive(prior, remove)) {
    const [gone, stays] = [secretOf(remove), secretOf(otherSlot(remove))];
    if (gone !== undefined && stays !== undefined) await ensureOldestGone(access, clientId, { gone, stays });
  }
  // A DELETE of an earlier run may still be under way, and would take the secret in use once another one is there: the
  // one added below, or by the stage after a removal alone.
  if (remove !== undefined) await pause(access.settle, context.signal);
  if (add === undefined) return;
  const secret = textOf(prior.coming);
  if (secret === undefined) throw new PluginError('the state holds no coming secret: it was edited by hand');
  const current = currentOf(prior);
  const inUse = current === 'outside' || current === add ? undefined : secretOf(current);
  await ensureSecret(access, clientId, { secret, current: inUse });
}

/** 256 bits, and one character of each class that a secret policy may ask for; 47 bytes, UAA tells 72 apart. */
function newSecret(): string {
  return `${randomBytes(32).toString('base64url')}Aa1_`;
}
