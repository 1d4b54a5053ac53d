import { setTimeout as sleep } from 'node:timers/promises';
import { accessToken, type Answer, claims, type UaaApi } from './api';
import { fresh, type FreshClient, type TestUaa } from './test-uaa';

const TWO_SECRETS = 'client secret is either empty or client already has two secrets.';
const ONE_SECRET = 'client secret is either empty or client has only one secret.';

/** What UAA 4.30.0 does, for the model and for the real server alike: the model cannot drift from it. */
export function uaaContract(start: () => Promise<TestUaa>): void {
  let uaa: TestUaa;
  let api: UaaApi;
  let admin: string;
  let client: FreshClient;

  beforeAll(async () => {
    uaa = await start();
    api = uaa.api;
    admin = await uaa.adminToken();
  });

  beforeEach(async () => {
    client = await uaa.freshClient();
  });

  const change = (body: unknown, token: string | undefined = admin): Promise<Answer> =>
    api.changeSecret(client.clientId, token, body);
  const add = (secret: string): Promise<Answer> => change({ changeMode: 'ADD', secret });
  const probe = (secret: string): Promise<string> => api.probe(client.clientId, secret);
  const put = (body: object, token = admin): Promise<Answer> =>
    api.json('PUT', `/oauth/clients/${client.clientId}`, { token, body: { client_id: client.clientId, ...body } });
  const get = async (): Promise<Answer['body']> =>
    (await api.json('GET', `/oauth/clients/${client.clientId}`, { token: admin })).body;
  const tokenOf = async (authorities: readonly string[]): Promise<string> => {
    const { clientId, secret } = await uaa.freshClient({ authorities });
    return api.clientToken(clientId, secret);
  };

  it('says its version to anybody', async () => {
    const { status, body } = await api.json('GET', '/info');
    expect(status).toBe(200);
    expect(body.app).toMatchObject({ version: '4.30.0' });
  });

  describe('secrets', () => {
    it('adds a second one, and both sign in', async () => {
      expect(await add('second')).toMatchObject({ status: 200, body: { status: 'ok', message: 'Secret is added' } });
      expect([await probe(client.secret), await probe('second')]).toEqual(['right', 'right']);
    });

    it('refuses a third one, whatever the policy says of it', async () => {
      await add('second');
      expect(await add('')).toMatchObject(refused(TWO_SECRETS));
      expect(await add('third')).toMatchObject(refused(TWO_SECRETS));
      expect(await probe('third')).toBe('wrong');
    });

    it('removes the oldest one, whatever secret is named', async () => {
      await add('second');
      const answer = await change({ changeMode: 'DELETE', secret: 'second' });
      expect(answer).toMatchObject({ status: 200, body: { status: 'ok', message: 'Secret is deleted' } });
      expect([await probe(client.secret), await probe('second')]).toEqual(['wrong', 'right']);
    });

    it('refuses to remove the last one', async () => {
      expect(await change({ changeMode: 'DELETE' })).toMatchObject(refused(ONE_SECRET));
      expect(await probe(client.secret)).toBe('right');
    });

    it('replaces all by one, which is what happens without a mode', async () => {
      await add('second');
      const answer = await change({ secret: 'only' });
      expect(answer).toMatchObject({ status: 200, body: { status: 'ok', message: 'secret updated' } });
      expect([await probe(client.secret), await probe('second'), await probe('only')]).toEqual([
        'wrong',
        'wrong',
        'right',
      ]);
    });

    it.each([
      ['no member at all', {}],
      ['a misspelt mode', { change_mode: 'DELETE' }],
      ['UPDATE alone', { changeMode: 'UPDATE' }],
      ['ADD alone', { changeMode: 'ADD' }],
    ])('refuses a change without a secret: %s', async (_, body) => {
      expect(await change(body)).toMatchObject(refused('Client Secret cannot be null.'));
      expect(await probe(client.secret)).toBe('right');
    });

    it('refuses an empty secret, and one of more than 255 characters', async () => {
      expect(await add('')).toMatchObject(refused('Client Secret must be at least 1 characters in length.'));
      expect(await add('x'.repeat(256))).toMatchObject(
        refused('Client Secret must be no more than 255 characters in length.'),
      );
    });

    it('tells the count by how it refuses a secret that is far too long', async () => {
      const tooLong = 'x'.repeat(65_536);
      expect((await add(tooLong)).body.error_description).toContain('must be no more than');
      await add('second');
      expect((await add(tooLong)).body.error_description).toBe(TWO_SECRETS);
      expect([await probe(client.secret), await probe('second')]).toEqual(['right', 'right']);
    });

    it('looks at the first 72 bytes only', async () => {
      const [long, other] = ['e'.repeat(72), `${'e'.repeat(71)}x`];
      await change({ secret: `${long}tail` });
      expect([await probe(long), await probe(`${long}else`), await probe(other)]).toEqual(['right', 'right', 'wrong']);
    });

    it.each([
      ['a mode in lower case', { changeMode: 'add', secret: 'x' }, 400],
      ['no mode but null', { changeMode: null, secret: 'x' }, 500],
    ])('answers without a reason to %s', async (_, body, status) => {
      expect(await change(body)).toMatchObject({ status, body: {} });
    });

    it('takes JSON only', async () => {
      const headers = { 'content-type': 'text/plain' };
      expect((await api.changeSecret(client.clientId, admin, '{"secret":"x"}', headers)).status).toBe(415);
    });

    it('answers 404 with nothing for a client that does not exist', async () => {
      const answer = await api.changeSecret(fresh('nobody'), admin, { changeMode: 'ADD', secret: 'x' });
      expect(answer).toMatchObject({ status: 404, body: {} });
      expect(answer.headers.get('content-type')).toBeNull();
    });
  });

  describe('who may change secrets', () => {
    it.each(['uaa.admin', 'clients.admin', 'zones.uaa.admin'])('a client with %s, of any client', async (authority) => {
      const token = await tokenOf([authority]);
      expect(await change({ changeMode: 'ADD', secret: 'second' }, token)).toMatchObject({ status: 200 });
    });

    it('a client with clients.secret its own, with the old one', async () => {
      const own = await ownChange();
      const body = { changeMode: 'ADD', secret: 'second' };
      const previous = 'Previous secret is required and must be valid';
      expect(await own(body)).toMatchObject(refused(previous));
      expect(await own({ ...body, oldSecret: 'wrong' })).toMatchObject(refused(previous));
      expect(await own({ ...body, oldSecret: client.secret })).toMatchObject({ status: 200 });
    });

    it.each(['older', 'newer'])('a client with clients.secret its own, also with the %s of two', async (which) => {
      const own = await ownChange();
      await add('second');
      const oldSecret = which === 'older' ? client.secret : 'second';
      expect(await own({ changeMode: 'DELETE', oldSecret })).toMatchObject({ status: 200 });
      expect(await probe('second')).toBe('right');
    });

    async function ownChange(): Promise<(body: object) => Promise<Answer>> {
      client = await uaa.freshClient({ authorities: ['clients.secret'] });
      const token = await api.clientToken(client.clientId, client.secret);
      return (body) => change(body, token);
    }

    it('refuses a client with clients.secret another one, and tells it first whether that exists', async () => {
      const token = await tokenOf(['clients.secret']);
      const body = { changeMode: 'ADD', secret: 'x', oldSecret: client.secret };
      expect(await change(body, token)).toMatchObject(
        refused("Bad request. Not permitted to change another client's secret"),
      );
      expect((await api.changeSecret(fresh('nobody'), token, body)).status).toBe(404);
    });

    it('asks who it is before it looks at how many secrets there are', async () => {
      const token = await tokenOf(['clients.secret']);
      expect(await change({ changeMode: 'DELETE' }, token)).toMatchObject(
        refused("Bad request. Not permitted to change another client's secret"),
      );
    });

    it.each(['clients.write', 'clients.read', 'uaa.none'])('refuses %s alone', async (authority) => {
      const { status, body, headers } = await change({ changeMode: 'ADD', secret: 'x' }, await tokenOf([authority]));
      expect(status).toBe(403);
      expect(body).toEqual({
        error: 'insufficient_scope',
        error_description: 'Insufficient scope for this resource',
        scope: 'uaa.admin clients.secret clients.admin zones.uaa.admin',
      });
      expect(headers.get('www-authenticate')).toContain('Bearer error="insufficient_scope"');
    });

    it.each(['uaa.admin', 'clients.admin', 'clients.secret'])(
      'refuses a user with %s: that is below 74',
      async (group) => {
        const token = await userToken(group);
        for (const oldSecret of [undefined, client.secret]) {
          expect(await change({ changeMode: 'ADD', secret: 'x', oldSecret }, token)).toMatchObject(
            refused('Only a client can change client secret'),
          );
        }
      },
    );

    it('lets a user with clients.admin make a helper client, whose token changes any secret and dies with it', async () => {
      const helper = { client_id: fresh('helper'), client_secret: fresh('secret') };
      const token = await userToken('clients.admin');
      const made = await api.json('POST', '/oauth/clients', {
        token,
        body: {
          ...helper,
          authorized_grant_types: ['client_credentials'],
          authorities: ['clients.admin'],
          access_token_validity: 60,
        },
      });
      expect(made.status).toBe(201);
      const helping = await api.clientToken(helper.client_id, helper.client_secret);
      expect(await change({ changeMode: 'ADD', secret: 'second' }, helping)).toMatchObject({ status: 200 });
      expect((await api.json('DELETE', `/oauth/clients/${helper.client_id}`, { token })).status).toBe(200);
      expect(await change({ changeMode: 'DELETE' }, helping)).toMatchObject(
        unauthorized(`Invalid client ID ${helper.client_id}`),
      );
      expect((await api.json('DELETE', `/oauth/clients/${helper.client_id}`, { token })).status).toBe(404);
      expect([await probe(client.secret), await probe('second')]).toEqual(['right', 'right']);
    });

    async function userToken(group: string): Promise<string> {
      const login = await uaa.freshClient({ grantTypes: ['password'], scope: [group, 'openid'] });
      return accessToken(await passwordGrant(login, await uaa.freshUser([group])));
    }
  });

  describe('bearer tokens', () => {
    it('asks for one', async () => {
      const answer = await api.changeSecret(client.clientId, undefined, { changeMode: 'ADD', secret: 'x' });
      expect(answer).toMatchObject({
        status: 401,
        body: {
          error: 'unauthorized',
          error_description: 'Full authentication is required to access this resource',
        },
      });
    });

    it('refuses what is none of its own', async () => {
      const answer = await change({ changeMode: 'ADD', secret: 'x' }, 'rubbish');
      expect(answer).toMatchObject(unauthorized('The token expired, was revoked, or the token ID is incorrect.'));
      expect(answer.headers.get('www-authenticate')).toContain('Bearer realm="UAA/oauth", error="invalid_token"');
    });

    it('refuses one whose scope the client does not have any more, before it looks at the secret', async () => {
      const { clientId, secret } = await uaa.freshClient({ authorities: ['clients.admin'] });
      const token = await api.clientToken(clientId, secret);
      await api.json('PUT', `/oauth/clients/${clientId}`, {
        token: admin,
        body: { client_id: clientId, authorities: ['uaa.none'] },
      });
      await api.changeSecret(clientId, admin, { secret: 'other' });
      expect(await change({ changeMode: 'ADD', secret: 'x' }, token)).toMatchObject(
        unauthorized('Some required &quot;scope&quot; are missing: [clients.admin]'),
      );
    });

    it('refuses an expired one', async () => {
      const { clientId, secret } = await uaa.freshClient({ authorities: ['clients.admin'], accessTokenValidity: 1 });
      const token = await api.clientToken(clientId, secret);
      await sleep(claims(token).exp * 1000 - Date.now() + 100);
      const { status, body } = await change({ changeMode: 'ADD', secret: 'x' }, token);
      expect([status, body.error]).toEqual([401, 'invalid_token']);
      expect(body.error_description).toMatch(/^Invalid access token: expired at /);
    });
  });

  describe('sign-ins', () => {
    it('gives a token with all authorities, as long as the client has it', async () => {
      const authorities = ['clients.read', 'clients.secret'];
      const { clientId, secret } = await uaa.freshClient({ authorities, accessTokenValidity: 600 });
      const answer = await api.signIn({ grant_type: 'client_credentials', client_id: clientId, client_secret: secret });
      expect(answer).toMatchObject({ status: 200, body: { token_type: 'bearer' } });
      const { cid, scope, exp, zid } = claims(accessToken(answer));
      expect([cid, [...scope].sort(), zid]).toEqual([clientId, authorities, 'uaa']);
      expect(Math.abs(exp - Date.now() / 1000 - 600)).toBeLessThan(60);
      expect(Number(answer.body.expires_in)).toBeGreaterThan(540);
      expect(Number(answer.body.expires_in)).toBeLessThanOrEqual(600);
    });

    it('gives what is asked for, and nothing for what the client has not', async () => {
      const { clientId, secret } = await uaa.freshClient({ authorities: ['clients.read', 'clients.secret'] });
      expect(claims(await api.clientToken(clientId, secret, 'clients.secret')).scope).toEqual(['clients.secret']);
      const fields = { grant_type: 'client_credentials', client_id: clientId, client_secret: secret };
      const answer = await api.signIn({ ...fields, scope: 'clients.write' });
      expect([answer.status, answer.body.error]).toEqual([400, 'invalid_scope']);
    });

    it('takes the credentials as Basic too, where this version does not decode them', async () => {
      await change({ secret: 'a%2Bb+c' });
      const signIn = (secret: string): Promise<Answer> =>
        api.form('/oauth/token', { grant_type: 'client_credentials' }, `${client.clientId}:${secret}`);
      expect((await signIn('a%2Bb+c')).status).toBe(200);
      expect((await signIn(encodeURIComponent('a%2Bb+c'))).status).toBe(401);
    });

    it.each(['% + : & space', '"quoted" \\ back/slash', '€uro'])('takes %j in the form', async (secret) => {
      await change({ secret });
      expect(await probe(secret)).toBe('right');
    });

    it.each([
      ['a wrong secret', () => ({ client_id: client.clientId, client_secret: 'wrong' })],
      ['no secret', () => ({ client_id: client.clientId })],
      ['an unknown client', () => ({ client_id: fresh('nobody'), client_secret: 'wrong' })],
    ])('refuses %s', async (_, fields) => {
      const answer = await api.signIn({ grant_type: 'client_credentials', ...fields() });
      expect(answer).toMatchObject({
        status: 401,
        body: { error: 'unauthorized', error_description: 'Bad credentials' },
      });
      expect(answer.headers.get('www-authenticate')).toContain('Basic realm="UAA/client"');
    });

    it('tells a right secret by an unknown grant type, and gives no token', async () => {
      const probing = { client_id: client.clientId, client_secret: client.secret };
      const { status, body } = await api.signIn({ grant_type: 'probe', ...probing });
      expect([status, body.error, body.access_token]).toEqual([400, 'unsupported_grant_type', undefined]);
      expect(await probe('wrong')).toBe('wrong');
      expect((await api.signIn(probing)).body).toMatchObject({ error: 'invalid_request' });
    });

    it('refuses a grant that the client has not, after it looked at the secret', async () => {
      const { clientId, secret } = await uaa.freshClient({ grantTypes: ['password'] });
      const signIn = (given: string): Promise<Answer> =>
        api.signIn({ grant_type: 'client_credentials', client_id: clientId, client_secret: given });
      const { status, body } = await signIn(secret);
      expect([status, body.error]).toEqual([401, 'invalid_client']);
      expect(body.error_description).toMatch(/^Unauthorized grant type/);
      expect((await signIn('wrong')).body.error_description).toBe('Bad credentials');
    });

    it('gives a user the scopes that both client and user have', async () => {
      const login = await uaa.freshClient({ grantTypes: ['password'], scope: ['uaa.admin', 'clients.read'] });
      const user = await uaa.freshUser(['clients.read']);
      const token = accessToken(await passwordGrant(login, user));
      expect(claims(token)).toMatchObject({ scope: ['clients.read'], user_name: user.userName, cid: login.clientId });
      const asked = await passwordGrant(login, user, { scope: 'uaa.admin' });
      expect([asked.status, asked.body.error]).toEqual([400, 'invalid_scope']);
      const wrong = await passwordGrant(login, { ...user, password: 'wrong' });
      expect([wrong.status, wrong.body.error_description]).toEqual([401, 'Bad credentials']);
    });
  });

  describe('tokens after a change of secrets', () => {
    let checker: FreshClient;

    beforeAll(async () => {
      checker = await uaa.freshClient({ authorities: ['uaa.resource'] });
    });

    const check = (token: string): Promise<Answer> =>
      api.form('/check_token', { token }, `${checker.clientId}:${checker.secret}`);
    const life = async (token: string): Promise<unknown> => {
      const { status, body } = await check(token);
      return status === 200 ? 'alive' : body.error_description;
    };
    const tokenBy = (secret: string): Promise<string> => api.clientToken(client.clientId, secret);
    const DEAD = 'revocable signature mismatch';

    it('names the newest secret by rev_sig, whichever signs in', async () => {
      const before = claims(await tokenBy(client.secret)).rev_sig;
      expect(claims(await tokenBy(client.secret)).rev_sig).toBe(before);
      await add('second');
      const after = claims(await tokenBy(client.secret)).rev_sig;
      expect(after).not.toBe(before);
      expect(claims(await tokenBy('second')).rev_sig).toBe(after);
      await change({ changeMode: 'DELETE' });
      await put({ authorized_grant_types: ['client_credentials'], authorities: ['uaa.resource'] });
      expect(claims(await tokenBy('second')).rev_sig).toBe(after);
    });

    it('keeps tokens over ADD, and ends those from before it at DELETE', async () => {
      const before = await tokenBy(client.secret);
      await add('second');
      const between = await tokenBy(client.secret);
      expect([await life(before), await life(between)]).toEqual(['alive', 'alive']);
      await change({ changeMode: 'DELETE' });
      expect([await life(before), await life(between)]).toEqual([DEAD, 'alive']);
    });

    it('ends all tokens at UPDATE, even with the same value', async () => {
      const token = await tokenBy(client.secret);
      await change({ secret: client.secret });
      expect([await life(token), await probe(client.secret)]).toEqual([DEAD, 'right']);
    });

    it('ends those of users through the client likewise', async () => {
      client = await uaa.freshClient({ grantTypes: ['password'], scope: ['clients.read'] });
      const token = accessToken(await passwordGrant(client, await uaa.freshUser(['clients.read'])));
      await add('second');
      expect(await life(token)).toBe('alive');
      await change({ changeMode: 'DELETE' });
      expect(await life(token)).toBe(DEAD);
    });

    it('refuses refresh tokens from before an ADD, with either secret', async () => {
      client = await uaa.freshClient({ grantTypes: ['password'], scope: ['clients.read'] });
      const { body } = await passwordGrant(client, await uaa.freshUser(['clients.read']));
      const refresh = (secret: string): Promise<Answer> =>
        api.signIn({
          grant_type: 'refresh_token',
          refresh_token: String(body.refresh_token),
          client_id: client.clientId,
          client_secret: secret,
        });
      expect((await refresh(client.secret)).status).toBe(200);
      await add('second');
      for (const secret of [client.secret, 'second']) {
        expect(await refresh(secret)).toMatchObject({
          status: 401,
          body: { error_description: 'Invalid refresh token: revocable signature mismatch' },
        });
      }
    });

    it('ends tokens when the client goes', async () => {
      const token = await tokenBy(client.secret);
      await api.json('DELETE', `/oauth/clients/${client.clientId}`, { token: admin });
      expect(await life(token)).toBe(`Invalid client ID ${client.clientId}`);
    });

    it('tells of tokens to resource servers only', async () => {
      const token = await tokenBy(client.secret);
      expect((await api.form('/check_token', { token })).status).toBe(401);
      expect((await api.form('/check_token', { token }, `${client.clientId}:${client.secret}`)).status).toBe(403);
      expect(await life('rubbish')).toBe('The token expired, was revoked, or the token ID is incorrect.');
    });
  });

  describe('clients', () => {
    it('shows neither secrets nor how many there are', async () => {
      const before = await get();
      await add('second');
      expect(await get()).toEqual(before);
      expect(before).toEqual({
        client_id: client.clientId,
        scope: ['uaa.none'],
        resource_ids: ['none'],
        authorized_grant_types: ['client_credentials'],
        autoapprove: [],
        authorities: ['uaa.none'],
        lastModified: expect.any(Number),
        required_user_groups: [],
      });
    });

    it('keeps what a PUT leaves out or empty, and replaces what it fills', async () => {
      await put({ authorities: ['clients.read', 'clients.secret'], access_token_validity: 60 });
      expect((await put({ authorities: [], scope: [] })).body).toMatchObject({
        authorities: ['clients.read', 'clients.secret'],
        authorized_grant_types: ['client_credentials'],
        scope: ['uaa.none'],
        access_token_validity: 60,
      });
      expect((await put({ authorities: ['uaa.none'] })).body.authorities).toEqual(['uaa.none']);
    });

    it('never touches secrets by PUT', async () => {
      expect((await put({ client_secret: 'other', authorities: ['uaa.resource'] })).status).toBe(200);
      expect([await probe(client.secret), await probe('other')]).toEqual(['right', 'wrong']);
    });

    it('adds refresh_token when password is granted, for good', async () => {
      const granted = await put({ authorized_grant_types: ['client_credentials', 'password'] });
      expect(granted.body.authorized_grant_types).toEqual(
        expect.arrayContaining(['client_credentials', 'password', 'refresh_token']),
      );
    });

    it('merges other members, and cannot do that beside one that is null', async () => {
      await put({ team: 'billing' });
      await put({ name: 'Billing' });
      expect(await get()).toMatchObject({ team: 'billing', name: 'Billing' });
      expect((await put({ team: null })).body.error_description).toMatch(
        /^An authorized grant type must be provided\./,
      );
    });

    it('wants the id of the path in the body, and 404s after the grant types were checked', async () => {
      expect((await put({ client_id: 'other', authorities: ['uaa.none'] })).status).toBe(500);
      const nobody = fresh('nobody');
      const putNobody = (more: object): Promise<Answer> =>
        api.json('PUT', `/oauth/clients/${nobody}`, { token: admin, body: { client_id: nobody, ...more } });
      expect((await putNobody({})).body.error_description).toMatch(/^An authorized grant type must be provided\./);
      expect((await putNobody({ authorized_grant_types: ['client_credentials'] })).status).toBe(404);
    });

    it('lets clients.write give harmless authorities only', async () => {
      const token = await tokenOf(['clients.write']);
      expect((await put({ authorities: ['uaa.resource'] }, token)).status).toBe(200);
      const { status, body } = await put({ authorities: ['clients.secret'] }, token);
      expect(status).toBe(400);
      expect(body.error_description).toMatch(/^clients\.secret is not an allowed authority for caller=/);
      const password = await put({ authorized_grant_types: ['client_credentials', 'password'] }, token);
      expect(password).toMatchObject(refused('password is not an allowed grant type for non-admin caller.'));
    });

    it('lets clients.read read and not write', async () => {
      const token = await tokenOf(['clients.read']);
      const read = await api.json('GET', `/oauth/clients/${client.clientId}`, { token });
      expect(read.status).toBe(200);
      expect((await put({ authorities: ['uaa.none'] }, token)).status).toBe(403);
      expect((await api.json('DELETE', `/oauth/clients/${client.clientId}`, { token })).status).toBe(403);
    });

    it('makes a client once', async () => {
      const body = { client_id: client.clientId, client_secret: 'x', authorized_grant_types: ['client_credentials'] };
      expect(await api.json('POST', '/oauth/clients', { token: admin, body })).toMatchObject({
        status: 409,
        body: { error: 'invalid_client', error_description: `Client already exists: ${client.clientId}` },
      });
      expect(await probe(client.secret)).toBe('right');
    });

    it.each([
      ['a secret', { authorized_grant_types: ['client_credentials'] }, /^Client secret is required/],
      ['a grant type', { client_secret: 'x' }, /^An authorized grant type must be provided\./],
      [
        'a known grant type',
        { client_secret: 'x', authorized_grant_types: ['no'] },
        /^no is not an allowed grant type\./,
      ],
    ])('makes none without %s', async (_, more, reason) => {
      const body = { client_id: fresh('client'), ...more };
      const answer = await api.json('POST', '/oauth/clients', { token: admin, body });
      expect(answer.status).toBe(400);
      expect(answer.body.error_description).toMatch(reason);
    });

    it('keeps a secondary secret in clear: that is below 75.8', async () => {
      const clientId = fresh('client');
      const body = {
        client_id: clientId,
        client_secret: 'one',
        secondary_client_secret: 'two',
        authorized_grant_types: ['client_credentials'],
      };
      const made = await api.json('POST', '/oauth/clients', { token: admin, body });
      expect(made.body.secondary_client_secret).toBe('two');
      expect(await api.probe(clientId, 'two')).toBe('wrong');
    });

    it('finds clients by how their ids start', async () => {
      const prefix = fresh('found');
      const ids = [(await uaa.freshClient({ prefix })).clientId, (await uaa.freshClient({ prefix })).clientId];
      const list = (filter: string): Promise<Answer> =>
        api.json('GET', `/oauth/clients?filter=${encodeURIComponent(filter)}`, { token: admin });
      const { status, body } = await list(`client_id sw "${prefix}"`);
      const found = (body.resources as readonly { readonly client_id: string }[]).map(({ client_id }) => client_id);
      expect([status, body.totalResults, found]).toEqual([200, 2, ids.sort()]);
      expect((await list(`client_id sw "${fresh('none')}"`)).body).toMatchObject({ resources: [], totalResults: 0 });
      expect((await list('client_secret sw "x"')).status).toBe(500);
    });

    it('answers 404 with nothing where there is none', async () => {
      for (const method of ['GET', 'DELETE']) {
        const answer = await api.json(method, `/oauth/clients/${fresh('nobody')}`, { token: admin });
        expect(answer).toMatchObject({ status: 404, body: {} });
      }
    });

    it('has no keys: that is below 76.22', async () => {
      const body = { changeMode: 'ADD', jwks: '{}' };
      const answer = await api.json('PUT', `/oauth/clients/${client.clientId}/clientjwt`, { token: admin, body });
      expect(answer).toMatchObject({ status: 405, body: {} });
    });
  });

  describe('zones', () => {
    it('have clients of their own, reached by either header', async () => {
      const { id, subdomain } = await uaa.freshZone();
      const body = { client_id: fresh('client'), client_secret: 'x', authorized_grant_types: ['client_credentials'] };
      const path = `/oauth/clients/${body.client_id}`;
      const byId = { 'X-Identity-Zone-Id': id };
      expect((await api.json('POST', '/oauth/clients', { token: admin, body, headers: byId })).status).toBe(201);
      const headers = { 'X-Identity-Zone-Subdomain': subdomain };
      expect((await api.json('GET', path, { token: admin, headers })).status).toBe(200);
      expect((await api.json('GET', path, { token: admin })).status).toBe(404);
      const filter = encodeURIComponent(`client_id eq "${body.client_id}"`);
      const elsewhere = await api.json('GET', `/oauth/clients?filter=${filter}`, { token: admin });
      expect(elsewhere.body.totalResults).toBe(0);
      const added = await api.changeSecret(body.client_id, admin, { changeMode: 'ADD', secret: 'y' }, byId);
      expect(added.status).toBe(200);
    });

    it('have a token endpoint of their own, behind the host of their subdomain', async () => {
      const { id, subdomain } = await uaa.freshZone();
      const body = { client_id: fresh('client'), client_secret: 'x', authorized_grant_types: ['client_credentials'] };
      await api.json('POST', '/oauth/clients', { token: admin, body, headers: { 'X-Identity-Zone-Id': id } });
      expect(await api.probeAt(`${subdomain}.localhost`, body.client_id, 'x')).toBe(400);
      expect(await api.probeAt(`${subdomain}.localhost`, client.clientId, client.secret)).toBe(401);
      expect(await api.probe(body.client_id, 'x')).toBe('wrong');
      expect(await api.probeAt(`${fresh('nowhere')}.localhost`, body.client_id, 'x')).toBe(404);
    });

    it('refuses one that does not exist', async () => {
      for (const name of ['X-Identity-Zone-Id', 'X-Identity-Zone-Subdomain']) {
        const headers = { [name]: fresh('nowhere') };
        const answer = await api.json('GET', `/oauth/clients/${client.clientId}`, { token: admin, headers });
        expect(answer).toMatchObject({ status: 404, body: {} });
      }
    });

    it('lets in by a scope for that zone, and not by clients.admin of another', async () => {
      const { id } = await uaa.freshZone();
      const headers = { 'X-Identity-Zone-Id': id };
      const status = async (authority: string): Promise<number> => {
        const token = await tokenOf([authority]);
        return (await api.json('GET', '/oauth/clients', { token, headers })).status;
      };
      expect(await status(`zones.${id}.admin`)).toBe(200);
      expect(await status(`zones.${id}.clients.admin`)).toBe(200);
      expect(await status('clients.admin')).toBe(403);
    });

    it('is no default zone to the clients of others', async () => {
      const headers = { 'X-Identity-Zone-Id': 'uaa' };
      const token = await tokenOf(['clients.admin']);
      expect((await api.json('GET', '/oauth/clients', { token, headers })).status).toBe(403);
      expect((await api.json('GET', '/oauth/clients', { token: admin, headers })).status).toBe(200);
    });
  });

  function passwordGrant(
    { clientId, secret }: FreshClient,
    { userName, password }: { readonly userName: string; readonly password: string },
    more: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const fields = { grant_type: 'password', client_id: clientId, client_secret: secret, username: userName, password };
    return api.signIn({ ...fields, ...more });
  }
}

function refused(description: string): object {
  return { status: 400, body: { error: 'invalid_client', error_description: description } };
}

function unauthorized(description: string): object {
  return { status: 401, body: { error: 'invalid_token', error_description: description } };
}
