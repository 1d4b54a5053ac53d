import { OktaAdmin } from '../../../lib/admin/okta';
import { newValue } from '../../../lib/provider/okta/own-value';
import { publicJwk } from '../../../lib/rotation';
import { OktaModel } from '../../../lib/testing';
import { rsaKey } from '../../support/keys';

const OWN = `rot.b.12.${'x'.repeat(43)}`;

describe('OktaAdmin, for those who only look', () => {
  let model: OktaModel;
  let admin: OktaAdmin;
  beforeEach(async () => {
    model = await OktaModel.start();
    admin = new OktaAdmin({ baseUrl: model.url }, { apiToken: model.apiToken });
  });
  afterEach(() => model.close());

  it('lists secrets without their values, and for which slot of a set each was made', async () => {
    const { appId, secret } = model.addApp({ label: 'app', clientSecret: 'born-with-the-app' });
    const { id } = model.addForeignSecret(appId, { value: OWN, status: 'INACTIVE' });
    const records = await admin.secretRecords(appId);
    expect(records).toEqual([
      { id: secret?.id, isActive: true, created: expect.any(String), hash: expect.any(String) },
      {
        id,
        isActive: false,
        created: expect.any(String),
        hash: expect.any(String),
        madeFor: { slot: 'b', generation: 12 },
      },
    ]);
    expect(JSON.stringify(records)).not.toMatch(/born-with-the-app|xxxx/);
  });

  it('knows what the provider rotation makes', async () => {
    const place = { slot: 'a', generation: 3 } as const;
    const { appId } = model.addApp({ label: 'app', clientSecret: newValue(place) });
    expect(await admin.secretRecords(appId)).toEqual([expect.objectContaining({ madeFor: place })]);
  });

  it('takes no value for its own that only looks like one', async () => {
    const { appId } = model.addApp({ label: 'app', clientSecret: 'rot.b.12.by-a-person' });
    expect(await admin.secretRecords(appId)).toEqual([expect.not.objectContaining({ madeFor: expect.anything() })]);
  });

  it('lists keys, and removes one that is switched off first', async () => {
    const jwk = async (kid: string) => ({ ...publicJwk((await rsaKey()).publicKey), kid });
    const { appId } = model.addApp({ label: 'app', jwks: [await jwk('one')] });
    const id = model.addForeignKey(appId, { ...(await jwk('two')), use: 'enc' });
    expect(await admin.keys(appId)).toEqual([
      expect.objectContaining({ kid: 'one', isActive: true, use: undefined }),
      expect.objectContaining({ id, kid: 'two', isActive: true, use: 'enc' }),
    ]);
    await expect(admin.deleteKey(appId, id)).rejects.toThrow(/with 400/);
    await admin.deactivateKey(appId, id);
    await admin.deleteKey(appId, id);
    expect((await admin.keys(appId)).map(({ kid }) => kid)).toEqual(['one']);
  });

  it('takes an answer that is no list for none', async () => {
    model.intercept(() => ({ kind: 'refuse', status: 200, body: {} }));
    await expect(admin.keys('app')).rejects.toThrow('okta answered a list of keys with something else');
    await expect(admin.secretRecords('app')).rejects.toThrow('okta answered a list of secrets with something else');
  });
});
