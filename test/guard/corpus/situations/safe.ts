import { Construct } from 'constructs';
import { EntraClientSecret } from 'cdktf-rotation/entra';
import { OktaClientSecret, OktaSecretRef } from 'cdktf-rotation/okta';
import { TerraformData } from '../../../../lib/constructs/terraform-data';
import { ownProvider } from '../../../../demo/kind';
import { publishAt } from '../named';
import type { Situation } from '../situation';
import type { Stage } from '../stage';
import {
  AUTH0,
  CERTIFICATE,
  ENTRA,
  merged,
  nothing,
  OKTA_KEY,
  OKTA_SECRET,
  onlyResource,
  pause,
  SLOT_B,
  storeOf,
  UAA_KEY,
  UAA_SECRET,
  startOutside,
} from './tools';
import { expiring } from './rare';

type Safe = Omit<Situation, 'verdict'>;

const SAFE = { verdict: 'safe' } as const;
/** Safe, and worth a word. */
const EXPLAINED = { verdict: 'safe', rule: 'outside-its-step' } as const;
const HEALING = { verdict: 'healing', rule: 'current-stays' } as const;
const NO_CONSUMERS = { shows: 'not', why: 'nobody signs in with what is deployed for the first time' } as const;
/** A key that could not be removed is a stray, which no plan shows and which Auth0 counts. */
const STRAY = { shows: 'failed apply', error: /maximum of 2 credentials/ } as const;
const TAKEN_DOWN = { shows: 'not', why: 'nobody signs in any more with what is taken down' } as const;

export const OTHER_SAFE: readonly Situation[] = [
  ...firstDeployments(),
  ...fromOutside(),
  ...beside(),
  ...drifted(),
  ...failedBefore(),
  ...takenDown(),
].map((one) => ({ ...one, verdict: 'safe' }));

function firstDeployments(): readonly Safe[] {
  return [ENTRA, CERTIFICATE, AUTH0, OKTA_KEY, OKTA_SECRET, UAA_KEY].map((kind) => ({
    name: `${kind}-first-deployment-later`,
    kind,
    prepare: async () => undefined,
    change: async (stage) => {
      await stage.add();
      await merged('stage', 'promote', 'stage')(stage);
    },
    expected: SAFE,
    world: NO_CONSUMERS,
  }));
}

function fromOutside(): readonly Safe[] {
  const steps: readonly (readonly [string, readonly string[], string])[] = [
    ['outside-start', [], ''],
    ['outside-stage', [], 'stage'],
    ['outside-promote', ['stage'], 'promote'],
    ['outside-abort', ['stage'], 'abort'],
    ['outside-stage-after-promote', ['stage', 'promote'], 'stage'],
  ];
  return [ENTRA, OKTA_SECRET].flatMap((kind) =>
    steps.map(([name, before, step]) => ({
      name: `${kind}-${name}`,
      kind,
      prepare: async (stage: Stage) => {
        outside(stage);
        if (step === '') return;
        await startOutside(stage, ...before);
      },
      change: (stage: Stage) => (step === '' ? stage.add('app', '--from-outside') : stage.take(step)),
      expected: SAFE,
    })),
  );
}

/** Consumers sign in with a secret that somebody made before there was a set. */
function outside(stage: Stage): void {
  const { world, kind, application } = stage;
  const { clientId, applicationId, firstSecretId = '' } = application;
  if (kind.kind === ENTRA) {
    const { keyId, secretText } = world.entra.addForeignSecret(clientId, { displayName: 'made before the set' });
    world.vault.write('kv', 'app', { clientId, clientSecret: secretText, keyId });
    return;
  }
  const { id, value } = world.okta.addForeignSecret(applicationId);
  world.okta.removeSecret(applicationId, firstSecretId);
  world.vault.write('kv', 'app', { clientId, clientSecret: value, keyId: id });
  stage.code.construct = (stack, _registration, rotation) => {
    ownProvider(stack);
    const adoptedSecrets = [OktaSecretRef.fromId(id)];
    return new OktaClientSecret(stack, 'app', { appId: applicationId, clientId, adoptedSecrets, rotation });
  };
}

