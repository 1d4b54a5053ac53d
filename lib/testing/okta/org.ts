import { type App, object, usesSecret } from './app';
import { checkKeys, type Json, newKey, replaceKeys, type StoredKey } from './key';
import { oktaDate, oktaId } from './okta-id';
import { OktaError } from './okta-error';
import { newSecret, SECRET_CAP, type Status, type StoredSecret } from './secret';
import type { OktaUnknowns } from './unknowns';

export interface OrgOptions {
  readonly now: () => Date;
  readonly unknowns: Required<OktaUnknowns>;
  /** Hears of every change; undefined before an app is made and after it is deleted. */
  readonly onChange: (before: App | undefined, after: App | undefined) => void;
}

const SECRET = 'OAuth2ClientSecretMediated';
const KEY = 'OAuth2ClientJsonWebKey';

/** The apps of an organization and the rules that Okta has for their credentials. */
export class Org {
  private readonly apps = new Map<string, App>();

  constructor(private readonly options: OrgOptions) {}

  get all(): readonly App[] {
    return [...this.apps.values()];
  }

  find(id: string): App | undefined {
    return this.apps.get(id);
  }

  get(id: string): App {
    const app = this.apps.get(id);
    if (!app) throw OktaError.notFound(id, 'AppInstance');
    return app;
  }

  create(body: Json, status: Status): App {
    const id = oktaId('0oa');
    const created = oktaDate(this.options.now());
    const clientId = String(sentClient(body).client_id ?? id);
    const empty = { id, clientId, status, created, lastUpdated: created, secrets: [], keys: [] };
    const app = this.filled({ ...empty, body: {}, authMethod: 'client_secret_basic' }, body);
    return this.store(undefined, app);
  }

  /** The full replace that `PUT /apps/{id}` is. */
  update(id: string, body: Json): App {
    const app = this.get(id);
    return this.store(app, { ...this.filled(app, body), lastUpdated: oktaDate(this.options.now()) });
  }

  setStatus(id: string, status: Status): void {
    const app = this.get(id);
    this.store(app, { ...app, status });
  }

  delete(id: string): void {
    const app = this.get(id);
    if (app.status === 'ACTIVE') throw OktaError.activeApp();
    this.remove(id);
  }

  /** Deletes an app past the rules. */
  remove(id: string): void {
    const app = this.get(id);
    this.apps.delete(id);
    this.options.onChange(app, undefined);
  }

  secret(id: string, secretId: string): StoredSecret {
    const secret = this.get(id).secrets.find((one) => one.id === secretId);
    if (!secret) throw OktaError.notFound(secretId, SECRET);
    return secret;
  }

  addSecret(id: string, { client_secret: value, status }: Json): StoredSecret {
    const app = this.get(id);
    if (app.authMethod === 'private_key_jwt') throw secretWithKeys();
    if (app.secrets.length >= SECRET_CAP) {
      throw OktaError.invalid(SECRET, 'You have reached the maximum number of client secrets per client.');
    }
    const secret = newSecret(value, status === 'INACTIVE' ? 'INACTIVE' : 'ACTIVE', this.options.now());
    if (this.options.unknowns.equalSecrets === 'refused' && app.secrets.some((one) => one.value === secret.value)) {
      throw OktaError.invalid(SECRET, 'The client secret is already in use.');
    }
    this.store(app, { ...app, secrets: [...app.secrets, secret] });
    return secret;
  }

  activateSecret(id: string, secretId: string): StoredSecret {
    this.checkRepeated(this.secret(id, secretId).status, 'ACTIVE', 'client secret');
    return this.setSecretStatus(id, secretId, 'ACTIVE');
  }

  deactivateSecret(id: string, secretId: string): StoredSecret {
    const secret = this.secret(id, secretId);
    this.checkRepeated(secret.status, 'INACTIVE', 'client secret');
    const others = this.get(id).secrets.filter((one) => one !== secret);
    if (secret.status === 'ACTIVE' && !others.some(({ status }) => status === 'ACTIVE')) {
      throw OktaError.invalid(SECRET, "You can't deactivate the only active client secret.");
    }
    return this.setSecretStatus(id, secretId, 'INACTIVE');
  }

  /** Sets the status past the rules. */
  setSecretStatus(id: string, secretId: string, status: Status): StoredSecret {
    const app = this.get(id);
    const changed = { ...this.secret(id, secretId), status, lastUpdated: oktaDate(this.options.now()) };
    this.store(app, { ...app, secrets: app.secrets.map((one) => (one.id === secretId ? changed : one)) });
    return changed;
  }

