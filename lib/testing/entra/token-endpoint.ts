import { randomUUID } from 'node:crypto';
import { type ApiRequest, type ApiResponse, type Route, tokenRoute } from '../http';
import { type Application, certificates, secrets } from './application';
import { checkClaims, isSignedBy, names, readAssertion } from './assertion';
import type { StoredCredential } from './credential';
import type { Directory } from './directory';
import { invalidClient, signInError } from './sign-in-error';

export interface SignInRules {
  readonly directory: Directory;
  /** How long a new credential is listed before it signs in, in milliseconds. */
  readonly replicaLag: number;
  /** Base address, for the audience of client assertions. */
  readonly url: () => string;
}

type Form = Readonly<Record<string, string | undefined>>;

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** The OAuth token endpoint: the client credentials grant, with a secret or a client assertion. */
export function tokenEndpoint(rules: SignInRules): Route {
  return tokenRoute('/{tenant}/oauth2/v2.0/token', (request) => signIn(rules, request));
}

function signIn(rules: SignInRules, request: ApiRequest): ApiResponse {
  const form = (typeof request.body === 'object' ? request.body : {}) as Form;
  if (form.grant_type !== 'client_credentials') {
    throw signInError(400, 'unsupported_grant_type', 70003, 'The app requested an unsupported grant type.');
  }
  const application = rules.directory.findByClientId(form.client_id ?? '');
  if (!application) {
    const message = `Application with identifier '${form.client_id}' was not found in the directory.`;
    throw signInError(400, 'unauthorized_client', 700016, message);
  }
  if (form.client_secret !== undefined) {
    checkSecret(rules, application, form.client_secret);
  } else if (form.client_assertion !== undefined && form.client_assertion_type === ASSERTION_TYPE) {
    checkAssertion(rules, application, form.client_assertion, `${rules.url()}${request.path}`);
  } else {
    throw invalidClient(7000216, "'client_assertion', 'client_secret' or 'request' is required.");
  }
  return { status: 200, body: { token_type: 'Bearer', expires_in: 3599, access_token: accessToken(application) } };
}

function checkSecret(rules: SignInRules, application: Application, given: string): void {
  const secret = secrets(application).find(({ secretText }) => secretText === given);
  if (!secret || !isServed(secret, rules)) {
    throw invalidClient(7000215, `Invalid client secret provided for app '${application.clientId}'.`);
  }
  if (isExpired(secret, rules)) {
    throw invalidClient(7000222, `The provided client secret keys for app '${application.clientId}' are expired.`);
  }
}

function checkAssertion(rules: SignInRules, application: Application, given: string, audience: string): void {
  const assertion = readAssertion(given);
  const key = certificates(application).find(({ certificate }) => names(assertion, certificate));
  if (!key || !isServed(key, rules)) {
    throw invalidClient(700027, 'The certificate used to sign the client assertion is not registered on application.');
  }
  if (!isSignedBy(assertion, key.certificate.publicKey)) {
    throw invalidClient(700027, 'Client assertion failed signature validation.');
  }
  if (isExpired(key, rules)) {
    throw invalidClient(700027, 'The key used to sign the client assertion is expired.');
  }
  checkClaims(assertion, application.clientId, audience, rules.directory.clock());
}

/** Whether the replicas that sign in know the credential yet, and its time has come. */
function isServed({ addedAt, startDateTime }: StoredCredential, { directory, replicaLag }: SignInRules): boolean {
  const now = directory.clock().getTime();
  return addedAt.getTime() + replicaLag <= now && Date.parse(startDateTime) <= now;
}

function isExpired({ endDateTime }: StoredCredential, { directory }: SignInRules): boolean {
  return Date.parse(endDateTime) <= directory.clock().getTime();
}

function accessToken({ objectId, clientId }: Application): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none', typ: 'JWT' })}.${part({ oid: objectId, appid: clientId, jti: randomUUID() })}.model`;
}