function beside(): readonly Safe[] {
  return [
    {
      name: 'second-set-added',
      kind: ENTRA,
      prepare: (stage) => stage.reach('stage'),
      change: async (stage) => {
        await stage.add('billing');
        stage.code.sets = ['app', 'billing'];
      },
      expected: SAFE,
    },
    {
      name: 'two-sets-one-step-each',
      kind: ENTRA,
      prepare: async (stage) => {
        for (const name of ['app', 'billing']) await stage.add(name);
        stage.code.sets = ['app', 'billing'];
        await stage.apply();
        await stage.takeOn('billing', 'stage');
        await stage.apply();
      },
      change: async (stage) => {
        await stage.takeOn('billing', 'promote');
        await stage.take('stage');
      },
      expected: SAFE,
    },
    {
      name: 'unrelated-resource-added-at-promote',
      kind: ENTRA,
      prepare: (stage) => stage.reach('stage'),
      change: async (stage) => {
        await stage.take('promote');
        stage.alter(({ stack }) => new TerraformData(stack, 'unrelated', { input: 'added' }));
      },
      expected: SAFE,
    },
    {
      name: 'unrelated-resource-replaced',
      kind: ENTRA,
      prepare: (stage) => {
        stage.notes.trigger = '1';
        stage.alter(
          ({ stack }) => new TerraformData(stack, 'unrelated', { input: 'x', triggersReplace: stage.notes.trigger }),
        );
        return stage.reach('stage', 'promote');
      },
      change: (stage) => void (stage.notes.trigger = '2'),
      expected: SAFE,
    },
    {
      name: 'vault-metadata-changed',
      kind: ENTRA,
      prepare: (stage) => stage.reach('stage', 'promote'),
      change: (stage) =>
        stage.alter((scene) =>
          storeOf(scene).addOverride('custom_metadata', [{ max_versions: 5, data: { team: 'a' } }]),
        ),
      expected: SAFE,
    },
    {
      name: 'okta-label-changed',
      kind: OKTA_KEY,
      prepare: (stage) => stage.reach('stage'),
      change: (stage) => stage.alter((scene) => onlyResource(scene).addOverride('label', 'the application')),
      expected: SAFE,
    },
    {
      name: 'okta-label-changed-at-promote',
      kind: OKTA_KEY,
      prepare: (stage) => stage.reach('stage'),
      change: async (stage) => {
        await stage.take('promote');
        stage.alter((scene) => onlyResource(scene).addOverride('label', 'the application'));
      },
      expected: SAFE,
    },
    {
      name: 'auth0-live-key-expiry-changed',
      kind: AUTH0,
      prepare: (stage) => stage.reach(),
      change: (stage) =>
        stage.alter((scene) =>
          onlyResource(scene).addOverride('private_key_jwt.0.credentials.0.expires_at', '2098-01-01T00:00:00.000Z'),
        ),
      expected: SAFE,
    },
    {
      name: 'construct-moved',
      kind: ENTRA,
      prepare: (stage) => stage.reach('stage', 'promote'),
      change: (stage) => {
        stage.code.construct = (stack, { applicationId, clientId }, rotation) =>
          new EntraClientSecret(new Construct(stack, 'elsewhere'), 'renamed', { applicationId, clientId, rotation });
      },
      expected: SAFE,
    },
    {
      name: 'publication-added',
      kind: ENTRA,
      prepare: (stage) => stage.reach('stage', 'promote'),
      change: (stage) => stage.alter(({ set }) => publishAt(set, stage.kind, 'app-too', 'second-place')),
      expected: SAFE,
    },
    {
      name: 'publication-added-at-promote',
      kind: AUTH0,
      prepare: (stage) => stage.reach('stage'),
      change: async (stage) => {
        await stage.take('promote');
        stage.alter(({ set }) => publishAt(set, stage.kind, 'app-too', 'second-place'));
      },
      expected: SAFE,
    },
    {
      name: 'auth0-second-set-added',
      kind: AUTH0,
      prepare: (stage) => stage.reach('stage'),
      change: async (stage) => {
        await stage.add('billing');
        await stage.take('promote');
        stage.code.sets = ['app', 'billing'];
      },
      expected: SAFE,
    },
    {
      name: 'next-tainted-outside-its-step',
      kind: ENTRA,
      prepare: (stage) => stage.reach('stage'),
      change: (stage) => stage.run('taint', SLOT_B),
      expected: EXPLAINED,
    },
    ...[ENTRA, AUTH0, OKTA_KEY, UAA_KEY].map((kind) => ({
      name: `${kind}-new-key-within-stage`,
      kind,
      prepare: (stage: Stage) => stage.reach('stage'),
      change: (stage: Stage) => stage.take('stage', '--new-key'),
      expected: SAFE,
    })),
    {
      name: 'step-undone-before-it-was-applied',
      kind: ENTRA,
      prepare: (stage) => stage.reach('stage'),
      change: merged('promote', 'undo'),
      expected: SAFE,
    },
    {
      name: 'policy-edited',
      kind: ENTRA,
      prepare: (stage) => stage.reach('stage'),
      change: (stage) => {
        stage.manifest = stage.manifest.replace(/"soak": "0s"/, '"soak": "1s"');
      },
      expected: SAFE,
    },
  ];
}

