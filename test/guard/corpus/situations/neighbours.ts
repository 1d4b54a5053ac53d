import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApplicationRegistration } from '@cdktf/provider-azuread/lib/application-registration';
import { AppOauth } from '@cdktf/provider-okta/lib/app-oauth';
import { KvSecretV2 } from '@cdktf/provider-vault/lib/kv-secret-v2';
import { Fn } from 'cdktf';
import { OktaClientSecret } from 'cdktf-rotation/okta';
import { requestToken } from 'cdktf-rotation/testing';
import { ownProvider } from '../../../../demo/kind';
import type { Expected, Situation } from '../situation';
import type { Stage } from '../stage';
import { AUTH0, ENTRA, startOutside, nothing, OKTA_SECRET } from './tools';

type Dangerous = Omit<Situation, 'verdict'>;

const CURRENT_STAYS: Expected = { verdict: 'unsafe', rule: 'current-stays' };
const PUBLISHED_IS_VALID: Expected = { verdict: 'unsafe', rule: 'published-is-valid' };

/** Resources of the user's own that a set does not know, and that hold the same application or the same place. */
export const NEIGHBOURS: readonly Dangerous[] = [
  {
    name: 'store-replaced',
    kind: ENTRA,
    prepare: (stage) => stage.reach('stage', 'promote'),
    change: nothing,
    plan: { replace: ['vault_kv_secret_v2.app_vault'] },
    expected: PUBLISHED_IS_VALID,
  },
  {
    name: 'store-taken-over-at-promote',
    kind: ENTRA,
    prepare: async (stage) => {
      const { world, application } = stage;
      const { clientId } = application;
      const { keyId, secretText } = world.entra.addForeignSecret(clientId, { displayName: 'made before the set' });
      stage.code.before = (stack) => {
        const dataJson = Fn.jsonencode({ clientId, clientSecret: secretText, keyId });
        new KvSecretV2(stack, 'legacy_store', { mount: 'kv', name: 'app', dataJson });
      };
      await startOutside(stage, 'stage');
    },
    change: async (stage) => {
      await stage.take('promote');
      stage.code.before = () => undefined;
    },
    expected: PUBLISHED_IS_VALID,
    world: { shows: 'failed sign-ins', hold: /^DELETE .*kv/ },
  },
  {
    name: 'second-writer-at-the-same-place',
    kind: ENTRA,
    prepare: (stage) => stage.reach('stage', 'promote'),
    change: (stage) => {
      stage.code.before = (stack) => {
        new KvSecretV2(stack, 'second', { mount: 'kv', name: 'app', dataJson: Fn.jsonencode({ team: 'payments' }) });
      };
    },
    expected: PUBLISHED_IS_VALID,
  },
  {
    name: 'application-destroyed',
    kind: ENTRA,
    prepare: async (stage) => {
      await stage.reach('stage', 'promote');
      stage.code.before = (stack) => new ApplicationRegistration(stack, 'registration', { displayName: 'app' });
      stage.deployment.synth();
      const id = stage.application.applicationId;
      await stage.run('import', '-no-color', '-input=false', 'azuread_application_registration.registration', id);
      await stage.apply();
    },
    change: (stage) => void (stage.code.before = () => undefined),
    expected: CURRENT_STAYS,
  },
  {
    name: 'auth0-second-resource-deleted',
    kind: AUTH0,
    prepare: async (stage) => {
      await stage.reach('stage', 'promote');
      cloneInState(stage, 'auth0_client_credentials', 'app_slots', 'legacy');
    },
    change: nothing,
    expected: CURRENT_STAYS,
  },
  ...(['status', 'token_endpoint_auth_method'] as const).map((argument): Dangerous => ({
    name: `okta-secret-app-${argument === 'status' ? 'deactivated' : 'method-changed'}`,
    kind: OKTA_SECRET,
    prepare: async (stage) => {
      ownApp(stage);
      await stage.add();
      await stage.apply();
    },
    change: (stage) => void (stage.notes[argument] = argument === 'status' ? 'INACTIVE' : 'none'),
    expected: CURRENT_STAYS,
  })),
];

/** The app is the user's own resource, as in most stacks, and the set takes its id from it. */
function ownApp(stage: Stage): void {
  const clientId = 'app-of-terraform';
  const { tokenUrl } = stage.world.okta;
  stage.useApplication({
    ...stage.application,
    clientId,
    signIn: ({ clientSecret = '' }) =>
      requestToken(tokenUrl, { client_id: clientId, client_secret: clientSecret, scope: 'orders.read' }),
  });
  stage.code.construct = (stack, _registration, rotation) => {
    ownProvider(stack);
    const app = new AppOauth(stack, 'okta_app', {
      label: 'app of terraform',
      clientId,
      type: 'service',
      grantTypes: ['client_credentials'],
      responseTypes: ['token'],
      tokenEndpointAuthMethod: stage.notes.token_endpoint_auth_method ?? 'client_secret_basic',
      status: stage.notes.status ?? 'ACTIVE',
    });
    return new OktaClientSecret(stack, 'app', { appId: app.id, clientId: app.clientId, rotation });
  };
}

/** As after a careless import: two addresses of one thing. */
function cloneInState(stage: Stage, type: string, name: string, clone: string): void {
  const file = join(stage.world.directory, 'stack', 'terraform.tfstate');
  const state = JSON.parse(readFileSync(file, 'utf8')) as {
    serial: number;
    resources: { readonly type: string; readonly name: string }[];
  };
  const found = state.resources.find((one) => one.type === type && one.name === name);
  if (!found) throw new Error(`no ${type}.${name} in the state`);
  state.resources.push({ ...found, name: clone });
  state.serial++;
  writeFileSync(file, JSON.stringify(state));
}
