import { TerraformData } from '../../../../lib/constructs/terraform-data';
import type { Situation } from '../situation';
import type { Stage } from '../stage';
import {
  AUTH0,
  CERTIFICATE,
  CURRENT_STAYS,
  ENTRA,
  OKTA_KEY,
  OKTA_SECRET,
  OLD_BEFORE_NEW,
  PAIR,
  SLOT_A,
  SLOT_B,
  UAA_KEY,
  UAA_SECRET,
  newKey,
  nothing,
  onlyResource,
  override,
  slotOf,
} from './tools';

type Dangerous = Omit<Situation, 'verdict'>;

const ROTATED = ['stage', 'promote'] as const;

/** The credential in use is replaced, renamed or edited. */
export const REPLACED: readonly Dangerous[] = [
  {
    name: 'both-slots-replaced',
    kind: ENTRA,
    prepare: (stage) => stage.reach(...ROTATED),
    change: (stage) =>
      stage.edit((state) => {
        state.generation = 4;
        if (state.a) state.a = { ...state.a, generation: 3 };
        if (state.b) state.b = { ...state.b, generation: 4 };
      }),
    expected: CURRENT_STAYS,
  },
  {
    name: 'current-replaced',
    kind: ENTRA,
    prepare: (stage) => stage.reach(),
    change: nothing,
    plan: { replace: [SLOT_A] },
    expected: CURRENT_STAYS,
  },
  {
    name: 'current-certificate-replaced',
    kind: CERTIFICATE,
    prepare: (stage) => stage.reach(...ROTATED),
    change: nothing,
    plan: { replace: ['azuread_application_certificate.app_slot_b'] },
    expected: CURRENT_STAYS,
    // The new one has the id of the old one, and is made first.
    world: { shows: 'failed apply', error: /already exists/ },
  },
  ...[AUTH0, OKTA_SECRET, OKTA_KEY, UAA_SECRET, UAA_KEY].map((kind) => ({
    name: `${kind}-pair-replaced`,
    kind,
    prepare: (stage: Stage) => stage.reach(...ROTATED),
    change: nothing,
    plan: { replace: [PAIR[kind] ?? ''] },
    expected: CURRENT_STAYS,
    // Our provider leaves the secret in use when it takes a pair away, and does not begin again beside it.
    ...(kind === OKTA_SECRET && {
      expected: { ...CURRENT_STAYS, trace: [/is left as it is, and managed no more$/] },
      world: { shows: 'failed apply', error: /initialSecret/ } as const,
    }),
  })),
  {
    name: 'previous-replaced',
    kind: ENTRA,
    prepare: (stage) => stage.reach('stage'),
    // Consumers read before this promote.
    change: async (stage) => {
      await stage.take('promote');
      await stage.apply();
    },
    plan: { replace: [SLOT_A] },
    expected: {
      verdict: 'unsafe',
      rule: 'outside-its-step',
      trace: [/is not valid any more$/, /consumers that have read it before/],
    },
  },
  {
    name: 'current-tainted',
    kind: ENTRA,
    prepare: (stage) => stage.reach(...ROTATED),
    change: (stage) => stage.run('taint', SLOT_B),
    expected: CURRENT_STAYS,
  },
  {
    name: 'current-tainted-at-promote',
    kind: ENTRA,
    prepare: (stage) => stage.reach('stage'),
    change: async (stage) => {
      await stage.take('promote');
      await stage.run('taint', SLOT_B);
    },
    expected: OLD_BEFORE_NEW,
  },
  {
    name: 'current-display-name-changed',
    kind: ENTRA,
    prepare: (stage) => stage.reach(),
    change: override((scene) => slotOf(scene, 'slot_a'), 'display_name', 'renamed by hand'),
    expected: CURRENT_STAYS,
  },
  {
    name: 'current-end-date-changed',
    kind: ENTRA,
    prepare: (stage) => stage.reach(...ROTATED),
    change: override((scene) => slotOf(scene, 'slot_b'), 'end_date', '2099-01-01T00:00:00Z'),
    expected: CURRENT_STAYS,
  },
  {
    name: 'current-end-date-changed-at-recycle',
    kind: ENTRA,
    prepare: (stage) => stage.reach(...ROTATED),
    change: async (stage) => {
      await stage.take('stage');
      override((scene) => slotOf(scene, 'slot_b'), 'end_date', '2099-01-01T00:00:00Z')(stage);
    },
    expected: CURRENT_STAYS,
  },
  {
    name: 'application-changed',
    kind: ENTRA,
    prepare: (stage) => stage.reach(),
    change: (stage) => {
      const { applicationId } = stage.applicationOf('other');
      override((scene) => slotOf(scene, 'slot_a'), 'application_id', applicationId)(stage);
    },
    expected: CURRENT_STAYS,
  },
  {
    name: 'auth0-client-changed',
    kind: AUTH0,
    prepare: (stage) => stage.reach(...ROTATED),
    change: (stage) => override(onlyResource, 'client_id', stage.applicationOf('other').clientId)(stage),
    expected: CURRENT_STAYS,
  },
  {
    name: 'okta-app-type-changed',
    kind: OKTA_KEY,
    prepare: (stage) => stage.reach(...ROTATED),
    change: (stage) => {
      override(onlyResource, 'type', 'web')(stage);
      override(onlyResource, 'redirect_uris', ['https://app.example.com/callback'])(stage);
    },
    expected: CURRENT_STAYS,
  },
  {
    name: 'okta-method-changed',
    kind: OKTA_KEY,
    prepare: (stage) => stage.reach(...ROTATED),
    change: override(onlyResource, 'token_endpoint_auth_method', 'client_secret_basic'),
    expected: CURRENT_STAYS,
  },
  {
    name: 'okta-app-deactivated',
    kind: OKTA_KEY,
    prepare: (stage) => stage.reach(),
    change: override(onlyResource, 'status', 'INACTIVE'),
    expected: CURRENT_STAYS,
  },
  {
    name: 'auth0-live-key-renamed',
    kind: AUTH0,
    prepare: (stage) => stage.reach(),
    change: override(onlyResource, 'private_key_jwt.0.credentials.0.name', 'Current Credential'),
    expected: CURRENT_STAYS,
  },
  {
    name: 'auth0-names-swapped',
    kind: AUTH0,
    prepare: (stage) => stage.reach(...ROTATED),
    change: (stage) => {
      override(onlyResource, 'private_key_jwt.0.credentials.0.name', 'app-b')(stage);
      override(onlyResource, 'private_key_jwt.0.credentials.1.name', 'app-a')(stage);
    },
    expected: CURRENT_STAYS,
  },
  {
    name: 'auth0-live-key-other-text',
    kind: AUTH0,
    prepare: (stage) => stage.reach(),
    change: (stage) => {
      const { publicKey = '' } = stage.set.state.a ?? {};
      override(onlyResource, 'private_key_jwt.0.credentials.0.pem', `${publicKey}\n`)(stage);
    },
    expected: CURRENT_STAYS,
    // With a free place the provider adds first, and Auth0 refuses the same key twice.
    world: { shows: 'failed apply', error: /already exist in client/ },
  },
  {
    name: 'auth0-live-key-other-text-beside-previous',
    kind: AUTH0,
    prepare: (stage) => stage.reach(...ROTATED),
    change: (stage) => {
      const { publicKey = '' } = stage.set.state.b ?? {};
      override(onlyResource, 'private_key_jwt.0.credentials.1.pem', `${publicKey}\n`)(stage);
    },
    expected: CURRENT_STAYS,
  },
  {
    name: 'auth0-live-key-parsed-expiry-changed',
    kind: AUTH0,
    prepare: (stage) => {
      override(onlyResource, 'private_key_jwt.0.credentials.0.parse_expiry_from_cert', true)(stage);
      return stage.reach();
    },
    change: override(onlyResource, 'private_key_jwt.0.credentials.0.expires_at', '2098-01-01T00:00:00.000Z'),
    expected: CURRENT_STAYS,
  },
  ...[AUTH0, OKTA_KEY, UAA_KEY].map((kind) => ({
    name: `${kind}-live-key-edited`,
    kind,
    prepare: (stage: Stage) => stage.reach(),
    change: async (stage: Stage) => {
      const publicKey = await newKey(stage, 1);
      stage.edit((state) => {
        if (state.a) state.a = { ...state.a, publicKey };
      });
    },
    expected: CURRENT_STAYS,
  })),
  ...[ENTRA, CERTIFICATE, AUTH0, UAA_KEY].map((kind) => ({
    name: `${kind}-slots-swapped`,
    kind,
    prepare: (stage: Stage) => stage.reach(...ROTATED),
    change: (stage: Stage) =>
      stage.edit((state) => {
        [state.a, state.b] = [state.b, state.a];
      }),
    expected: CURRENT_STAYS,
    // The id of a certificate comes from the certificate, and its new place is made before the old one goes.
    ...(kind === CERTIFICATE && { world: { shows: 'failed apply', error: /already exists/ } as const }),
  })),
  {
    name: 'shared-trigger-of-three-sets',
    kind: ENTRA,
    prepare: async (stage) => {
      for (const name of ['app', 'billing', 'orders']) await stage.add(name);
      stage.code.sets = ['app', 'billing', 'orders'];
      sharedTrigger(stage, 'lifecycle');
      await stage.apply();
    },
    change: (stage) => void (stage.notes.trigger = '2'),
    expected: CURRENT_STAYS,
  },
  {
    name: 'shared-trigger-of-two-sets-argument',
    kind: ENTRA,
    prepare: async (stage) => {
      for (const name of ['app', 'billing']) await stage.add(name);
      stage.code.sets = ['app', 'billing'];
      sharedTrigger(stage, 'argument');
      await stage.apply();
    },
    change: (stage) => void (stage.notes.trigger = '2'),
    expected: CURRENT_STAYS,
  },
];

const TRIGGER = 'rotate_everything';

/** One `terraform_data` whose change replaces every slot of every set: `stage.notes.trigger`. */
function sharedTrigger(stage: Stage, through: 'lifecycle' | 'argument'): void {
  stage.notes.trigger = '1';
  stage.alter(({ stack, sets }) => {
    new TerraformData(stack, TRIGGER, { input: stage.notes.trigger }).overrideLogicalId(TRIGGER);
    for (const slot of [...sets.values()].flatMap(({ slotResources }) => slotResources)) {
      if (through === 'lifecycle') slot.addOverride('lifecycle.replace_triggered_by', [`terraform_data.${TRIGGER}`]);
      else slot.addOverride('rotate_when_changed.everything', `\${terraform_data.${TRIGGER}.output}`);
    }
  });
}
