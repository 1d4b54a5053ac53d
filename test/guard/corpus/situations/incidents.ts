import { ApplicationPasswordA } from '@cdktf/provider-azuread/lib/application-password';
import { KvSecretV2 } from '@cdktf/provider-vault/lib/kv-secret-v2';
import { Fn } from 'cdktf';
import type { AdminCall } from 'cdktf-rotation/testing';
import { publishAt } from '../named';
import type { Situation } from '../situation';
import type { Stage } from '../stage';
import {
  AUTH0,
  besideBilling,
  CERTIFICATE,
  ENTRA,
  startOutside,
  LEAVES,
  nothing,
  SLOT_B,
  slotOf,
  storeOf,
} from './tools';

type Dangerous = Omit<Situation, 'verdict'>;

const PUBLISHED = { verdict: 'unsafe', rule: 'published-is-valid' } as const;
const NO_HARM = { shows: 'not', why: 'what the plan does not say did no harm here' } as const;

/** What is left of an apply that failed, and of what somebody did about it at night. */
export const INCIDENTS: readonly Dangerous[] = [
  ...[ENTRA, AUTH0].map((kind) => ({
    name: `${kind}-promote-half-published-then-aborted`,
    kind,
    prepare: async (stage: Stage) => {
      await halfPublished(stage, ['stage'], 'promote');
      await stage.take('undo');
    },
    change: (stage: Stage) => stage.take('abort'),
    expected: PUBLISHED,
    world: { shows: 'not', why: 'who reads the second store goes on with the credential before' } as const,
  })),
  {
    name: 'promote-half-published-then-replaced',
    kind: ENTRA,
    prepare: (stage) => halfPublished(stage, ['stage'], 'promote'),
    change: (stage) => stage.take('undo'),
    plan: { replace: [SLOT_B] },
    expected: PUBLISHED,
    world: { shows: 'not', why: 'who reads the second store goes on with the credential before' },
  },
  {
    name: 'store-in-another-form-reads-the-recycled-slot',
    kind: ENTRA,
    prepare: (stage) => {
      const { clientId } = stage.application;
      stage.code.publishes = false;
      stage.alter((scene) => {
        const value = Fn.base64encode(slotOf(scene, 'slot_a').getStringAttribute('value'));
        const dataJson = Fn.jsonencode({ clientId, clientSecret: value });
        scene.set.publishes(new KvSecretV2(scene.stack, 'own_store', { mount: 'kv', name: 'app', dataJson }));
      });
      return stage.reach('stage', 'promote');
    },
    change: (stage) => stage.take('stage'),
    // Scrubbed, it is a form that the guard does not know.
    expected: { verdict: 'unknown', rule: 'published-is-valid' },
    world: { shows: 'not', why: 'the consumers of the model do not decode it' },
  },
  {
    name: 'legacy-secret-removed-at-promote-to-a-certificate',
    kind: CERTIFICATE,
    prepare: async (stage) => {
      legacySecret(stage);
      await startOutside(stage, 'stage');
    },
    change: async (stage) => {
      await stage.take('promote');
      stage.code.before = () => undefined;
    },
    expected: { verdict: 'unsafe', rule: 'current-stays' },
    world: { shows: 'not', why: 'the consumers of the legacy secret are not consumers of the store' },
  },
  {
    name: 'legacy-secret-removed-at-the-start',
    kind: ENTRA,
    prepare: async (stage) => {
      legacySecret(stage);
      await startOutside(stage);
    },
    change: (stage) => void (stage.code.before = () => undefined),
    expected: { verdict: 'unknown', rule: 'current-stays' },
    world: NO_HARM,
  },
  {
    name: 'store-out-of-state-at-promote',
    kind: ENTRA,
    prepare: async (stage) => {
      await stage.reach('stage');
      await stage.run('state', 'rm', 'vault_kv_secret_v2.app_vault');
    },
    change: (stage) => {
      stage.code.publishes = false;
      return stage.take('promote');
    },
    expected: { verdict: 'unknown', rule: 'published-is-valid' },
    world: NO_HARM,
  },
  {
    name: 'store-ignores-changes-at-promote',
    kind: ENTRA,
    prepare: (stage) => {
      stage.alter((scene) => {
        if (stage.notes.frozen) storeOf(scene).addOverride('lifecycle.ignore_changes', ['data_json']);
      });
      return stage.reach('stage');
    },
    change: (stage) => {
      stage.notes.frozen = 'yes';
      return stage.take('promote');
    },
    expected: { verdict: 'unknown', rule: 'published-is-valid' },
    world: NO_HARM,
  },
  {
    name: 'set-without-ledgers-dropped-beside-another',
    kind: ENTRA,
    prepare: async (stage) => {
      await besideBilling(stage);
      for (const leaf of LEAVES) await stage.run('state', 'rm', `terraform_data.app_${leaf}`);
    },
    change: (stage) => void (stage.code.sets = ['billing']),
    expected: { verdict: 'unknown', rule: 'readable' },
    world: { shows: 'not', why: 'the plan says nothing of who uses it' },
  },
  {
    name: 'deposed-store-at-the-same-place',
    kind: ENTRA,
    prepare: async (stage) => {
      stage.alter((scene) => storeOf(scene).addOverride('lifecycle.create_before_destroy', true));
      await stage.reach('stage', 'promote');
      const end = refuse(stage, ({ method }) => method === 'DELETE');
      await stage.plan({ replace: ['vault_kv_secret_v2.app_vault'] });
      await stage.applyPlan();
      end();
    },
    change: nothing,
    expected: PUBLISHED,
    world: { shows: 'failed sign-ins' },
  },
];

/** Legitimate, and easily taken for one of those. */
export const FALSE_ALARMS: readonly Dangerous[] = [
  {
    name: 'first-apply-failed-between-two-stores',
    kind: ENTRA,
    prepare: async (stage) => {
      stage.alter(({ set }) => publishAt(set, stage.kind, 'second', 'second'));
      await stage.add();
      const end = refuse(stage, ({ path }) => path.includes('second'));
      await stage.plan();
      await stage.applyPlan();
      end();
    },
    change: nothing,
    expected: { verdict: 'safe' },
    world: { shows: 'nothing' },
  },
];

/** Two stores, one of which is published to, while the other one refuses: the step is not recorded. */
async function halfPublished(stage: Stage, steps: readonly string[], step: string): Promise<void> {
  stage.alter(({ set }) => publishAt(set, stage.kind, 'second', 'second'));
  await stage.reach(...steps);
  await stage.take(step);
  const end = refuse(stage, ({ path }) => path.includes('second'));
  await stage.plan();
  await stage.applyPlan();
  end();
}

function refuse({ world }: Stage, matches: (call: AdminCall) => boolean): () => void {
  return world.vault.intercept((call) =>
    call.mutating && matches(call) ? { kind: 'refuse', status: 403, body: { errors: ['denied'] } } : undefined,
  );
}

function legacySecret(stage: Stage): void {
  const { applicationId } = stage.application;
  stage.code.before = (stack) =>
    void new ApplicationPasswordA(stack, 'legacy', { applicationId, displayName: 'made before the set' });
}
