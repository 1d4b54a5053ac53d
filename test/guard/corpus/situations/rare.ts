import { EntraClientSecret } from 'cdktf-rotation/entra';
import { Rotations } from 'cdktf-rotation';
import type { Situation } from '../situation';
import type { Stage } from '../stage';
import {
  AUTH0,
  CURRENT_STAYS,
  ENTRA,
  LEAVES,
  merged,
  nothing,
  pause,
  SET_STAYS,
  SLOT_A,
  storeOf,
  onlyResource,
  UAA_KEY,
  UAA_SECRET,
} from './tools';

type Dangerous = Omit<Situation, 'verdict'>;

/** What an operator does once in years. */
export const RARE: readonly Dangerous[] = [
  {
    name: 'uaa-newest-aborted',
    kind: UAA_SECRET,
    prepare: (stage) => stage.reach('stage'),
    change: (stage) =>
      stage.edit((state) => {
        state.step = 2;
        state.standby = 'empty';
        state.last = { ...state.last, step: 'abort', waits: 'none' };
        delete state.b;
      }),
    expected: { verdict: 'unknown', rule: 'whole-plan' },
    world: { shows: 'not', why: 'our provider refuses it at plan: UAA would remove the oldest, which is in use' },
  },
  {
    name: 'uaa-staged-key-left-out',
    kind: UAA_KEY,
    prepare: (stage) => stage.reach(),
    change: async (stage) => {
      await stage.take('stage');
      stage.alter((scene) => onlyResource(scene).addOverride('jwk_b', undefined));
    },
    expected: { verdict: 'unsafe', rule: 'published-is-valid', trace: [/publishes b \(generation 2\)$/] },
    world: { shows: 'not', why: 'the consumers here read current, and the key that is not there is the next one' },
  },
  {
    name: 'auth0-pair-lost-from-state',
    kind: AUTH0,
    prepare: (stage) => stage.reach('stage', 'promote'),
    change: (stage) => stage.run('state', 'rm', 'auth0_client_credentials.app_slots'),
    expected: { verdict: 'unsafe', rule: 'current-stays' },
    world: { shows: 'failed apply', error: /already exist in client|maximum of 2/ },
  },
  {
    name: 'set-forgotten',
    kind: ENTRA,
    prepare: (stage) => stage.reach('stage'),
    change: (stage) => {
      stage.code.sets = [];
      stage.code.before = (stack) => {
        const slots = ['slot_a', 'slot_b'].map((slot) => `azuread_application_password.app_${slot}`);
        const leaves = LEAVES.map((leaf) => `terraform_data.app_${leaf}`);
        const all = [...slots, ...leaves, 'vault_kv_secret_v2.app_vault'];
        stack.addOverride(
          'removed',
          all.map((from) => ({ from, lifecycle: { destroy: false } })),
        );
      };
    },
    expected: { verdict: 'unknown', rule: 'set-stays' },
    world: { shows: 'not', why: 'nothing is destroyed; nothing is rotated any more either' },
  },
  {
    name: 'set-renamed',
    kind: ENTRA,
    prepare: (stage) => stage.reach('stage', 'promote'),
    change: (stage) => {
      const document = JSON.parse(stage.manifest) as { sets: Record<string, unknown> };
      stage.manifest = JSON.stringify({ ...document, sets: { ...document.sets, renamed: document.sets.app } });
      stage.code.construct = (stack, { applicationId, clientId }) => {
        const rotation = Rotations.fromFile(stage.file).get('renamed');
        return new EntraClientSecret(stack, 'app', { applicationId, clientId, rotation });
      };
    },
    expected: SET_STAYS,
  },
  {
    name: 'published-secret-is-deposed',
    kind: ENTRA,
    prepare: async (stage) => {
      await stage.reach();
      await replaceWithoutStore(stage);
    },
    change: nothing,
    expected: CURRENT_STAYS,
  },
  {
    name: 'store-ignores-changes-at-retire',
    kind: ENTRA,
    prepare: (stage) => {
      stage.alter((scene) => storeOf(scene).addOverride('lifecycle.ignore_changes', ['data_json']));
      return stage.reach('stage', 'promote');
    },
    change: merged('retire'),
    expected: {
      verdict: 'unsafe',
      rule: 'published-is-valid',
      trace: [/is not valid any more$/, /consumers that read/],
    },
  },
  {
    name: 'current-expired',
    kind: ENTRA,
    prepare: expiring,
    change: () => pause(8),
    expected: { verdict: 'unsafe', rule: 'current-stays' },
  },
];

/** The current secret is valid for a few seconds more. */
export async function expiring(stage: Stage): Promise<void> {
  await stage.add();
  const expires = new Date(Date.now() + 8_000).toISOString().replace(/\.\d+Z/, 'Z');
  stage.edit((state) => {
    if (state.a) state.a = { ...state.a, expires };
  });
  await stage.apply();
}

/** The published secret is replaced, and the apply stops before the store hears of it: the old one is deposed. */
async function replaceWithoutStore(stage: Stage): Promise<void> {
  const { stripped } = stage.code;
  stage.code.stripped = true;
  const stop = stage.world.vault.intercept(({ mutating }) =>
    mutating ? { kind: 'refuse', status: 403, body: { errors: ['permission denied'] } } : undefined,
  );
  await stage.plan({ replace: [SLOT_A] });
  if ((await stage.applyPlan()) === undefined) throw new Error('the apply did not fail');
  stop();
  stage.code.stripped = stripped;
}
