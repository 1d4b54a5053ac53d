import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { OktaModel, type OktaModelOptions, requestToken } from '../../../lib/testing';
import { rsaKey, type TestKey } from '../../support/keys';
import { type Answer, call, ecKey, jwk, signInWithKey } from './organization';

let one: TestKey;
let two: TestKey;
let model: OktaModel;
const others: OktaModel[] = [];

beforeAll(async () => {
  [one, two] = [await rsaKey(), await ecKey()];
});

beforeEach(async () => {
  model = await OktaModel.start();
});

afterEach(() => Promise.all([model, ...others.splice(0)].map((one) => one.close())));

/** Another model, closed after the test. */
async function another(options: OktaModelOptions): Promise<OktaModel> {
  const other = await OktaModel.start(options);
  others.push(other);
  return other;
}

/** Sets the whole list of keys, as the okta provider does. */
function put(on: OktaModel, appId: string, keys: readonly object[], oauthClient: object = {}): Promise<Answer> {
  return call(on, 'PUT', `/api/v1/apps/${appId}`, {
    label: 'billing',
    credentials: { oauthClient: { token_endpoint_auth_method: 'private_key_jwt', ...oauthClient } },
    settings: { oauthClient: { grant_types: ['client_credentials'], jwks: { keys } } },
  });
}

const kids = ({ body }: Answer): readonly unknown[] =>
  (
    body as unknown as { settings: { oauthClient: { jwks: { keys: { kid: string }[] } } } }
  ).settings.oauthClient.jwks.keys.map(({ kid }) => kid);

test('a key signs in under its kid, RSA and EC, until a PUT leaves it out', async () => {
  const { appId, clientId } = model.addApp({ label: 'billing', jwks: [jwk(one, 'one')] });
  expect((await put(model, appId, [jwk(one, 'one'), jwk(two, 'two')])).status).toBe(200);
  expect(await signInWithKey(model, clientId, one.privateKey, { kid: 'one' })).toBeUndefined();
  expect(await signInWithKey(model, clientId, two.privateKey, { kid: 'two' })).toBeUndefined();
  expect(await signInWithKey(model, clientId, two.privateKey, { kid: 'one' })).toContain('invalid_client');
  await put(model, appId, [jwk(two, 'two')]);
  expect(await signInWithKey(model, clientId, one.privateKey, { kid: 'one' })).toContain('invalid_client');
});

test.each(['P-256', 'P-384', 'P-521'])('takes an EC key on %s without its curve', async (curve) => {
  const key = await ecKey(curve);
  const { clientId } = model.addApp({ label: 'billing', jwks: [jwk(key, 'ec')] });
  expect(await signInWithKey(model, clientId, key.privateKey, { kid: 'ec' })).toBeUndefined();
});

test('an assertion without a kid is taken while there is one key only', async () => {
  const { appId, clientId } = model.addApp({ label: 'billing', jwks: [jwk(one, 'one')] });
  expect(await signInWithKey(model, clientId, one.privateKey, {})).toBeUndefined();
  model.addForeignKey(appId, jwk(two, 'two'));
  expect(await signInWithKey(model, clientId, one.privateKey, {})).toContain('invalid_client');
});

test('an app with keys does not take a secret to sign in', async () => {
  const { clientId } = model.addApp({ label: 'billing', jwks: [jwk(one, 'one')] });
  expect(await requestToken(model.tokenUrl, { client_id: clientId, client_secret: 'x' })).toContain('invalid_client');
});

test('an app with a secret does not take a key to sign in', async () => {
  const jwks = [jwk(one, 'one')];
  const { clientId } = model.addApp({ label: 'billing', tokenEndpointAuthMethod: 'client_secret_basic', jwks });
  expect(await signInWithKey(model, clientId, one.privateKey, { kid: 'one' })).toContain('invalid_client');
});

