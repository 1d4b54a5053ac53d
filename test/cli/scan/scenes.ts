import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { entraKeyId, Kind, type Manifest, publicJwk, type Slot, type Step } from '../../../lib/rotation';
import { Auth0Model, EntraModel, type ModelServer, OktaModel, UaaModel } from '../../../lib/testing';
import { certificate, rsaKey } from '../../support/keys';
import { EXPIRES, manifestOf, textOf } from '../../support/manifests';
import { ScanDesk } from './desk';
import { keyIds, stateText } from './state';

/** An application at a model identity provider, its manifest, and the state after its last apply. */
export interface Scene {
  readonly desk: ScanDesk;
  readonly model: ModelServer;
  readonly application: string;
  /** What signs in; often the application's id. */
  readonly clientId: string;
  readonly state: string;
  /** By slot: what `--discard` would name. */
  readonly ids: Readonly<Partial<Record<Slot, string>>>;
  /** Somebody else makes a credential that can sign in; answers its id. */
  readonly addForeign?: () => Promise<string>;
  /** The answer to the making of the next credential was lost; answers its id. */
  readonly addOrphan?: () => Promise<string>;
  readonly remove?: (slot: Slot) => void;
  /** Ids of what is there. */
  readonly left: () => Promise<readonly string[]>;
}

type MakeScene = (steps: readonly Step[], start?: 'outside') => Promise<Scene>;

interface World {
  readonly manifest: Manifest;
  readonly desk: ScanDesk;
}

/** Models and folders to take away after each test. */
export const rubbish: (() => unknown)[] = [];

const NOW = new Date('2026-03-01T00:00:00Z');
const SLOT_IDS = { a: 1, b: 2 } as const;
const ownSecret = (slot: Slot, generation: number): string =>
  `rot.${slot}.${generation}.${randomBytes(32).toString('base64url')}`;

const pems = new Map<string, Promise<string>>();

/** Keys take long to make, and each model is new: the same ones serve every test of a file. */
export function pem(form: 'rsa' | 'certificate', index: number): Promise<string> {
  const name = `${form} ${index}`;
  const made = pems.get(name) ?? (form === 'rsa' ? rsaKey() : certificate('app')).then(({ publicKey }) => publicKey);
  pems.set(name, made);
  return made;
}

