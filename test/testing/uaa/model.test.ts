import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { clientAssertion, JWT_BEARER, requestToken } from '../../../lib/testing/client-assertion';
import { type CredentialChange, UaaModel, uaaSecretId } from '../../../lib/testing/uaa';
import { accessToken, type Answer, claims, UaaApi } from '../../uaa-real/api';

const models: UaaModel[] = [];

async function start(...[options]: Parameters<typeof UaaModel.start>): Promise<{ model: UaaModel; api: UaaApi }> {
  const model = await UaaModel.start(options);
  models.push(model);
  model.addClient({ clientId: 'app', secrets: ['first'] });
  return { model, api: new UaaApi(model.url) };
}

afterEach(() => Promise.all(models.splice(0).map((model) => model.close())));

const adminToken = (api: UaaApi): Promise<string> => api.clientToken('admin', 'adminsecret');

describe('the model of UAA 77.18.0', () => {
  const userToken = async (model: UaaModel, api: UaaApi, group: string): Promise<string> => {
    model.addClient({ clientId: 'login', secrets: ['login'], grantTypes: ['password'], scope: [group] });
    model.addUser({ userName: 'ops', password: 'pw', groups: [group] });
    const fields = { grant_type: 'password', client_id: 'login', client_secret: 'login' };
    return accessToken(await api.signIn({ ...fields, username: 'ops', password: 'pw' }));
  };

  it.each(['uaa.admin', 'clients.admin'])('lets a user with %s change any secret', async (group) => {
    const { model, api } = await start();
    const token = await userToken(model, api, group);
    const added = await api.changeSecret('app', token, { changeMode: 'ADD', secret: 'second' });
    expect(added).toMatchObject({ status: 200, body: { message: 'Secret is added' } });
    expect(model.client('app')?.secrets).toEqual(['first', 'second']);
  });

  it('lets a user with clients.secret change that of the client in the token, with the old one', async () => {
    const { model, api } = await start();
    const token = await userToken(model, api, 'clients.secret');
    const change = (clientId: string, oldSecret: string): Promise<Answer> =>
      api.changeSecret(clientId, token, { changeMode: 'ADD', secret: 'second', oldSecret });
    expect((await change('app', 'first')).status).toBe(400);
    expect((await change('login', 'wrong')).status).toBe(400);
    expect((await change('login', 'login')).status).toBe(200);
  });

  it.each([
    ['nothing', {}],
    ['a misspelt mode', { change_mode: 'DELETE' }],
  ])('wipes the secret on %s', async (_, body) => {
    const { model, api } = await start();
    const answer = await api.changeSecret('app', await adminToken(api), body);
    expect(answer).toMatchObject({ status: 200, body: { message: 'secret updated' } });
    expect(model.client('app')?.secrets).toEqual([]);
    const signIn = await api.signIn({ grant_type: 'probe', client_id: 'app', client_secret: 'first' });
    expect(signIn).toMatchObject({ status: 401, body: { error_description: 'Missing credentials' } });
  });

  it.each([
    ['76.21.0', [400, 400]],
    ['76.22.0', [200, 400]],
    ['76.24.0', [200, 200]],
  ])('takes a missing and a blank secret as %s does', async (version, statuses) => {
    const { api } = await start({ version });
    const token = await adminToken(api);
    const status = async (body: object): Promise<number> => (await api.changeSecret('app', token, body)).status;
    expect([await status({}), await status({ secret: '' })]).toEqual(statuses);
  });

  it('makes a client with two secrets', async () => {
    const { model, api } = await start();
    const body = {
      client_id: 'two',
      client_secret: 'older',
      secondary_client_secret: 'newer',
      authorized_grant_types: ['client_credentials'],
    };
    const made = await api.json('POST', '/oauth/clients', { token: await adminToken(api), body });
    expect([made.status, JSON.stringify(made.body).includes('newer')]).toEqual([201, false]);
    expect(model.client('two')?.secrets).toEqual(['older', 'newer']);
  });

  it('decodes Basic credentials, and calls wrong ones invalid_client', async () => {
    const { model, api } = await start();
    model.updateSecret('app', 'a b%');
    const signIn = (secret: string): Promise<Answer> =>
      api.form('/oauth/token', { grant_type: 'client_credentials' }, `app:${secret}`);
    expect((await signIn(encodeURIComponent('a b%'))).status).toBe(200);
    expect((await signIn('wrong')).body).toEqual({ error: 'invalid_client', error_description: 'Bad credentials' });
  });

  it('keeps refresh tokens over ADD once bug 4047 is fixed', async () => {
    const { model, api } = await start({ bug4047: 'fixed' });
    model.addClient({ clientId: 'web', secrets: ['first'], grantTypes: ['password', 'refresh_token'], scope: ['x'] });
    model.addUser({ userName: 'ops', password: 'pw', groups: ['x'] });
    const client = { client_id: 'web', client_secret: 'first' };
    const { body } = await api.signIn({ grant_type: 'password', ...client, username: 'ops', password: 'pw' });
    model.addForeignSecret('web', 'second');
    const refresh = { grant_type: 'refresh_token', ...client, refresh_token: String(body.refresh_token) };
    expect((await api.signIn(refresh)).status).toBe(200);
    model.deleteSecret('web');
    expect((await api.signIn({ ...refresh, client_secret: 'second' })).status).toBe(401);
  });
});

