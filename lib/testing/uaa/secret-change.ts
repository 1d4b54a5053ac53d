import type { ApiResponse } from '../http';
import type { Behaviour } from './behaviour';
import type { Client } from './client';
import { matches, newSecret } from './secret';
import { checkPolicy, type SecretPolicy } from './secret-policy';
import type { Caller } from './access';
import { type Body, object, text } from './body';
import { UaaError } from './uaa-error';

export interface SecretChange {
  readonly caller: Caller;
  readonly client: Client;
  readonly body: unknown;
  readonly policy: SecretPolicy;
  readonly behaviour: Behaviour;
}

const MODES = ['UPDATE', 'ADD', 'DELETE'] as const;
type Mode = (typeof MODES)[number];

/** `PUT /oauth/clients/{id}/secret`: the changed client and the answer, checked in the order that UAA checks. */
export function changeSecret(change: SecretChange): { readonly client: Client; readonly answer: ApiResponse } {
  const { client, policy, behaviour } = change;
  const body = object(change.body);
  const mode = modeOf(body);
  const secret = text(body.secret);
  checkCaller(change, text(body.oldSecret));
  checkCount(mode, client.secrets.length);
  switch (mode) {
    case 'UPDATE':
      checkPolicy(secret, policy, behaviour);
      return done({ ...client, secrets: secret === undefined ? [] : [newSecret(secret)] }, 'secret updated');
    case 'ADD':
      checkPolicy(secret, policy, behaviour);
      return done({ ...client, secrets: [...client.secrets, newSecret(secret ?? '')] }, 'Secret is added');
    case 'DELETE':
      return done({ ...client, secrets: client.secrets.slice(1) }, 'Secret is deleted');
  }
}

function modeOf({ changeMode = 'UPDATE' }: Body): Mode {
  if (changeMode === null) throw UaaError.bare(500);
  const mode = MODES.find((one) => one === changeMode);
  if (!mode) throw UaaError.bare(400);
  return mode;
}

/** An administrator changes any client's secret, others only that of the client whose token they have. */
function checkCaller({ caller, client, behaviour }: SecretChange, oldSecret: string | undefined): void {
  if (caller.user !== undefined && !behaviour.usersChangeSecrets) {
    throw UaaError.invalidClient('Only a client can change client secret');
  }
  if (caller.administersClients) return;
  if (caller.clientId !== client.clientId) {
    throw UaaError.invalidClient("Bad request. Not permitted to change another client's secret");
  }
  if (oldSecret === undefined || !client.secrets.some((secret) => matches(secret, oldSecret))) {
    throw UaaError.invalidClient('Previous secret is required and must be valid');
  }
}

function checkCount(mode: Mode, count: number): void {
  if (mode === 'ADD' && count > 1) {
    throw UaaError.invalidClient('client secret is either empty or client already has two secrets.');
  }
  if (mode === 'DELETE' && count !== 2) {
    throw UaaError.invalidClient('client secret is either empty or client has only one secret.');
  }
}

function done(client: Client, message: string): { readonly client: Client; readonly answer: ApiResponse } {
  return { client, answer: { status: 200, body: { status: 'ok', message } } };
}