function drifted(): readonly Safe[] {
  const gone = (kind: string, which: 'published' | 'other') => (stage: Stage) => {
    const { world, application } = stage;
    const { clientId } = application;
    const isIt = (keyId: string): boolean => (keyId === stage.publishedKeyId) === (which === 'published');
    if (kind === AUTH0) {
      for (const { kid } of world.auth0.pool(clientId)) if (isIt(kid)) world.auth0.removeCredential(clientId, kid);
      return;
    }
    for (const { keyId } of world.entra.liveCredentials(clientId)) {
      if (isIt(keyId)) world.entra.removeCredential(clientId, keyId);
    }
  };
  return [
    ...mended(),
    ...[ENTRA, CERTIFICATE, AUTH0].flatMap((kind): readonly Safe[] => [
      {
        name: `${kind}-previous-vanished`,
        kind,
        prepare: (stage) => stage.reach('stage', 'promote'),
        change: gone(kind, 'other'),
        expected: EXPLAINED,
      },
      {
        name: `${kind}-previous-vanished-at-retire`,
        kind,
        prepare: (stage) => stage.reach('stage', 'promote'),
        change: async (stage) => {
          await stage.take('retire');
          gone(kind, 'other')(stage);
        },
        expected: SAFE,
      },
      {
        name: `${kind}-next-vanished`,
        kind,
        prepare: (stage) => stage.reach('stage'),
        change: gone(kind, 'other'),
        expected: EXPLAINED,
      },
      {
        name: `${kind}-current-vanished`,
        kind,
        prepare: (stage) => stage.reach('stage', 'promote'),
        change: gone(kind, 'published'),
        expected: HEALING,
        world: { shows: 'nothing afterwards' },
      },
      {
        name: `${kind}-current-vanished-at-stage`,
        kind,
        prepare: (stage) => stage.reach(),
        change: async (stage) => {
          await stage.take('stage');
          gone(kind, 'published')(stage);
        },
        expected: HEALING,
        world: { shows: 'nothing afterwards' },
      },
    ]),
  ];
}

/** Somebody takes the credential in use away where one resource holds both. UAA shows no keys: there nobody would see it. */
async function takeCurrentAway(stage: Stage): Promise<void> {
  const { world, application, publishedKeyId, kind } = stage;
  const { clientId, applicationId } = application;
  switch (kind.kind) {
    case OKTA_SECRET:
      return world.okta.removeSecret(applicationId, publishedKeyId);
    case UAA_SECRET:
      return world.uaa.updateSecret(clientId, world.uaa.client(clientId)?.secrets[0]);
    default:
      return takeOktaKeyAway(stage);
  }
}

/** As a person does in the console: the app is written anew, without the key. */
async function takeOktaKeyAway({ world, publishedKeyId }: Stage): Promise<void> {
  const headers = { authorization: `SSWS ${world.okta.apiToken}`, 'content-type': 'application/json' };
  const list = (await (await fetch(`${world.okta.url}/api/v1/apps`, { headers })).json()) as OktaApp[];
  for (const app of list) {
    const { jwks } = app.settings.oauthClient;
    if (!jwks) continue;
    jwks.keys = jwks.keys.filter(({ kid }) => kid !== publishedKeyId);
    const answer = await fetch(`${world.okta.url}/api/v1/apps/${app.id}`, {
      method: 'PUT',
      headers,
      body: JSON.stringify(app),
    });
    if (!answer.ok) throw new Error(await answer.text());
  }
}

interface OktaApp {
  readonly id: string;
  readonly settings: { readonly oauthClient: { readonly jwks?: { keys: { readonly kid: string }[] } } };
}