describe('keys of the model of UAA 77.18.0', () => {
  const keyOf = (kid: string, type: 'rsa' | 'ec' = 'ec'): { readonly jwk: object; readonly privateKey: KeyObject } => {
    const { publicKey, privateKey } =
      type === 'rsa'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return { jwk: { ...publicKey.export({ format: 'jwk' }), kid }, privateKey };
  };

  const keys = async (api: UaaApi, body: object): Promise<Answer> =>
    api.json('PUT', '/oauth/clients/app/clientjwt', { token: await adminToken(api), body });

  const add = (api: UaaApi, ...jwks: readonly object[]): Promise<Answer> =>
    keys(api, { changeMode: 'ADD', jwks: JSON.stringify(jwks.length === 1 ? jwks[0] : { keys: jwks }) });

  const signIn = (model: UaaModel, kid: string, privateKey: KeyObject, audience: string): Promise<string | undefined> =>
    requestToken(model.tokenUrl, {
      client_assertion_type: JWT_BEARER,
      client_assertion: clientAssertion({ clientId: 'app', audience, privateKey, header: { kid } }),
    });

  it.each(['rsa', 'ec'] as const)('sign in by assertion while they are there: %s', async (type) => {
    const { model, api } = await start();
    const { jwk, privateKey } = keyOf('one', type);
    const refused = expect.stringContaining('401 invalid_client');
    expect(await signIn(model, 'one', privateKey, model.tokenUrl)).toEqual(refused);
    expect((await add(api, jwk)).body.message).toBe('Client jwt configuration is added');
    for (const audience of [model.tokenUrl, `${model.url}/oauth/token`]) {
      expect(await signIn(model, 'one', privateKey, audience)).toBeUndefined();
    }
    expect(await signIn(model, 'other', privateKey, model.tokenUrl)).toEqual(refused);
    expect(await signIn(model, 'one', keyOf('one', type).privateKey, model.tokenUrl)).toEqual(refused);
    expect(await signIn(model, 'one', privateKey, 'https://uaa.example.test')).toEqual(refused);
    expect(await keys(api, { changeMode: 'DELETE', kid: 'one' })).toMatchObject({
      status: 200,
      body: { message: 'Client jwt configuration is deleted' },
    });
    expect(await signIn(model, 'one', privateKey, model.tokenUrl)).toEqual(refused);
  });

  it('are added and removed by name, as often as one likes', async () => {
    const { model, api } = await start();
    const [one, two] = [keyOf('one'), keyOf('two')];
    await add(api, one.jwk, two.jwk);
    expect((await add(api, keyOf('one').jwk)).body.message).toBe('No key added');
    expect(await signIn(model, 'one', one.privateKey, model.tokenUrl)).toBeUndefined();
    expect((await keys(api, { changeMode: 'DELETE', kid: 'one' })).status).toBe(200);
    expect((await keys(api, { changeMode: 'DELETE', kid: 'one' })).body.message).toBe('No key deleted');
    expect(model.client('app')?.keys).toEqual(['two']);
  });

  it('are replaced by UPDATE one by one, not as a whole', async () => {
    const { model, api } = await start();
    await add(api, keyOf('one').jwk, keyOf('two').jwk);
    const { jwk, privateKey } = keyOf('one');
    await keys(api, { changeMode: 'UPDATE', jwks: JSON.stringify(jwk) });
    expect([...model.client('app')!.keys].sort()).toEqual(['one', 'two']);
    expect(await signIn(model, 'one', privateKey, model.tokenUrl)).toBeUndefined();
  });

  it('are refused beyond ten, without a kid, twice, and as an object', async () => {
    const { model, api } = await start();
    const { jwk } = keyOf('k');
    const ten = Array.from({ length: 10 }, (_, index) => ({ ...jwk, kid: `k${index}` }));
    expect((await add(api, ...ten)).status).toBe(200);
    const refusals = [
      await add(api, { ...jwk, kid: 'eleventh' }),
      await add(api, { ...jwk, kid: undefined }),
      await add(api, { ...jwk, kid: 'twice' }, { ...jwk, kid: 'twice' }),
      await keys(api, { changeMode: 'ADD', jwks: jwk }),
    ];
    expect(refusals.map(({ status, body }) => [status, body.error_description])).toEqual([
      [400, expect.stringContaining('maximum of keys')],
      [400, expect.stringContaining('kid is required')],
      [400, expect.stringContaining('duplicate kid')],
      [400, 'Client jwt configuration cannot be parsed'],
    ]);
    expect(model.client('app')?.keys).toHaveLength(10);
  });

  it('leave tokens alone', async () => {
    const { api } = await start();
    const before = claims(await api.clientToken('app', 'first')).rev_sig;
    await add(api, keyOf('one').jwk);
    expect(claims(await api.clientToken('app', 'first')).rev_sig).toBe(before);
  });

  it('do not exist before 76.22', async () => {
    const { api } = await start({ version: '76.21.0' });
    expect(await add(api, keyOf('one').jwk)).toMatchObject({ status: 405, body: {} });
  });
});