export const SCENES: Readonly<Record<string, MakeScene>> = {
  'entra-client-secret': async (steps, start) => {
    const model = await started(EntraModel.start({ clock: () => NOW }));
    const { objectId, clientId } = model.addApplication({ displayName: 'app' });
    const { manifest, desk } = world(Kind.ENTRA_CLIENT_SECRET, steps, [], entraEnvironment(model), start);
    const add = (displayName: string, endDateTime = EXPIRES): string => {
      const { keyId, secretText } = model.addForeignSecret(clientId, { displayName, endDateTime });
      desk.secrets.push(secretText);
      return keyId;
    };
    const ids = filled(manifest, (slot) => add(`app ${slot} g${SLOT_IDS[slot]}`));
    const resources = Object.entries(ids).map(([slot, keyId]) => ({
      type: 'azuread_application_password',
      name: `app_slot_${slot}`,
      values: { application_id: `/applications/${objectId}`, key_id: keyId, value: 'secret-of-the-state' },
    }));
    desk.secrets.push('secret-of-the-state');
    return {
      ...common({ model, desk, manifest, ids, resources, application: objectId, clientId }),
      addForeign: async () => add('made in the portal'),
      addOrphan: async () => add(`app b g${manifest.find('app').state.generation}`),
      remove: (slot) => model.removeCredential(clientId, ids[slot] ?? ''),
      left: async () => model.liveCredentials(clientId).map(({ keyId }) => keyId),
    };
  },

  'entra-certificate': async (steps) => {
    const model = await started(EntraModel.start({ clock: () => NOW }));
    const { objectId, clientId } = model.addApplication({ displayName: 'app' });
    const pems = [await pem('certificate', 0), await pem('certificate', 1)];
    const { manifest, desk } = world(Kind.ENTRA_CERTIFICATE, steps, pems, entraEnvironment(model));
    const add = async (pem: string): Promise<string> => {
      const url = `${model.url}/v1.0/applications/${objectId}`;
      const headers = { authorization: 'Bearer test', 'content-type': 'application/json' };
      const { keyCredentials } = (await (await fetch(url, { headers })).json()) as { keyCredentials: object[] };
      const key = Buffer.from(pem).toString('base64');
      const one = { keyId: entraKeyId(pem), type: 'AsymmetricX509Cert', usage: 'Verify', key, endDateTime: EXPIRES };
      const body = JSON.stringify({ keyCredentials: [...keyCredentials, one] });
      await fetch(url, { method: 'PATCH', headers, body });
      return one.keyId;
    };
    const ids = keyIds(manifest);
    for (const slot of Object.keys(ids)) await add(pems[slot === 'a' ? 0 : 1] ?? '');
    const resources = Object.entries(ids).map(([slot, keyId]) => ({
      type: 'azuread_application_certificate',
      name: `app_slot_${slot}`,
      values: { application_id: `/applications/${objectId}`, key_id: keyId },
    }));
    return {
      ...common({ model, desk, manifest, ids, resources, application: objectId, clientId }),
      addForeign: async () => add(await pem('certificate', 2)),
      remove: (slot) => model.removeCredential(clientId, ids[slot] ?? ''),
      left: async () => model.liveCredentials(clientId).map(({ keyId }) => keyId),
    };
  },

  'auth0-private-key-jwt': async (steps) => {
    const model = await started(Auth0Model.start({ poolCap: 4, clock: () => NOW }));
    const { clientId } = model.addClient({ name: 'app' });
    const scanner = model.addClient({ name: 'scanner' });
    const pems = [await pem('rsa', 0), await pem('rsa', 1)];
    const environment = {
      AUTH0_DOMAIN: model.url,
      AUTH0_CLIENT_ID: scanner.clientId,
      AUTH0_CLIENT_SECRET: scanner.clientSecret,
    };
    const { manifest, desk } = world(Kind.AUTH0_PRIVATE_KEY_JWT, steps, pems, environment);
    const ids = filled(manifest, (slot) =>
      model.addForeignCredential(clientId, {
        pem: pems[slot === 'a' ? 0 : 1] ?? '',
        name: `app-${slot}`,
        as: 'attached',
      }),
    );
    const credentials = model.attached(clientId).map(({ id, kid, name }) => ({ id, key_id: kid, name }));
    const values = { client_id: clientId, private_key_jwt: [{ credentials }] };
    desk.secrets.push(scanner.clientSecret);
    const resources = [{ type: 'auth0_client_credentials', name: 'app_slots', values }];
    return {
      ...common({ model, desk, manifest, ids: keyIds(manifest), resources, application: clientId }),
      ids,
      addForeign: async () =>
        model.addForeignCredential(clientId, { pem: await pem('rsa', 2), name: 'JAR', as: 'stray' }),
      addOrphan: async () =>
        model.addForeignCredential(clientId, { pem: await pem('rsa', 3), name: 'app-b', as: 'stray' }),
      remove: (slot) => model.removeCredential(clientId, ids[slot] ?? ''),
      left: async () => model.pool(clientId).map(({ id }) => id),
    };
  },

  'okta-client-secret': async (steps, start) => {
    const model = await started(OktaModel.start({ clock: () => NOW }));
    const values = { a: start ? 'born-with-the-app' : ownSecret('a', 1), b: ownSecret('b', 2) };
    const { appId, secret } = model.addApp({ label: 'app', clientSecret: values.a });
    const { manifest, desk } = world(Kind.OKTA_CLIENT_SECRET, steps, [], oktaEnvironment(model), start);
    const ids = filled(manifest, (slot) =>
      slot === 'a' ? String(secret?.id) : model.addForeignSecret(appId, { value: values.b }).id,
    );
    const add = (value: string): string => {
      desk.secrets.push(value);
      return model.addForeignSecret(appId, { value }).id;
    };
    desk.secrets.push(values.a, values.b, model.apiToken);
    const resource = {
      app_id: appId,
      id_a: ids.a ?? null,
      id_b: ids.b ?? null,
      secret_a: values.a,
      secret_b: values.b,
    };
    const resources = [{ type: 'rotation_okta_client_secret', name: 'app_slots', values: resource }];
    return {
      ...common({ model, desk, manifest, ids, resources, application: appId }),
      addForeign: async () => add('made-in-the-console'),
      addOrphan: async () => add(ownSecret('b', manifest.find('app').state.generation)),
      remove: (slot) => model.removeSecret(appId, ids[slot] ?? ''),
      left: async () => model.secrets(appId).map(({ id }) => id),
    };
  },

  'okta-private-key-jwt': async (steps) => {
    const model = await started(OktaModel.start({ clock: () => NOW }));
    const pems = [await pem('rsa', 0), await pem('rsa', 1)];
    const { manifest, desk } = world(Kind.OKTA_PRIVATE_KEY_JWT, steps, pems, oktaEnvironment(model));
    const kids = keyIds(manifest);
    const jwks = Object.entries(kids).map(([slot, kid]) => ({ ...publicJwk(pems[slot === 'a' ? 0 : 1] ?? ''), kid }));
    const { appId } = model.addApp({ label: 'app', jwks });
    const keys = async (): Promise<readonly { readonly id: string; readonly kid: string }[]> => {
      const headers = { authorization: `SSWS ${model.apiToken}` };
      const answer = await fetch(`${model.url}/api/v1/apps/${appId}/credentials/jwks`, { headers });
      return ((await answer.json()) as { jwks: { keys: { id: string; kid: string }[] } }).jwks.keys;
    };
    const found = await keys();
    const add = async (kid: string): Promise<string> =>
      model.addForeignKey(appId, { ...publicJwk(await pem('rsa', 2)), kid });
    const resources = [{ type: 'okta_app_oauth', name: 'app', values: { id: appId, jwks } }];
    return {
      ...common({ model, desk, manifest, ids: kids, resources, application: appId }),
      ids: Object.fromEntries(found.map(({ id, kid }) => [kid === kids.a ? 'a' : 'b', id])),
      addForeign: () => add('theirs'),
      addOrphan: () => add('k0001-of-a-lost-answer'),
      left: async () => (await keys()).map(({ id }) => id),
    };
  },

  'uaa-client-secret': async (steps) => {
    const model = await started(UaaModel.start({ clock: () => NOW }));
    const { manifest, desk } = world(Kind.UAA_CLIENT_SECRET, steps, [], uaaEnvironment(model));
    const values = { a: 'first-secret-Aa1_', b: 'second-secret-Aa1_', coming: 'coming-secret-Aa1_' };
    const ids = filled(manifest, (slot) => `g${SLOT_IDS[slot]}`);
    const secrets = Object.keys(ids).map((slot) => values[slot as Slot]);
    model.addClient({ clientId: 'app', secrets });
    desk.secrets.push(...Object.values(values), model.admin.clientSecret);
    const of = (slot: Slot): object =>
      ids[slot] === undefined
        ? { [`generation_${slot}`]: null, [`secret_${slot}`]: null }
        : { [`generation_${slot}`]: SLOT_IDS[slot], [`secret_${slot}`]: values[slot] };
    const resource = { client_id: 'app', ...of('a'), ...of('b'), coming: values.coming };
    const resources = [{ type: 'rotation_uaa_client_secret', name: 'app_slots', values: resource }];
    return {
      ...common({ model, desk, manifest, ids, resources, application: 'app' }),
      addOrphan: async () => {
        model.addForeignSecret('app', values.coming);
        return 'coming';
      },
      remove: (slot) => (slot === 'a' ? model.deleteSecret('app') : model.updateSecret('app', values.a)),
      left: async () => model.client('app')?.secrets ?? [],
    };
  },

  'uaa-private-key-jwt': async (steps) => {
    const model = await started(UaaModel.start({ clock: () => NOW }));
    const pems = [await pem('rsa', 0), await pem('rsa', 1)];
    const { manifest, desk } = world(Kind.UAA_PRIVATE_KEY_JWT, steps, pems, uaaEnvironment(model));
    const ids = keyIds(manifest);
    model.addClient({ clientId: 'app' });
    desk.secrets.push(model.admin.clientSecret);
    const values = { client_id: 'app', kid_a: ids.a, kid_b: ids.b ?? null };
    const resources = [{ type: 'rotation_uaa_client_key', name: 'app_slots', values }];
    return {
      ...common({ model, desk, manifest, ids, resources, application: 'app' }),
      left: async () => model.client('app')?.keys ?? [],
    };
  },
};