/** What consumers read or sign in with is broken before the apply, and right after it. */
function mended(): readonly Safe[] {
  return [
    ...[OKTA_KEY, OKTA_SECRET, UAA_SECRET].map((kind) => ({
      name: `${kind}-current-vanished`,
      kind,
      prepare: (stage: Stage) => stage.reach('stage', 'promote'),
      change: takeCurrentAway,
      expected: HEALING,
      world: { shows: 'nothing afterwards' } as const,
    })),
    {
      name: 'current-expired-at-promote',
      kind: ENTRA,
      prepare: async (stage) => {
        await expiring(stage);
        await stage.take('stage');
        await stage.apply();
      },
      change: async (stage) => {
        await stage.take('promote');
        await pause(8);
      },
      expected: HEALING,
      world: { shows: 'nothing afterwards' },
    },
    {
      name: 'store-edited-by-hand',
      kind: ENTRA,
      prepare: (stage) => stage.reach('stage', 'promote'),
      change: (stage) => void stage.world.vault.write('kv', 'app', { clientId: 'edited by hand' }),
      expected: SAFE,
      world: { shows: 'nothing afterwards' },
    },
    {
      name: 'store-edited-by-hand-at-retire',
      kind: ENTRA,
      prepare: (stage) => stage.reach('stage', 'promote'),
      change: async (stage) => {
        await stage.take('retire');
        stage.world.vault.write('kv', 'app', { clientId: 'edited by hand' });
      },
      expected: SAFE,
      world: { shows: 'nothing afterwards' },
    },
  ];
}

function failedBefore(): readonly Safe[] {
  const cases = [
    { name: 'stage-failed-at-the-store', before: [], step: 'stage', at: 'store' },
    { name: 'promote-failed-at-the-store', before: ['stage'], step: 'promote', at: 'store' },
    { name: 'recycle-failed-at-the-store', before: ['stage', 'promote'], step: 'stage', at: 'store' },
    { name: 'recycle-failed-at-the-removal', before: ['stage', 'promote'], step: 'stage', at: 'removal' },
    { name: 'retire-failed-at-the-removal', before: ['stage', 'promote'], step: 'retire', at: 'removal' },
  ] as const;
  return [ENTRA, AUTH0].flatMap((kind) =>
    cases.map(({ name, before, step, at }) => ({
      name: `${kind}-after-${name}`,
      kind,
      prepare: async (stage: Stage) => {
        await stage.reach(...before);
        await stage.take(step);
        await failOnce(stage, at);
      },
      change: nothing,
      expected: SAFE,
      ...(kind === AUTH0 && name === 'recycle-failed-at-the-removal' && { world: STRAY }),
    })),
  );
}

/** Applies while the store takes no writes, or while no credential can be taken away. */
async function failOnce(stage: Stage, at: 'store' | 'removal'): Promise<void> {
  const { world } = stage;
  const refused = { kind: 'refuse', status: 403, body: { error: { code: 'Forbidden', message: 'refused' } } } as const;
  const stops = (at === 'store' ? [world.vault] : world.identityProviders).map((model) =>
    model.intercept(({ mutating, path, method }) => {
      const removes = method === 'DELETE' || path.endsWith('/removePassword');
      return mutating && (at === 'store' || removes) ? refused : undefined;
    }),
  );
  await stage.plan();
  if ((await stage.applyPlan()) === undefined) throw new Error('the apply did not fail');
  for (const stop of stops) stop();
}

function takenDown(): readonly Safe[] {
  const removal = async (stage: Stage): Promise<void> => {
    await stage.take('remove', '--reason', 'the application is retired');
  };
  return [
    ...[ENTRA, AUTH0, OKTA_KEY, UAA_SECRET].map((kind) => ({
      name: `${kind}-removal-marked`,
      kind,
      prepare: (stage: Stage) => stage.reach('stage', 'promote'),
      change: removal,
      expected: SAFE,
    })),
    ...[ENTRA, AUTH0, OKTA_KEY].flatMap((kind) => [
      {
        name: `${kind}-destroyed-after-removal`,
        kind,
        prepare: async (stage: Stage) => {
          await stage.reach('stage', 'promote');
          await removal(stage);
          await stage.apply();
        },
        change: nothing,
        plan: { destroy: true },
        expected: SAFE,
        world: TAKEN_DOWN,
      },
      {
        name: `${kind}-dropped-after-removal`,
        kind,
        prepare: async (stage: Stage) => {
          await stage.reach('stage');
          await removal(stage);
          await stage.apply();
        },
        change: (stage: Stage) => void (stage.code.sets = []),
        expected: SAFE,
        world: TAKEN_DOWN,
      },
    ]),
  ];
}