test.each<[NonNullable<OktaModelOptions['order']>, readonly string[]]>([
  ['as sent', ['b', 'c', 'a']],
  ['by creation', ['c', 'a', 'b']],
  ['by kid', ['a', 'b', 'c']],
])('answers the keys in the order %s', async (order, expected) => {
  const sorted = await another({ order });
  const [a, b, c] = [jwk(one, 'a'), jwk(two, 'b'), jwk(await ecKey(), 'c')];
  const { appId } = sorted.addApp({ label: 'billing', jwks: [c, a] });
  expect(kids(await put(sorted, appId, [b, c, a]))).toEqual(expected);
});

test('a key that is sent again keeps its id; others come and go', async () => {
  const { appId } = model.addApp({ label: 'billing', jwks: [jwk(one, 'one')] });
  const [before] = model.liveCredentials(appId);
  const seen: string[] = [];
  model.onChange(({ kind, kid }) => seen.push(`${kind} ${kid}`));
  await put(model, appId, [jwk(one, 'one'), jwk(two, 'two')]);
  expect(model.liveCredentials(appId)).toEqual([before, expect.objectContaining({ kid: 'two' })]);
  await put(model, appId, [jwk(two, 'two')]);
  expect(seen).toEqual(['added two', 'removed one']);
});

test('the list of keys breaks no rule', async () => {
  const { appId } = model.addApp({ label: 'billing', jwks: [jwk(one, 'one')] });
  const small = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
  const refused = async (keys: readonly object[]): Promise<unknown> => {
    const { status, body } = await put(model, appId, keys);
    return status === 400 ? body.errorCauses?.[0]?.errorSummary : status;
  };
  expect(await refused([])).toContain("'jwks' or 'jwks_uri' is required");
  expect(await refused([jwk(one, 'x'), jwk(two, 'x')])).toBe("All keys in the 'jwks' must have a unique kid.");
  expect(await refused([jwk(one), jwk(two, 'x')])).toBe("All keys in the 'jwks' must have a unique kid.");
  expect(await refused([{ ...small.export({ format: 'jwk' }), kid: 's' }])).toContain('2048');
  expect(await refused([{ kty: 'EC', x: 'AA', y: 'AA', kid: 'e' }])).toContain('not a valid public key');
  expect(await refused(Array.from({ length: 51 }, (_, index) => jwk(one, `k${index}`)))).toContain('at most 50');
});

test.each([
  ['refused', 400],
  ['ignored', 200],
] as const)('an empty client_secret beside keys can be %s', async (emptySecretWithKeys, status) => {
  const other = await another({ emptySecretWithKeys });
  const { appId } = other.addApp({ label: 'billing', jwks: [jwk(one, 'one')] });
  expect((await put(other, appId, [jwk(one, 'one')], { client_secret: '' })).status).toBe(status);
});

test('the calls for single keys want a key to be inactive before it goes', async () => {
  const { appId } = model.addApp({ label: 'billing', jwks: [jwk(one, 'one')] });
  const path = `/api/v1/apps/${appId}/credentials/jwks`;
  const only = model.liveCredentials(appId)[0]!.id;
  expect((await call(model, 'POST', `${path}/${only}/lifecycle/deactivate`)).status).toBe(400);
  const { status, body } = await call(model, 'POST', path, jwk(two, 'two'));
  expect([status, body.kid]).toEqual([201, 'two']);
  expect((await call(model, 'DELETE', `${path}/${only}`)).status).toBe(400);
  expect((await call(model, 'POST', `${path}/${only}/lifecycle/deactivate`)).status).toBe(200);
  expect((await call(model, 'DELETE', `${path}/${only}`)).status).toBe(204);
  expect((await call(model, 'GET', `${path}/${only}`)).status).toBe(404);
  expect((await call(model, 'GET', path)).body).toMatchObject({ jwks: { keys: [{ kid: 'two' }] } });
});

test('the thumbprint of what is answered is that of the key', async () => {
  const { appId } = model.addApp({ label: 'billing', jwks: [jwk(one, 'one')] });
  const { body } = await call(model, 'GET', `/api/v1/apps/${appId}/credentials/jwks`);
  const [{ n, e }] = (body as unknown as { jwks: { keys: [{ n: string; e: string }] } }).jwks.keys;
  expect(createPublicKey(one.publicKey).export({ format: 'jwk' })).toMatchObject({ n, e });
});
