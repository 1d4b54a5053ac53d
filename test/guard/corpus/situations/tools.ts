import { setTimeout as sleep } from 'node:timers/promises';
import { generateKeyPair } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TerraformResource } from 'cdktf';
import { Kind } from '../../../../lib/rotation';
import type { Expected } from '../situation';
import type { Scene, Stage } from '../stage';

const generate = promisify(generateKeyPair);

export const ENTRA = 'entra-client-secret';
export const CERTIFICATE = 'entra-certificate';
export const AUTH0 = 'auth0-private-key-jwt';
export const OKTA_SECRET = 'okta-client-secret';
export const OKTA_KEY = 'okta-private-key-jwt';
export const UAA_SECRET = 'uaa-client-secret';
export const UAA_KEY = 'uaa-private-key-jwt';

export const SLOT_A = 'azuread_application_password.app_slot_a';
export const SLOT_B = 'azuread_application_password.app_slot_b';
/** The resource that holds both slots. */
export const PAIR: Readonly<Record<string, string>> = {
  [AUTH0]: 'auth0_client_credentials.app_slots',
  [OKTA_SECRET]: 'rotation_okta_client_secret.app_slots',
  [OKTA_KEY]: 'okta_app_oauth.okta_app',
  [UAA_SECRET]: 'rotation_uaa_client_secret.app_slots',
  [UAA_KEY]: 'rotation_uaa_client_key.app_slots',
};

export const LEAVES = ['step_0', 'step_1', 'clock_moved', 'clock_stayed'] as const;

/** The credential in use is removed while somebody goes on with it. */
export const CURRENT_STAYS: Expected = {
  verdict: 'unsafe',
  rule: 'current-stays',
  trace: [/is not valid any more$/, /still (publishes|signs? in with)/],
};
/** A credential is made and published by one apply. */
export const OLD_BEFORE_NEW: Expected = {
  verdict: 'unsafe',
  rule: 'old-before-new',
  trace: [/is valid from now on$/, /it publishes|consumers read it/],
};
export const ONE_STEP: Expected = {
  verdict: 'unsafe',
  rule: 'one-step',
  trace: [/^step \d+ \(\w+\) of "app" is applied/, /^this plan records step \d+/],
};
export const SET_STAYS: Expected = {
  verdict: 'unsafe',
  rule: 'set-stays',
  trace: [/is not valid any more$/, /consumers still sign in/],
};

export function nothing(): void {
  // Only the plan options matter.
}

/** The one resource of a set whose address ends so: `slot_a`, or the pair. */
export function slotOf({ set }: Scene, end: string): TerraformResource {
  const found = set.slotResources.find(({ friendlyUniqueId }) => friendlyUniqueId.endsWith(end));
  if (!found) throw new Error(`no slot ${end}`);
  return found;
}

export function onlyResource({ set }: Scene): TerraformResource {
  const [resource] = set.slotResources;
  if (!resource) throw new Error('the set has no resource');
  return resource;
}

export function storeOf({ set }: Scene): TerraformResource {
  const [store] = set.publications;
  if (!store) throw new Error('the set is published nowhere');
  return store;
}

/** Changes one argument of a resource in the code. */
export function override(resource: (scene: Scene) => TerraformResource, path: string, value: unknown) {
  return (stage: Stage): void => stage.alter((scene) => resource(scene).addOverride(path, value));
}

/** A public key whose private half the consumers find. */
export async function newKey(stage: Stage, generation: number): Promise<string> {
  const { publicKey, privateKey } = await generate('rsa', { modulusLength: 2048 });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const keyId = Kind.find(stage.kind.kind).key?.keyId(pem, generation) ?? '';
  const file = join(stage.world.directory, 'keys', `${keyId}.pem`);
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), { mode: 0o600 });
  return pem;
}

/** Consumers go on with a credential from outside; the given steps are applied on top. */
export async function startOutside(stage: Stage, ...steps: readonly string[]): Promise<void> {
  await stage.add('app', '--from-outside');
  await stage.apply();
  for (const step of steps) {
    await stage.take(step);
    await stage.apply();
  }
}

/** Two sets in one stack. */
export async function besideBilling(stage: Stage): Promise<void> {
  await stage.add('app');
  await stage.add('billing');
  stage.code.sets = ['app', 'billing'];
  await stage.apply();
}

/** Merges two commits: both steps are in the manifest of one apply. */
export function merged(...steps: readonly string[]) {
  return async (stage: Stage): Promise<void> => {
    for (const step of steps) await stage.take(step);
  };
}

/** The manifest goes back to what it was after so many of these steps, all of which are applied. */
export function reverted(steps: readonly string[], back: number) {
  return async (stage: Stage): Promise<void> => {
    const texts: string[] = [];
    await stage.add();
    await stage.apply();
    texts.push(stage.manifest);
    for (const step of steps) {
      await stage.take(step);
      await stage.apply();
      texts.push(stage.manifest);
    }
    stage.manifest = texts.at(-1 - back) as string;
  };
}

export async function pause(seconds: number): Promise<void> {
  await sleep(seconds * 1000);
}
