import { type AppSecret, OktaError, type SecretPlace } from '../../admin/okta';
import { PluginError, type Values } from '../../plugin';
import type { Goal, Wanted } from './goal';
import { placeOf } from './own-value';
import { shownRef } from './secret-ref';

export function noRoom(goal: Goal, { slot }: Wanted, list: readonly AppSecret[]): PluginError {
  const { appId, wanted, published, mayRemoveAdopted } = goal;
  const held = new Set([...wanted.map(({ id }) => id), published]);
  const adopt = mayRemoveAdopted
    ? ', or list it in adoptedSecrets: then this set removes it when it needs the place'
    : '; the set removes none of others before its own secret is in use';
  return new PluginError(
    `okta holds two secrets of an app at most, got two that must stay at app ${appId}`,
    `${list.map((secret) => shownSecret(secret, held)).join('; ')}. ` +
      `Find out who signs in with what is not of this set. Where nobody does, deactivate and delete it at Okta${adopt}.`,
    [`generation_${slot}`],
  );
}

export function wrongInitial({ appId }: Goal, initial: Values, list: readonly AppSecret[]): PluginError {
  const found = list.map(({ id, hash, created }) => `${id} (hash ${hash}, made ${created})`).join(' and ');
  return new PluginError(
    `initialSecret is a secret of app ${appId}, got ${shownRef(initial)}, which the app does not have`,
    `Okta has ${found === '' ? 'none' : found}. Name the one that consumers sign in with; or leave initialSecret out when the app has room for another one.`,
    ['initial'],
  );
}

export function laterThanStart({ appId }: Goal, secret: AppSecret): PluginError {
  const { slot, generation } = placeOf(secret) as SecretPlace;
  return new PluginError(
    `a set begins with an app that has no later secret of a set, got ${secret.id} (made ${secret.created}, slot ${slot} generation ${generation}) of app ${appId}`,
    'A set of this app was removed, or this manifest is older than what was applied. Apply the latest manifest; where the set begins anew and consumers sign in with that secret, name it as initialSecret, or in adoptedSecrets with --from-outside; where nobody does, deactivate and delete it at Okta.',
    ['app_id'],
  );
}

export function onlyActive({ appId }: Goal, id: string): PluginError {
  return new PluginError(
    `okta keeps the only active secret of an app, got ${id} of app ${appId} to remove`,
    'The secret in use is gone or inactive at Okta. Plan again: the plan then shows how it is put back.',
  );
}

/** The same error with what to do about it. */
export function explainOkta(error: unknown): unknown {
  if (!(error instanceof OktaError)) return error;
  return new PluginError(error.message, remedyOf(error));
}

function remedyOf({ kind }: OktaError): string {
  const again = 'Then apply again: the provider looks at the list before it writes.';
  switch (kind) {
    case 'not found':
      return `The app is gone, or belongs to another organization: check app_id and okta.org_url. ${again}`;
    case 'unauthorized':
      return `The token is wrong, expired or revoked: give a valid one (OKTA_API_TOKEN, or the key of the service app). ${again}`;
    case 'forbidden':
      return `The token may not do this: it needs the scope okta.apps.manage and an admin role for this app. ${again}`;
    case 'rate limited':
      return `Okta limits calls and went on to do so: wait. ${again}`;
    case 'cap reached':
      return `Another secret was made at the same time, by a person or a second pipeline. ${again}`;
    case 'last active':
      return `The other secret was deactivated or removed at the same time. ${again}`;
    case 'server':
      return `Okta failed, and may have made the change all the same. ${again}`;
    case 'other':
      return again;
  }
}

function shownSecret(secret: AppSecret, held: ReadonlySet<string | undefined>): string {
  const place = placeOf(secret);
  const isOurs = place !== undefined || held.has(secret.id);
  const owner = isOurs
    ? `of this set${place ? `, slot ${place.slot} generation ${place.generation}` : ''}`
    : 'not of this set';
  return `${secret.id} (made ${secret.created}, ${secret.isActive ? 'active' : 'inactive'}) is ${owner}`;
}
