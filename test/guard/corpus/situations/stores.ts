import { KvSecretV2 } from '@cdktf/provider-vault/lib/kv-secret-v2';
import { Fn, type TerraformResource } from 'cdktf';
import { publishAt } from '../named';
import type { Expected, Situation } from '../situation';
import type { Stage } from '../stage';
import {
  AUTH0,
  CERTIFICATE,
  ENTRA,
  OKTA_KEY,
  OKTA_SECRET,
  UAA_KEY,
  UAA_SECRET,
  merged,
  onlyResource,
  slotOf,
  storeOf,
} from './tools';

type Dangerous = Omit<Situation, 'verdict'>;

const NOT_THERE_YET: Expected = {
  verdict: 'unsafe',
  rule: 'old-before-new',
  trace: [/it publishes/, /is not made yet$/],
};

const STILL_READ: Expected = {
  verdict: 'unsafe',
  rule: 'published-is-valid',
  trace: [/is not valid any more$/, /consumers that read/],
};

/** What publishes a set is lost, comes too early or reads the wrong slot. */
export const STORES: readonly Dangerous[] = [
  {
    name: 'publication-deleted',
    kind: ENTRA,
    prepare: (stage) => stage.reach('stage', 'promote'),
    change: (stage) => void (stage.code.publishes = false),
    expected: { verdict: 'unknown', rule: 'published-is-valid' },
  },
  {
    name: 'publication-moved',
    kind: ENTRA,
    prepare: (stage) => stage.reach('stage', 'promote'),
    change: (stage) => {
      stage.code.publishes = false;
      stage.alter(({ set }) => publishAt(set, stage.kind, 'app-elsewhere'));
    },
    expected: { verdict: 'unsafe', rule: 'published-is-valid' },
  },
  {
    name: 'publication-renamed',
    kind: AUTH0,
    prepare: (stage) => stage.reach('stage', 'promote'),
    change: (stage) => {
      stage.code.publishes = false;
      stage.alter(({ set }) => publishAt(set, stage.kind, 'app', 'vault-of-the-app'));
    },
    expected: { verdict: 'unsafe', rule: 'published-is-valid' },
  },
  ...[AUTH0, CERTIFICATE].flatMap((kind): Dangerous[] => [
    {
      name: `${kind}-published-before-created`,
      kind,
      prepare: async () => undefined,
      change: async (stage) => {
        unordered(stage);
        await stage.add();
      },
      expected: NOT_THERE_YET,
      world: { shows: 'failed sign-ins', hold: /credentials|applications/ },
    },
    {
      name: `${kind}-published-before-staged`,
      kind,
      prepare: (stage) => {
        unordered(stage);
        return stage.reach();
      },
      change: merged('stage', 'promote'),
      expected: NOT_THERE_YET,
      world: { shows: 'failed sign-ins', hold: /credentials|applications/ },
    },
  ]),
  {
    name: 'own-store-reads-the-recycled-slot',
    kind: ENTRA,
    prepare: (stage) => {
      ownStore(stage);
      return stage.reach('stage', 'promote');
    },
    change: merged('stage'),
    expected: STILL_READ,
  },
  ...[AUTH0, OKTA_KEY, OKTA_SECRET, UAA_KEY, UAA_SECRET].map((kind): Dangerous => ({
    name: `${kind}-own-store-reads-the-retired-slot`,
    kind,
    prepare: (stage) => {
      ownStore(stage);
      return stage.reach('stage', 'promote');
    },
    change: merged('retire'),
    expected: STILL_READ,
  })),
  {
    name: 'own-store-moves-to-a-new-secret',
    kind: ENTRA,
    prepare: (stage) => {
      ownStore(stage);
      return stage.reach();
    },
    change: async (stage) => {
      await stage.take('stage');
      stage.notes.slot = 'b';
    },
    // The same names move so at every stage, where they are those of the next credential.
    expected: { verdict: 'unknown', rule: 'published-is-valid' },
  },
];

/** The publication no longer waits for the credential that it names. */
function unordered(stage: Stage): void {
  stage.alter((scene) => storeOf(scene).addOverride('depends_on', undefined));
}

/** The user's own store at the place that consumers read, of one slot whatever its role: `stage.notes.slot`. */
function ownStore(stage: Stage): void {
  const { clientId } = stage.application;
  stage.code.publishes = false;
  stage.notes.slot = 'a';
  stage.alter((scene) => {
    const { stack, set } = scene;
    const slot = stage.notes.slot as 'a' | 'b';
    const { kind, state } = stage.set;
    const { publicKey } = state[slot] ?? {};
    // It goes on with the last key when the slot is empty.
    if (kind.key && publicKey !== undefined)
      stage.notes.keyId = kind.key.keyId(publicKey, state[slot]?.generation ?? 1);
    const entries = kind.key
      ? { clientId, keyId: stage.notes.keyId ?? '' }
      : secretOf(kind.name === ENTRA ? slotOf(scene, `slot_${slot}`) : onlyResource(scene), slot, clientId);
    set.publishes(new KvSecretV2(stack, 'own_store', { mount: 'kv', name: 'app', dataJson: Fn.jsonencode(entries) }));
  });
}

/** Of a resource for each slot, or of one for both. */
function secretOf(resource: TerraformResource, slot: string, clientId: string): Readonly<Record<string, string>> {
  const value = (name: string): string => resource.getStringAttribute(name);
  switch (resource.terraformResourceType) {
    case 'azuread_application_password':
      return { clientId, clientSecret: value('value'), keyId: value('key_id') };
    case 'rotation_okta_client_secret':
      return { clientId, clientSecret: value(`secret_${slot}`), keyId: value(`id_${slot}`) };
    default:
      return { clientId, clientSecret: value(`secret_${slot}`) };
  }
}
