import { type AppSecret, OktaError } from '../admin/okta';
import { type BlockSchema, type CallContext, PluginError, type ResourceType, Unknown, type Values } from '../plugin';
import type { Connections } from './connections';
import { ensure } from './okta/ensure';
import { type Goal, goalOf, hasWork, type Wanted } from './okta/goal';
import { foresee, nextStep, refuseLater, secretFor } from './okta/next-step';
import { idsOf, readSlots, warnOfOthers } from './okta/read-slots';
import { explainOkta } from './okta/refusals';
import { checkRefs, isKnown, refsIn, SECRET_REF } from './okta/secret-ref';
import { nextTeardown } from './okta/teardown';
import { refuseUnsafe } from './okta/unsafe';
import { checkCurrent, generationOf, SLOTS, textOf } from './slots';

const SCHEMA: BlockSchema = {
  attributes: {
    id: { type: 'string', computed: true },
    app_id: { type: 'string', required: true, forceNew: true, description: 'The app whose secrets these are.' },
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
    id_a: { type: 'string', computed: true, description: "Okta's id of the secret." },
    id_b: { type: 'string', computed: true, description: "Okta's id of the secret." },
    secret_a: { type: 'string', computed: true, sensitive: true },
    secret_b: { type: 'string', computed: true, sensitive: true },
    status_a: { type: 'string', computed: true, description: 'active, inactive or vanished.' },
    status_b: { type: 'string', computed: true, description: 'active, inactive or vanished.' },
  },
  blocks: {
    initial: { nesting: 'single', block: SECRET_REF },
    adopted: { nesting: 'list', block: SECRET_REF },
  },
};

/** The pair of client secrets of an Okta app. */
export const oktaClientSecret: ResourceType<Connections> = {
  schema: SCHEMA,

  validate: (config) => [...checkCurrent(config, 'generation'), ...checkRefs(config)],

  async plan(context, { prior: before, config, proposed }) {
    refuseUnknown(config);
    const isReplaced = before !== undefined && before.app_id !== proposed.app_id;
    const prior = isReplaced ? undefined : before;
    if (prior) refuseUnsafe(prior, config);
    const goal = goalOf(prior, proposed);
    if ((!prior || goal.wanted.some(({ id }) => id === undefined)) && isForeseeable(proposed)) {
      await explained(async () => {
        const list = await look(context, goal.appId);
        if (!prior) refuseLater(goal, list);
        foresee(goal, list);
      });
    }
    return { planned: planned(prior, proposed, goal), requiresReplace: isReplaced ? ['app_id'] : [] };
  },

  create: (context, values) => reach(context, values, goalOf(undefined, values)),

  update: async (context, prior, values) => {
    const goal = goalOf(prior, values);
    return hasWork(prior, goal) ? reach(context, values, goal) : values;
  },

  read: (context, state) =>
    explained(async () => {
      const list = await tryLook(context, String(state.app_id));
      if (!list) {
        context.warn(
          `okta has no app ${String(state.app_id)} any more`,
          'It was deleted by somebody else, and its secrets with it.',
        );
        return undefined;
      }
      const found = readSlots(state, list);
      warnOfOthers(context, found, list);
      return found;
    }),

  delete: (context, state) =>
    explained(async () => {
      const appId = String(state.app_id);
      const place = { admin: context.client.okta(), appId, signal: context.signal };
      const held = idsOf(state);
      const left = await ensure(place, (list) => nextTeardown(held, list)).catch(goneApp);
      for (const { id } of left.filter((secret) => held.includes(secret.id))) {
        context.warn(
          `secret ${id} of app ${appId} stays`,
          'Okta refuses to deactivate the only active secret of an app; it goes with the app.',
        );
      }
    }),

  import: (context, appId) =>
    explained(async () => {
      const list = await look(context, appId);
      const empty = { id: appId, app_id: appId, current: 'outside', generation_a: null, generation_b: null };
      const found = readSlots(empty, list);
      if (SLOTS.some((slot) => generationOf(found, slot) !== undefined)) return found;
      throw new PluginError(
        `app ${appId} has secrets that this provider made, got ${list.length} and none of them is`,
        'There is nothing to import: apply instead. A set that begins finds its own secrets, and initialSecret names the one that the app came with.',
      );
    }),
};

async function reach(context: CallContext<Connections>, values: Values, goal: Goal): Promise<Values> {
  const { appId } = goal;
  const place = { admin: context.client.okta(), appId, signal: context.signal };
  const list = await explained(() => ensure(place, (now) => nextStep(goal, now)));
  return { ...values, id: appId, ...Object.assign({}, ...goal.wanted.map((wanted) => filled(goal, wanted, list))) };
}

/** A secret that was held and went between plan and apply is found missing by the next plan. */
function filled(goal: Goal, wanted: Wanted, list: readonly AppSecret[]): Values {
  const { slot } = wanted;
  const found = secretFor(goal, wanted, list);
  return found ? { [`id_${slot}`]: found.id, [`secret_${slot}`]: found.value, [`status_${slot}`]: 'active' } : {};
}

function planned(prior: Values | undefined, proposed: Values, { wanted }: Goal): Values {
  const slots = SLOTS.map((slot): Values => {
    const goal = wanted.find((one) => one.slot === slot);
    const of = (name: string): Values[string] => {
      if (!goal) return null;
      return goal.id === undefined ? Unknown.VALUE : (prior?.[`${name}_${slot}`] ?? null);
    };
    return { [`id_${slot}`]: of('id'), [`secret_${slot}`]: of('secret'), [`status_${slot}`]: goal ? 'active' : null };
  });
  return { ...proposed, id: proposed.app_id ?? null, ...slots[0], ...slots[1] };
}

function refuseUnknown(config: Values): void {
  for (const name of ['current', 'generation_a', 'generation_b']) {
    if (config[name] instanceof Unknown) {
      throw new PluginError(`${name} is known when the plan is made, got a value that is not`, undefined, [name]);
    }
  }
}

function isForeseeable(proposed: Values): boolean {
  const refs = [...refsIn(proposed, 'initial'), ...refsIn(proposed, 'adopted')];
  return textOf(proposed.app_id) !== undefined && refs.every(isKnown);
}

function look({ client, signal }: CallContext<Connections>, appId: string): Promise<readonly AppSecret[]> {
  return client.okta().secrets(appId, signal);
}

/** Undefined when there is no such app. */
function tryLook(context: CallContext<Connections>, appId: string): Promise<readonly AppSecret[] | undefined> {
  return look(context, appId).catch((error: unknown) => {
    if (error instanceof OktaError && error.kind === 'not found') return undefined;
    throw error;
  });
}

function goneApp(error: unknown): readonly AppSecret[] {
  if (error instanceof OktaError && error.kind === 'not found') return [];
  throw error;
}

async function explained<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    throw explainOkta(error);
  }
}
