import { EntraAdmin } from '../../../lib/admin/entra';
import { EntraModel } from '../../../lib/testing';
import { certificate } from '../../support/keys';

describe('EntraAdmin', () => {
  let model: EntraModel;
  let app: { readonly objectId: string; readonly clientId: string };
  let caller: { readonly tenantId: string; readonly clientId: string; readonly clientSecret: string };
  let admin: EntraAdmin;
  beforeEach(async () => {
    model = await EntraModel.start();
    app = model.addApplication({ displayName: 'app' });
    const { clientId } = model.addApplication({ displayName: 'scanner' });
    const { secretText: clientSecret } = model.addForeignSecret(clientId);
    caller = { tenantId: model.tenantId, clientId, clientSecret };
    admin = new EntraAdmin({ graphUrl: model.url, loginUrl: model.url }, caller);
  });
  afterEach(() => model.close());

  async function addCertificate(): Promise<string> {
    const url = `${model.url}/v1.0/applications/${app.objectId}`;
    const headers = { authorization: 'Bearer test', 'content-type': 'application/json' };
    const { keyCredentials } = (await (await fetch(url, { headers })).json()) as { keyCredentials: object[] };
    const key = Buffer.from((await certificate('app')).publicKey).toString('base64');
    const body = JSON.stringify({ keyCredentials: [...keyCredentials, { key, type: 'AsymmetricX509Cert' }] });
    await fetch(url, { method: 'PATCH', headers, body });
    return model.liveCredentials(app.clientId).at(-1)?.keyId ?? '';
  }

  it('lists secrets and certificates, without values and without hints', async () => {
    const { keyId, secretText } = model.addForeignSecret(app.clientId, { displayName: 'portal' });
    const certificateId = await addCertificate();
    const found = (await admin.credentials(app.objectId)) ?? [];
    expect(found).toEqual([
      { keyId, type: 'secret', displayName: 'portal', start: expect.any(String), end: expect.any(String) },
      expect.objectContaining({ keyId: certificateId, type: 'certificate', displayName: 'CN=app' }),
    ]);
    expect(JSON.stringify(found)).not.toContain(secretText.slice(0, 3));
  });

  it('knows no application that is not there', async () => {
    expect(await admin.credentials('00000000-0000-4000-8000-000000000000')).toBeUndefined();
  });

  it('takes an answer that is no application for none', async () => {
    model.intercept(() => ({ kind: 'refuse', status: 200, body: { value: [] } }));
    await expect(admin.credentials(app.objectId)).rejects.toThrow('entra answered an application with something else');
  });

  it('removes the one secret', async () => {
    const [one, other] = [model.addForeignSecret(app.clientId), model.addForeignSecret(app.clientId)];
    await admin.removeSecret(app.objectId, one.keyId);
    expect(model.liveCredentials(app.clientId).map(({ keyId }) => keyId)).toEqual([other.keyId]);
    await expect(admin.removeSecret(app.objectId, one.keyId)).rejects.toThrow(
      /^Entra answered POST .*removePassword with 400 Request_BadRequest No password credential found/,
    );
  });

  it('removes the one certificate, and the others keep their keys', async () => {
    const [one, other] = [await addCertificate(), await addCertificate()];
    const { keyId: secret } = model.addForeignSecret(app.clientId);
    await admin.removeCertificate(app.objectId, one, [other]);
    const left = model.liveCredentials(app.clientId).map(({ keyId }) => keyId);
    expect(new Set(left)).toEqual(new Set([other, secret]));
  });

  it('gets another token when the first one is refused', async () => {
    const stop = model.intercept(() => {
      stop();
      return { kind: 'refuse', status: 401, body: { error: { code: 'InvalidAuthenticationToken' } } };
    });
    expect(await admin.credentials(app.objectId)).toEqual([]);
    expect(model.calls).toHaveLength(2);
  });

  it('takes an access token as it is, and gets no other', async () => {
    const given = new EntraAdmin({ graphUrl: model.url }, { accessToken: 'given-token' });
    expect(await given.credentials(app.objectId)).toEqual([]);
    model.intercept(() => ({ kind: 'refuse', status: 401, body: { error: { message: 'given-token is too old' } } }));
    await expect(given.credentials(app.objectId)).rejects.toThrow(/with 401 \*\*\* is too old$/);
  });

  it('says that it got no token, and not with which secret', async () => {
    const wrong = { ...caller, clientSecret: 'the-wrong-secret' };
    const refused = new EntraAdmin({ graphUrl: model.url, loginUrl: model.url }, wrong).credentials(app.objectId);
    await expect(refused).rejects.toMatchObject({ status: 401 });
    await expect(refused).rejects.toThrow(/^Entra answered POST \/.*\/oauth2\/v2.0\/token with 401 invalid_client/);
    await expect(refused).rejects.not.toThrow(/the-wrong-secret/);
  });

  it('sends secrets nowhere but to https, or to this machine', () => {
    for (const urls of [{ graphUrl: 'http://graph.example.com' }, { loginUrl: 'http://login.example.com' }]) {
      expect(() => new EntraAdmin({ graphUrl: model.url, ...urls }, caller)).toThrow(/is https:\/\//);
    }
  });
});