describe('the model as a tool for tests', () => {
  it('lists everything that is wrong with a secret', async () => {
    const { api } = await start({ secretPolicy: { minLength: 12, digits: 1, specials: 1, uppercase: 1 } });
    const add = async (secret: string): Promise<Answer> =>
      api.changeSecret('app', await adminToken(api), { changeMode: 'ADD', secret });
    expect((await add('abc')).body.error_description).toBe(
      'Client Secret must be at least 12 characters in length. ' +
        'Client Secret must contain at least 1 digit characters. ' +
        'Client Secret must contain at least 1 special characters. ' +
        'Client Secret must contain at least 1 uppercase characters.',
    );
    expect((await add('Abcdefghij_1')).status).toBe(200);
  });

  it('tells of credentials that come and go, also of those of others', async () => {
    const { model, api } = await start();
    const seen: CredentialChange[] = [];
    const stop = model.onChange((change) => seen.push(change));
    await api.changeSecret('app', await adminToken(api), { changeMode: 'ADD', secret: 'second' });
    model.deleteSecret('app');
    model.updateSecret('app', 'second');
    model.removeClient('app');
    stop();
    model.addClient({ clientId: 'unheard', secrets: ['x'] });
    expect(seen.map(({ kind, credential, clientId, id }) => [kind, credential, clientId, id])).toEqual([
      ['added', 'secret', 'app', uaaSecretId('second')],
      ['removed', 'secret', 'app', uaaSecretId('first')],
      ['removed', 'secret', 'app', uaaSecretId('second')],
    ]);
    expect(JSON.stringify(seen)).not.toContain('"second"');
  });

  it('logs and intercepts the sign-ins of administrators, not those of applications', async () => {
    const { model, api } = await start();
    model.intercept(({ path }) => (path.endsWith('/oauth/token') ? { kind: 'refuse', status: 503 } : undefined));
    expect(await requestToken(model.tokenUrl, { client_id: 'app', client_secret: 'first' })).toBeUndefined();
    expect(model.calls).toEqual([]);
    expect((await api.signIn({ grant_type: 'probe', client_id: 'app', client_secret: 'first' })).status).toBe(503);
    expect(model.calls).toMatchObject([{ method: 'POST', path: '/uaa/oauth/token' }]);
  });

  it('commits a change after its connection is gone', async () => {
    const { model, api } = await start();
    const token = await adminToken(api);
    model.intercept(() => ({ kind: 'commit-after-disconnect', delay: 50 }));
    const change = api.changeSecret('app', token, { changeMode: 'ADD', secret: 'second' });
    await expect(change).rejects.toThrow();
    expect(model.client('app')?.secrets).toEqual(['first']);
    while (model.client('app')?.secrets.length === 1) await sleep(10);
    expect(model.client('app')?.secrets).toEqual(['first', 'second']);
  });

  it('goes by the clock that it is given', async () => {
    let now = new Date('2026-01-01T00:00:00Z');
    const { api } = await start({ clock: () => now });
    const token = await adminToken(api);
    const get = (): Promise<Answer> => api.json('GET', '/oauth/clients/app', { token });
    now = new Date(now.getTime() + 43_199_000);
    expect((await get()).status).toBe(200);
    now = new Date(now.getTime() + 1_000);
    expect((await get()).status).toBe(401);
  });

  it('refuses a version that is none', async () => {
    await expect(UaaModel.start({ version: '77' })).rejects.toThrow('a UAA version has three numbers, got "77"');
  });
});
