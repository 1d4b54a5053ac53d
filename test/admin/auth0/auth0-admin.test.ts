import { Auth0Admin } from '../../../lib/admin/auth0';
import { Auth0Model } from '../../../lib/testing';
import { rsaKey } from '../../support/keys';

describe('Auth0Admin', () => {
  let model: Auth0Model;
  let clientId: string;
  let admin: Auth0Admin;
  beforeEach(async () => {
    model = await Auth0Model.start();
    clientId = model.addClient({ name: 'app' }).clientId;
    admin = new Auth0Admin(model.url, model.addClient({ name: 'scanner' }));
  });
  afterEach(() => model.close());

  it('lists the key records, and which of them are attached', async () => {
    const [one, other] = [(await rsaKey()).publicKey, (await rsaKey()).publicKey];
    const attached = model.addForeignCredential(clientId, { pem: one, name: 'app-a', as: 'attached' });
    const stray = model.addForeignCredential(clientId, { pem: other, as: 'stray' });
    const found = await admin.keys(clientId);
    expect(found?.attached).toEqual([attached]);
    const [{ kid } = { kid: '' }] = model.attached(clientId);
    expect(found?.keys).toEqual([
      { id: stray, kid: expect.any(String), created: expect.any(String) },
      { id: attached, kid, name: 'app-a', created: expect.any(String) },
    ]);
  });

  it('counts a key of signed requests as attached', async () => {
    model.intercept(({ path }) => ({
      kind: 'refuse',
      status: 200,
      body: path.endsWith('/credentials')
        ? [{ id: 'cred_jar' }]
        : { client_id: clientId, signed_request_object: { required: true, credentials: [{ id: 'cred_jar' }] } },
    }));
    expect(await admin.keys(clientId)).toEqual({ keys: [{ id: 'cred_jar' }], attached: ['cred_jar'] });
  });

  it('knows no client that is not there', async () => {
    expect(await admin.keys('nobody')).toBeUndefined();
  });

  it('reads two pages, and ends when a page says nothing new', async () => {
    const page = (from: number, length: number) =>
      Array.from({ length }, (_, index) => ({ id: `cred_${from + index}` }));
    const pages = [page(0, 50), page(50, 3)];
    const stop = model.intercept(({ path }) =>
      path.endsWith('/credentials') ? { kind: 'refuse', status: 200, body: pages.shift() } : undefined,
    );
    expect((await admin.keys(clientId))?.keys).toHaveLength(53);
    stop();
    model.intercept(({ path }) =>
      path.endsWith('/credentials') ? { kind: 'refuse', status: 200, body: page(0, 50) } : undefined,
    );
    expect((await admin.keys(clientId))?.keys).toHaveLength(50);
  });

  it('takes an answer that is no list for none', async () => {
    model.intercept(({ path }) =>
      path.endsWith('/credentials') ? { kind: 'refuse', status: 200, body: { total: 0 } } : undefined,
    );
    await expect(admin.keys(clientId)).rejects.toThrow('auth0 answered a list of credentials with something else');
  });

  it('deletes a record, and not one that is attached', async () => {
    const [one, other] = [(await rsaKey()).publicKey, (await rsaKey()).publicKey];
    const attached = model.addForeignCredential(clientId, { pem: one, as: 'attached' });
    const stray = model.addForeignCredential(clientId, { pem: other, as: 'stray' });
    await admin.deleteKey(clientId, stray);
    await expect(admin.deleteKey(clientId, attached)).rejects.toThrow(
      /^Auth0 answered DELETE .* with 400 invalid_body Cannot delete credential still associated with a client$/,
    );
    expect(model.pool(clientId).map(({ id }) => id)).toEqual([attached]);
  });

  it('takes a domain without a scheme for https', async () => {
    const plain = new Auth0Admin(new URL(model.url).host, { accessToken: 'token' });
    await expect(plain.keys(clientId)).rejects.toThrow(/^GET https:\/\/127\.0\.0\.1:\d+\/api\/v2\/clients\//);
    expect(model.calls).toEqual([]);
  });

  it('never has the secret of a client that has one', async () => {
    const { clientId: other, clientSecret } = model.addClient({ name: 'web' });
    expect(JSON.stringify(await admin.keys(other))).not.toContain(clientSecret);
  });
});
