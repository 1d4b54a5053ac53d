import { type KeyObject } from 'node:crypto';
import { JWT_BEARER, requestToken } from '../../lib/testing/client-assertion';
import { type CredentialChange, EntraModel } from '../../lib/testing/entra';
import { certificate, type TestKey } from '../support/keys';
import { signedAssertion } from './support/assertion';

const START = new Date('2026-01-01T00:00:00Z');
let now = START;
let model: EntraModel;
let clientId: string;
let objectId: string;

beforeEach(async () => {
  now = START;
  model = await EntraModel.start({ clock: () => now });
  ({ clientId, objectId } = model.addApplication({ displayName: 'app' }));
});

afterEach(() => model.close());

interface GraphCredential {
  readonly keyId: string;
  readonly [property: string]: unknown;
}

interface GraphBody {
  readonly id: string;
  readonly keyId: string;
  readonly secretText: string;
  readonly endDateTime: string;
  readonly value: readonly { readonly id: string }[];
  readonly passwordCredentials: readonly GraphCredential[];
  readonly keyCredentials: readonly GraphCredential[];
}

interface Answer {
  readonly status: number;
  readonly body: GraphBody;
}

async function graph(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${model.url}/v1.0/applications${path}`, {
    method,
    headers: { authorization: 'Bearer any', 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as GraphBody };
}

const signIn = (secret: string, id = clientId): Promise<string | undefined> =>
  requestToken(model.tokenUrl, { client_id: id, client_secret: secret });

describe('graph', () => {
  test('refuses a call without a bearer token', async () => {
    expect((await fetch(`${model.url}/v1.0/applications`)).status).toBe(401);
  });

  test('echoes what an application was made with and fills in the rest', async () => {
    const { status, body } = await graph('POST', '', { displayName: 'new', api: { requestedAccessTokenVersion: 2 } });
    expect(status).toBe(201);
    expect((await graph('GET', `/${body.id}`)).body).toMatchObject({
      id: body.id,
      appId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      displayName: 'new',
      signInAudience: 'AzureADMyOrg',
      api: { requestedAccessTokenVersion: 2 },
      passwordCredentials: [],
      keyCredentials: [],
    });
  });

  test('finds an application by its client id', async () => {
    model.addApplication({ displayName: 'other' });
    const found = await graph('GET', `?$filter=${encodeURIComponent(`appId eq '${clientId}'`)}`);
    expect(found.body.value.map(({ id }) => id)).toEqual([objectId]);
  });

  test('no longer has an application that was deleted', async () => {
    expect(await graph('DELETE', `/${objectId}`)).toEqual({ status: 204, body: undefined });
    expect(await graph('GET', `/${objectId}`)).toMatchObject({
      status: 404,
      body: { error: { code: 'Request_ResourceNotFound' } },
    });
  });

  test('shows a secret once, and its hint from then on', async () => {
    const { body: added } = await graph('POST', `/${objectId}/addPassword`, {
      passwordCredential: { displayName: 'x' },
    });
    const [shown] = (await graph('GET', `/${objectId}`)).body.passwordCredentials;
    expect(shown).toEqual({
      keyId: added.keyId,
      displayName: 'x',
      hint: added.secretText.slice(0, 3),
      startDateTime: '2026-01-01T00:00:00Z',
      endDateTime: '2028-01-01T00:00:00Z',
      secretText: null,
      customKeyIdentifier: null,
    });
  });

  test.each([
    ['2027-06-01T12:00:00Z', '2027-06-01T12:00:00Z'],
    ['2027-06-01T12:00:00.5Z', '2027-06-01T12:00:00Z'],
    ['2027-06-01T14:00:00+02:00', '2027-06-01T12:00:00Z'],
  ])('writes the date %s back as %s', async (given, echoed) => {
    const { body } = await graph('POST', `/${objectId}/addPassword`, { passwordCredential: { endDateTime: given } });
    expect(body.endDateTime).toBe(echoed);
  });

  test('refuses to remove a secret that is not there', async () => {
    const keyId = '00000000-0000-4000-8000-000000000000';
    expect((await graph('POST', `/${objectId}/removePassword`, { keyId })).status).toBe(400);
  });

  test('keeps a certificate that comes back without its key and drops one that does not come back', async () => {
    const one = await certificate('one');
    const other = await certificate('other');
    await graph('PATCH', `/${objectId}`, { keyCredentials: [keyOf(one), keyOf(other)] });
    const [first] = (await graph('GET', `/${objectId}`)).body.keyCredentials;
    expect(first).toMatchObject({ key: null, type: 'AsymmetricX509Cert', displayName: 'CN=one' });
    await graph('PATCH', `/${objectId}`, { keyCredentials: [first] });
    expect(model.liveCredentials(clientId).map(({ keyId }) => keyId)).toEqual([first.keyId]);
    expect(await assertionSignIn(one)).toBeUndefined();
    expect(await assertionSignIn(other)).toMatch('AADSTS700027');
  });

  test('refuses a certificate that is none', async () => {
    expect((await graph('PATCH', `/${objectId}`, { keyCredentials: [{ key: 'eA==' }] })).status).toBe(400);
  });
});

describe('a sign-in with a secret', () => {
  test('is accepted while the secret is there', async () => {
    const { keyId, secretText } = model.addForeignSecret(clientId);
    expect(await signIn(secretText)).toBeUndefined();
    model.removeCredential(clientId, keyId);
    expect(await signIn(secretText)).toMatch('401 invalid_client: AADSTS7000215');
  });

  test.each([
    ['2026-01-01T00:59:59Z', undefined],
    ['2026-01-01T01:00:00Z', '401 invalid_client: AADSTS7000222'],
  ])('at %s gives %s when it expires at 01:00', async (at, refusal) => {
    const { secretText } = model.addForeignSecret(clientId, { endDateTime: '2026-01-01T01:00:00Z' });
    now = new Date(at);
    const answer = await signIn(secretText);
    expect(refusal === undefined ? answer : answer?.startsWith(refusal)).toBe(refusal === undefined ? undefined : true);
  });

  test('is refused before its start', async () => {
    const { secretText } = model.addForeignSecret(clientId, { startDateTime: '2026-01-02T00:00:00Z' });
    expect(await signIn(secretText)).toMatch('AADSTS7000215');
    now = new Date('2026-01-02T00:00:00Z');
    expect(await signIn(secretText)).toBeUndefined();
  });

  test('is refused with the secret of another application, and for one that is not there', async () => {
    const { secretText } = model.addForeignSecret(model.addApplication({ displayName: 'other' }).clientId);
    expect(await signIn(secretText)).toMatch('AADSTS7000215');
    expect(await signIn(secretText, 'nobody')).toMatch('400 unauthorized_client: AADSTS700016');
  });

  test('is refused until the replicas know the secret', async () => {
    const lagging = await EntraModel.start({ clock: () => now, replicaLag: 10_000 });
    const app = lagging.addApplication({ displayName: 'app' });
    const { secretText } = lagging.addForeignSecret(app.clientId);
    const attempt = (): Promise<string | undefined> =>
      requestToken(lagging.tokenUrl, { client_id: app.clientId, client_secret: secretText });
    now = new Date(START.getTime() + 9_999);
    expect(await attempt()).toMatch('AADSTS7000215');
    now = new Date(START.getTime() + 10_000);
    expect(await attempt()).toBeUndefined();
    await lagging.close();
  });

  test('needs a secret or an assertion, and the client credentials grant', async () => {
    expect(await requestToken(model.tokenUrl, { client_id: clientId })).toMatch('AADSTS7000216');
    expect(await requestToken(model.tokenUrl, { client_id: clientId, grant_type: 'password' })).toMatch('AADSTS70003');
  });
});

describe('a sign-in with a certificate', () => {
  let key: TestKey;

  beforeEach(async () => {
    now = new Date();
    key = await certificate('app');
    await graph('PATCH', `/${objectId}`, { keyCredentials: [keyOf(key)] });
  });

  test.each(['x5t', 'x5t#S256'])('is accepted when %s names it', async (header) => {
    expect(await assertionSignIn(key, { header })).toBeUndefined();
  });

  test('is accepted with PS256', async () => {
    expect(await assertionSignIn(key, { alg: 'PS256' })).toBeUndefined();
  });

  test.each([
    ['another key signed it', { privateKey: true }, 'AADSTS700027'],
    ['it is for another audience', { audience: 'https://example.com' }, 'AADSTS700023'],
    ['it is of another client', { issuer: 'someone' }, 'AADSTS700021'],
    ['it expired', { lifetime: -301 }, 'AADSTS700024'],
    ['its algorithm is none', { alg: 'none' }, 'AADSTS700027'],
  ])('is refused when %s', async (_, changed, code) => {
    const privateKey = 'privateKey' in changed ? (await certificate('thief')).privateKey : key.privateKey;
    expect(await assertionSignIn(key, { ...changed, privateKey })).toMatch(code);
  });

  test('is refused when the certificate has expired at the identity provider', async () => {
    const endDateTime = new Date(now.getTime() + 1000).toISOString();
    await graph('PATCH', `/${objectId}`, { keyCredentials: [{ ...keyOf(key), endDateTime }] });
    expect(await assertionSignIn(key)).toBeUndefined();
    now = new Date(now.getTime() + 2000);
    expect(await assertionSignIn(key)).toMatch('AADSTS700027');
  });
});

test('live credentials are those whose time has come and not gone', () => {
  const live = model.addForeignSecret(clientId, { displayName: 'live' });
  model.addForeignSecret(clientId, { endDateTime: '2026-01-01T00:00:00Z' });
  model.addForeignSecret(clientId, { startDateTime: '2026-01-02T00:00:00Z' });
  expect(model.liveCredentials(clientId)).toEqual([
    { keyId: live.keyId, kind: 'secret', displayName: 'live', endDateTime: '2028-01-01T00:00:00Z' },
  ]);
});

test('a listener hears of each credential that comes and goes, until it stops', async () => {
  const changes: CredentialChange[] = [];
  const stop = model.onChange((change) => changes.push(change));
  const { keyId } = model.addForeignSecret(clientId, { displayName: 'x' });
  const other = model.addForeignSecret(clientId);
  now = new Date('2026-01-02T00:00:00Z');
  model.removeCredential(clientId, keyId);
  model.removeApplication(clientId);
  stop();
  model.addForeignSecret(model.addApplication({ displayName: 'later' }).clientId);
  const common = { credential: 'secret', clientId };
  expect(changes).toEqual([
    { ...common, kind: 'added', keyId, displayName: 'x', at: START },
    { ...common, kind: 'added', keyId: other.keyId, at: START },
    { ...common, kind: 'removed', keyId, displayName: 'x', at: now },
    { ...common, kind: 'removed', keyId: other.keyId, at: now },
  ]);
});

function keyOf({ publicKey }: TestKey): object {
  return { type: 'AsymmetricX509Cert', usage: 'Verify', key: Buffer.from(publicKey).toString('base64') };
}

interface Wrong {
  readonly privateKey?: KeyObject;
  readonly audience?: string;
  readonly issuer?: string;
  readonly lifetime?: number;
  readonly alg?: string;
  readonly header?: string;
}

async function assertionSignIn(key: TestKey, wrong: Wrong = {}): Promise<string | undefined> {
  const { issuer, ...given } = { header: 'x5t#S256', ...wrong };
  const assertion = signedAssertion(key, { clientId: issuer ?? clientId, audience: model.tokenUrl, now, ...given });
  return requestToken(model.tokenUrl, {
    client_id: clientId,
    client_assertion_type: JWT_BEARER,
    client_assertion: assertion,
  });
}
