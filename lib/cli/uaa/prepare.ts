import {
  type ChangeMode,
  isAtWork,
  isChanged,
  lastingEffects,
  readJournal,
  restoreJournal,
  type SecretChange,
  UaaCalls,
  type Way,
  wayOf,
} from '../../admin/uaa/elevation';
import { InputError, Refusal } from '../../rotation';
import type { Context } from '../context';
import { type ConnectionOptions, type GivenConnection, readConnection } from './connection';
import { type NewSecret, type NewSecretOptions, readNewSecret } from './new-secret';
import { readSource } from './source';

export interface Wanted {
  readonly client: string;
  readonly mode: ChangeMode;
  readonly elevate: 'helper' | 'client';
}

export interface Given extends ConnectionOptions, NewSecretOptions {
  readonly oldSecretFrom?: string;
  readonly journal: string;
  readonly dryRun?: boolean;
}

/** A change that nothing speaks against, as far as looking can tell. */
export interface Prepared {
  readonly admin: UaaCalls;
  readonly connection: GivenConnection & { readonly url: string };
  readonly change: SecretChange;
  readonly newSecret: NewSecret;
  readonly way: Way;
  readonly why: string;
  readonly version: string;
  readonly journal: string;
  /** The change is there already, from a run before. */
  readonly already: boolean;
  /** Seconds that the client's access tokens live, as far as the client itself says it. */
  readonly validity: number;
  /** What elevating the client changes for good. */
  readonly lasting: readonly string[];
}

/** Minutes that a token must still be good for: the clean-up needs it too. */
const TOKEN_LEFT = 5;

/** Reads everything, restores after a killed run, and looks whether the change can be made. Changes no secret. */
export async function prepare(
  { client, mode, elevate }: Wanted,
  given: Given,
  context: Context,
  say: (line: string) => void,
): Promise<Prepared> {
  const newSecret = await readNewSecret(mode, given, context);
  const oldSecret =
    given.oldSecretFrom === undefined ? undefined : await readSource('--old-secret-from', given.oldSecretFrom, context);
  if (mode === 'delete' && oldSecret === undefined) {
    throw new InputError(
      '--mode delete needs --old-secret-from: UAA removes the older of two secrets whichever it is, so both are proven to be yours first',
    );
  }
  if (mode === 'update' && newSecret.delivery === undefined && oldSecret === undefined) {
    throw new InputError(
      '--mode update with --new-secret-from needs --old-secret-from: that the old one is refused tells that it is done',
    );
  }
  if (oldSecret === newSecret.value)
    throw new InputError('the new secret must differ from the old one, got the same twice');
  const { url, ...rest } = await readConnection(given, context);
  if (url === undefined)
    throw new InputError('--url is needed, got none: for example --url https://uaa.sys.example.com');
  const connection = { url, ...rest };
  const admin = new UaaCalls(connection, connection);
  const token = admin.token;
  requireTimeLeft(token.expires, context);
  await restoreBefore(given, connection, say);

  const version = await admin.version();
  const { way, why } = wayOf({ client, version, zone: connection.zone, token, elevate });
  requireOwn(way, client, token.clientId, oldSecret);
  const found = way === 'self' ? undefined : await admin.tryGetClient(client);
  if (way !== 'self' && !found) {
    throw new InputError(
      `the client must exist, got "${client}", which UAA at ${url} does not know: check the name and --zone`,
    );
  }
  const change: SecretChange = { client, mode, secret: newSecret.value, oldSecret };
  const already = newSecret.delivery === undefined && (await isChanged(admin, change));
  if (!already) await requireWorking(admin, change);
  await newSecret.delivery?.check();
  const { journal } = given;
  const validity = found?.access_token_validity ?? DEFAULT_VALIDITY;
  const lasting = way === 'client' && found ? lastingEffects(found) : [];
  return { admin, connection, change, newSecret, way, why, version, journal, already, validity, lasting };
}

/** Seconds that access tokens live where neither client nor zone says otherwise. */
const DEFAULT_VALIDITY = 43_200;

function requireTimeLeft(expires: number, { now }: Context): void {
  const left = Math.floor((expires - now().getTime()) / 60_000);
  if (left < TOKEN_LEFT) {
    throw new InputError(
      `the access token must be good for ${TOKEN_LEFT} minutes more, so that the clean-up can use it, got ${left < 0 ? 'one that has expired' : `${left}`}: get a fresh one ("uaac token owner get" or "cf oauth-token")`,
    );
  }
}

/** A start that finds a journal restores first. */
async function restoreBefore(
  given: Given,
  connection: Prepared['connection'],
  say: (line: string) => void,
): Promise<void> {
  const journal = await readJournal(given.journal);
  if (!journal) return;
  if (isAtWork(journal)) {
    throw new Refusal(
      `one run at a time uses the journal ${given.journal}, and process ${journal.pid} is at work with it: wait for it, or run "cdktf-rotation uaa restore" when that process is something else`,
    );
  }
  if (journal.url !== connection.url || journal.zone !== connection.zone || given.dryRun === true) {
    throw new Refusal(
      `the journal ${given.journal} of a run that was killed at ${journal.url} must be worked off first: run "cdktf-rotation uaa restore --journal ${given.journal}"`,
    );
  }
  say(`a run before this one was killed: restoring what it left first`);
  await restoreJournal(given.journal, journal, connection);
  say('restored');
}

function requireOwn(way: Way, client: string, tokenClient: string, oldSecret: string | undefined): void {
  if ((way === 'client' || way === 'self') && oldSecret === undefined) {
    throw new InputError(`UAA wants the secret in use to change it this way, got none: give it with --old-secret-from`);
  }
  if ((way === 'client' || way === 'helper') && tokenClient === client) {
    throw new InputError(
      `the access token must come through another client than "${client}": the change may end it before the clean-up; sign in through another one, such as uaac's "cf"`,
    );
  }
}

async function requireWorking(admin: UaaCalls, { client, mode, secret, oldSecret }: SecretChange): Promise<void> {
  if (oldSecret !== undefined && !(await admin.probe(client, oldSecret))) {
    throw new Refusal(
      `the old secret must work, but UAA refuses it for client "${client}": give the one in use, or leave --old-secret-from out`,
    );
  }
  if (mode === 'delete' && !(await admin.probe(client, secret))) {
    throw new Refusal(
      `the new secret must work before the old one is removed, but UAA refuses it for client "${client}": add it first with --mode add`,
    );
  }
}