async function started<Model extends ModelServer>(starting: Promise<Model>): Promise<Model> {
  const model = await starting;
  rubbish.push(() => model.close());
  return model;
}

function world(
  kind: Kind,
  steps: readonly Step[],
  keys: readonly string[],
  environment: Readonly<Record<string, string>>,
  outside?: 'outside',
): World {
  const folder = mkdtempSync(join(tmpdir(), 'scan-'));
  rubbish.push(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'rotation.json');
  const manifest = manifestOf({ app: { kind, steps, keys, outside } });
  writeFileSync(file, textOf(manifest));
  const desk = new ScanDesk(file, environment);
  desk.now = NOW;
  return { manifest, desk };
}

function common({
  model,
  desk,
  manifest,
  ids,
  resources,
  application,
  clientId = application,
}: World &
  Pick<Scene, 'model' | 'application' | 'ids'> & { readonly clientId?: string } & {
    resources: Parameters<typeof stateText>[0]['resources'];
  }) {
  const addressOf = (slot: string): string => {
    const one = resources.find(({ name }) => name === `app_slot_${slot}`) ?? resources[0];
    return `${one?.type}.${one?.name}`;
  };
  const slots = Object.fromEntries(Object.keys(ids).map((slot) => [slot, addressOf(slot)]));
  const state = stateText({ set: manifest.find('app'), ids, resources, slots });
  return { model, desk, application, clientId, ids, state };
}

function filled(manifest: Manifest, id: (slot: Slot) => string): Readonly<Partial<Record<Slot, string>>> {
  const { state } = manifest.find('app');
  return { ...(state.a && { a: id('a') }), ...(state.b && { b: id('b') }) };
}

function entraEnvironment(model: EntraModel): Readonly<Record<string, string>> {
  return { ENTRA_GRAPH_URL: model.url, ENTRA_LOGIN_URL: model.url, ARM_ACCESS_TOKEN: 'token-of-the-test' };
}

function oktaEnvironment(model: OktaModel): Readonly<Record<string, string>> {
  return { OKTA_ORG_URL: model.url, OKTA_API_TOKEN: model.apiToken };
}

function uaaEnvironment(model: UaaModel): Readonly<Record<string, string>> {
  const { clientId, clientSecret } = model.admin;
  return { UAA_URL: model.url, UAA_CLIENT_ID: clientId, UAA_CLIENT_SECRET: clientSecret };
}
