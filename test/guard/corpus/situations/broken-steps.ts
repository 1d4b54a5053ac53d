import type { Situation } from '../situation';
import type { Stage } from '../stage';
import {
  AUTH0,
  CERTIFICATE,
  CURRENT_STAYS,
  ENTRA,
  LEAVES,
  OKTA_KEY,
  OKTA_SECRET,
  OLD_BEFORE_NEW,
  ONE_STEP,
  SLOT_A,
  SLOT_B,
  UAA_KEY,
  UAA_SECRET,
  merged,
  nothing,
  pause,
  reverted,
} from './tools';

type Dangerous = Omit<Situation, 'verdict'>;

const HISTORY = ['stage', 'promote', 'retire'] as const;

/** Steps that are skipped, merged, taken back or applied in part. */
export const BROKEN_STEPS: readonly Dangerous[] = [
  {
    name: 'promote-and-retire-without-create-before-destroy',
    kind: ENTRA,
    prepare: (stage) => {
      stage.code.createBeforeDestroy = false;
      return stage.reach('stage');
    },
    change: merged('promote', 'retire'),
    expected: CURRENT_STAYS,
    world: { shows: 'failed sign-ins', hold: /kv\/data/ },
  },
  ...[ENTRA, CERTIFICATE, AUTH0, OKTA_KEY, OKTA_SECRET, UAA_KEY, UAA_SECRET].map((kind): Dangerous => ({
    name: `${kind}-promote-and-retire`,
    kind,
    prepare: (stage) => stage.reach('stage'),
    change: merged('promote', 'retire'),
    expected: CURRENT_STAYS,
    world: { shows: 'failed sign-ins', hold: /kv\/data/ },
  })),
  ...[ENTRA, CERTIFICATE, AUTH0, OKTA_KEY, OKTA_SECRET, UAA_KEY].map((kind): Dangerous => ({
    name: `${kind}-stage-and-promote`,
    kind,
    prepare: (stage) => stage.reach(),
    change: merged('stage', 'promote'),
    expected: OLD_BEFORE_NEW,
  })),
  {
    name: 'promote-and-recycle',
    kind: ENTRA,
    prepare: (stage) => stage.reach('stage'),
    change: merged('promote', 'stage'),
    expected: CURRENT_STAYS,
  },
  {
    name: 'recycle-and-promote',
    kind: ENTRA,
    prepare: (stage) => stage.reach('stage', 'promote'),
    change: merged('stage', 'promote'),
    expected: OLD_BEFORE_NEW,
  },
  {
    name: 'retire-and-stage',
    kind: ENTRA,
    prepare: (stage) => stage.reach('stage', 'promote'),
    change: merged('retire', 'stage'),
    expected: ONE_STEP,
    world: { shows: 'wrong record' },
  },
  {
    name: 'skipped-step-ledgers-removed-from-state',
    kind: ENTRA,
    prepare: (stage) => stage.reach('stage'),
    change: async (stage) => {
      await merged('promote', 'retire')(stage);
      await removeLeavesFromState(stage);
    },
    expected: { verdict: 'unsafe', rule: 'record-stays' },
  },
  {
    name: 'promote-ledgers-removed-from-state',
    kind: ENTRA,
    prepare: (stage) => stage.reach('stage'),
    change: async (stage) => {
      await stage.take('promote');
      await removeLeavesFromState(stage);
    },
    expected: { verdict: 'unsafe', rule: 'record-stays' },
    world: { shows: 'not', why: 'this time the step is a legal one, and nothing checked that' },
  },
  {
    name: 'skipped-step-leaves-dropped-from-code',
    kind: ENTRA,
    prepare: (stage) => stage.reach('stage'),
    change: async (stage) => {
      await merged('promote', 'retire')(stage);
      dropLeaves(stage);
    },
    expected: CURRENT_STAYS,
  },
  {
    name: 'leaves-dropped-from-code',
    kind: ENTRA,
    prepare: (stage) => stage.reach('stage'),
    change: dropLeaves,
    expected: { verdict: 'unsafe', rule: 'record-stays' },
    world: { shows: 'wrong record' },
  },
  ...[ENTRA, AUTH0].map((kind): Dangerous => ({
    name: `${kind}-reverted-promote`,
    kind,
    prepare: reverted(HISTORY.slice(0, 2), 1),
    change: nothing,
    expected: ONE_STEP,
    world: { shows: 'wrong record' },
  })),
  {
    name: 'reverted-to-the-start',
    kind: ENTRA,
    prepare: reverted(HISTORY.slice(0, 2), 2),
    change: nothing,
    expected: CURRENT_STAYS,
    world: { shows: 'failed sign-ins', hold: /kv\/data/ },
  },
  ...[ENTRA, AUTH0, OKTA_KEY].map((kind): Dangerous => ({
    name: `${kind}-reverted-after-retire`,
    kind,
    prepare: reverted(HISTORY, 2),
    change: nothing,
    expected: OLD_BEFORE_NEW,
  })),
  {
    name: 'reverted-after-recycle',
    kind: ENTRA,
    prepare: reverted(['stage', 'promote', 'stage', 'promote'], 2),
    change: nothing,
    expected: CURRENT_STAYS,
  },
  {
    name: 'added-again',
    kind: ENTRA,
    prepare: (stage) => stage.reach('stage', 'promote'),
    change: async (stage) => {
      const document = JSON.parse(stage.manifest) as { sets: Record<string, unknown> };
      stage.manifest = JSON.stringify({ ...document, sets: {} });
      await stage.add();
    },
    expected: CURRENT_STAYS,
  },
  {
    name: 'other-manifest',
    kind: ENTRA,
    prepare: (stage) => stage.reach('stage'),
    change: async (stage) => {
      await stage.take('promote');
      const document = JSON.parse(stage.manifest) as object;
      stage.manifest = JSON.stringify({ ...document, id: 'rot-of-another-deployment' });
    },
    expected: ONE_STEP,
    world: { shows: 'wrong record' },
  },
  {
    name: 'target-recycles-published',
    kind: ENTRA,
    prepare: (stage) => stage.reach('stage'),
    change: merged('promote', 'stage'),
    plan: { target: [SLOT_A] },
    expected: CURRENT_STAYS,
  },
  {
    name: 'target-of-the-recycled-slot',
    kind: ENTRA,
    prepare: (stage) => stage.reach('stage', 'promote'),
    change: merged('stage'),
    plan: { target: [SLOT_A] },
    expected: { verdict: 'unknown', rule: 'whole-plan' },
    world: { shows: 'wrong record' },
  },
  {
    name: 'target-of-the-store-at-promote',
    kind: ENTRA,
    prepare: (stage) => stage.reach('stage'),
    change: merged('promote'),
    plan: { target: ['vault_kv_secret_v2.app_vault'] },
    expected: { verdict: 'unknown', rule: 'whole-plan' },
    world: { shows: 'wrong record' },
  },
  {
    name: 'target-of-the-retired-slot-too-early',
    kind: ENTRA,
    prepare: (stage) => stage.reach('stage'),
    change: merged('promote', 'retire'),
    plan: { target: [SLOT_A] },
    expected: CURRENT_STAYS,
  },
  {
    name: 'next-vanished-before-promote',
    kind: ENTRA,
    prepare: (stage) => stage.reach('stage'),
    change: async (stage) => {
      await stage.take('promote');
      const { entra } = stage.world;
      for (const { keyId } of entra.liveCredentials(stage.application.clientId)) {
        if (keyId !== stage.publishedKeyId) entra.removeCredential(stage.application.clientId, keyId);
      }
    },
    expected: OLD_BEFORE_NEW,
  },
  {
    name: 'promote-of-an-expired-credential',
    kind: ENTRA,
    prepare: async (stage) => {
      await stage.reach();
      await stage.take('stage');
      const expires = new Date(Date.now() + 5_000).toISOString().replace(/\.\d+Z/, 'Z');
      stage.edit((state) => {
        if (state.b) state.b = { ...state.b, expires };
      });
      await stage.apply();
    },
    change: async (stage) => {
      await stage.take('promote');
      await pause(6);
    },
    expected: { verdict: 'unsafe', rule: 'not-expired' },
    world: { shows: 'failed sign-ins' },
  },
  {
    name: 'slot-lost-from-state',
    kind: ENTRA,
    prepare: (stage) => stage.reach('stage', 'promote'),
    change: (stage) => stage.run('state', 'rm', SLOT_B),
    expected: { verdict: 'unsafe', rule: 'current-stays' },
  },
  {
    name: 'ledger-of-a-later-format',
    kind: ENTRA,
    prepare: (stage) => stage.reach('stage'),
    change: async (stage) => {
      await stage.take('promote');
      stage.alter(({ set }) => set.leaves.at(-1)?.addOverride('input.format', 2));
    },
    expected: { verdict: 'unknown', rule: 'readable' },
    world: { shows: 'not', why: 'nothing is lost, only the guard cannot read it' },
  },
];

async function removeLeavesFromState(stage: Stage): Promise<void> {
  await stage.run('state', 'rm', ...LEAVES.map((leaf) => `terraform_data.app_${leaf}`));
}

function dropLeaves(stage: Stage): void {
  stage.alter(({ set }) => {
    for (const leaf of LEAVES) set.node.tryRemoveChild(leaf);
  });
}