  deleteSecret(id: string, secretId: string): void {
    if (this.secret(id, secretId).status === 'ACTIVE') {
      throw OktaError.invalid(
        SECRET,
        "You can't delete an active client secret. Deactivate the secret before deleting it.",
      );
    }
    this.removeSecret(id, secretId);
  }

  /** Removes a secret past the rules. */
  removeSecret(id: string, secretId: string): void {
    const app = this.get(id);
    const secret = this.secret(id, secretId);
    this.store(app, { ...app, secrets: app.secrets.filter((one) => one !== secret) });
  }

  key(id: string, keyId: string): StoredKey {
    const key = this.get(id).keys.find((one) => one.id === keyId);
    if (!key) throw OktaError.notFound(keyId, KEY);
    return key;
  }

  addKey(id: string, body: Json): StoredKey {
    const app = this.get(id);
    if (app.keys.some(({ kid }) => kid === null)) {
      throw OktaError.invalid('jwks', "All keys in the 'jwks' must have a unique kid.");
    }
    const born = Math.max(0, ...app.keys.map((one) => one.born + 1));
    const key = newKey(body, this.options.now(), born);
    const keys = [...app.keys, key];
    checkKeys(keys);
    this.store(app, { ...app, keys });
    return key;
  }

  setKeyStatus(id: string, keyId: string, status: Status): StoredKey {
    const app = this.get(id);
    const key = this.key(id, keyId);
    this.checkRepeated(key.status, status, 'key');
    const others = app.keys.filter((one) => one !== key && one.status === 'ACTIVE');
    if (status === 'INACTIVE' && app.authMethod === 'private_key_jwt' && others.length === 0) {
      throw OktaError.invalid('jwks', "You can't deactivate the only active key.");
    }
    const changed = { ...key, status, lastUpdated: oktaDate(this.options.now()) };
    this.store(app, { ...app, keys: app.keys.map((one) => (one === key ? changed : one)) });
    return changed;
  }

  deleteKey(id: string, keyId: string): void {
    const app = this.get(id);
    const key = this.key(id, keyId);
    if (key.status === 'ACTIVE') throw OktaError.invalid('jwks', "You can't delete an active key.");
    this.store(app, { ...app, keys: app.keys.filter((one) => one !== key) });
  }

  private filled(app: App, body: Json): App {
    const oauth = sentClient(body);
    const { jwks, jwks_uri: uri } = object(object(body.settings).oauthClient);
    const sent = object(jwks).keys;
    const now = this.options.now();
    const keys = replaceKeys(app.keys, Array.isArray(sent) ? (sent as readonly Json[]) : [], now);
    const authMethod = String(oauth.token_endpoint_auth_method ?? app.authMethod);
    if (authMethod === 'private_key_jwt' && keys.length === 0 && typeof uri !== 'string') {
      throw OktaError.invalid(
        'jwks',
        "'jwks' or 'jwks_uri' is required when 'token_endpoint_auth_method' is 'private_key_jwt'.",
      );
    }
    const filled = { ...app, body, authMethod, keys };
    return { ...filled, secrets: this.secretsAfter(filled, oauth.client_secret) };
  }

  /** The secrets of an app after a POST or PUT of the whole app that carried `sent`. */
  private secretsAfter(app: App, sent: unknown): readonly StoredSecret[] {
    const { unknowns, now } = this.options;
    if (app.authMethod === 'private_key_jwt') {
      if (sent === undefined || sent === null) return app.secrets;
      if (sent === '' && unknowns.emptySecretWithKeys === 'ignored') return app.secrets;
      throw secretWithKeys();
    }
    if (!usesSecret(app)) return app.secrets;
    if (sent === undefined || sent === null || sent === '') {
      return app.secrets.length > 0 ? app.secrets : [newSecret(undefined, 'ACTIVE', now())];
    }
    const known = app.secrets.find(({ value, status }) => value === sent && status === 'ACTIVE');
    if (known && unknowns.secretInPut === 'ignored when known') return app.secrets;
    return [known ?? newSecret(sent, 'ACTIVE', now())];
  }

  private checkRepeated(before: Status, after: Status, what: string): void {
    if (before === after && this.options.unknowns.repeatedLifecycle === 'refused') {
      throw OktaError.invalid(what, `The ${what} is already ${after.toLowerCase()}.`);
    }
  }

  private store(before: App | undefined, after: App): App {
    this.apps.set(after.id, after);
    this.options.onChange(before, after);
    return after;
  }
}

function sentClient(body: Json): Json {
  return object(object(body.credentials).oauthClient);
}

function secretWithKeys(): OktaError {
  return OktaError.invalid(
    SECRET,
    "'client_secret' cannot be used when 'token_endpoint_auth_method' is 'private_key_jwt'.",
  );
}
