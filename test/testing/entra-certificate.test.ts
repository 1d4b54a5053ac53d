import { randomUUID } from 'node:crypto';
import { JWT_BEARER, requestToken } from '../../lib/testing/client-assertion';
import { certificate, type TestKey } from '../support/keys';
import { signedAssertion } from './support/assertion';
import { EntraTenant } from './support/entra-tenant';

let keys: readonly TestKey[];
let tenant: EntraTenant;

beforeAll(async () => {
  keys = await Promise.all([certificate('one'), certificate('two')]);
});

beforeEach(async () => {
  tenant = await EntraTenant.start();
});

afterEach(() => tenant.close());

const TYPE = 'type = "AsymmetricX509Cert"\nend_date = "2098-01-01T00:00:00Z"';
const value = (key: TestKey): string => `value = <<EOT\n${key.publicKey}EOT\n`;
const config = (body: string, name = 'a'): string => tenant.resource('certificate', name, body);
const live = (): readonly string[] => tenant.model.liveCredentials(tenant.clientId).map(({ keyId }) => keyId);
const keyId = (id: string): string => `key_id = "${id}"\n`;

function signIn(key: TestKey): Promise<string | undefined> {
  const { clientId, model } = tenant;
  return requestToken(model.tokenUrl, {
    client_id: clientId,
    client_assertion_type: JWT_BEARER,
    client_assertion: signedAssertion(key, { clientId, audience: model.tokenUrl, now: new Date(), header: 'x5t#S256' }),
  });
}

test('calls come in the order of the real provider', async () => {
  await tenant.workspace.apply(config(TYPE + '\n' + value(keys[0]!)));
  expect(tenant.newCalls()).toEqual(['GET', 'PATCH', 'GET x6']);
  expect(await tenant.workspace.terraform.plan()).toMatchObject({ changes: false });
  expect(tenant.newCalls()).toEqual(['GET']);
  await tenant.workspace.terraform.destroy();
  expect(tenant.newCalls()).toEqual(['GET x2', 'PATCH', 'GET x5']);
  expect(live()).toEqual([]);
});

test('its key signs in as long as it is there, beside another one', async () => {
  const [one, two] = keys as [TestKey, TestKey];
  const both = config(TYPE + '\n' + value(one), 'a') + config(TYPE + '\n' + value(two), 'b');
  await tenant.workspace.apply(both);
  expect([await signIn(one), await signIn(two)]).toEqual([undefined, undefined]);
  await tenant.workspace.apply(config(TYPE + '\n' + value(two), 'b'));
  expect(await signIn(one)).toMatch('AADSTS700027');
  expect(await signIn(two)).toBeUndefined();
});

test('a key id that is given is used, and its end date is what graph echoes', async () => {
  const id = randomUUID();
  await tenant.workspace.apply(config(`${TYPE}\n${keyId(id)}${value(keys[0]!)}`));
  expect(await tenant.workspace.terraform.values('azuread_application_certificate.a')).toMatchObject({
    id: `${tenant.objectId}/certificate/${id}`,
    key_id: id,
    encoding: 'pem',
    end_date: '2098-01-01T00:00:00Z',
  });
});

test.each([
  ['value', () => config(TYPE + '\n' + value(keys[1]!))],
  ['end_date', () => config((TYPE + '\n').replace('2098', '2097') + value(keys[0]!))],
  ['key_id', () => config(`${TYPE}\n${keyId(randomUUID())}${value(keys[0]!)}`)],
])('a change of %s replaces it', async (attribute, changed) => {
  await tenant.workspace.apply(config(TYPE + '\n' + value(keys[0]!)));
  tenant.workspace.write(changed());
  expect((await tenant.workspace.terraform.plan()).output).toMatch(new RegExp(`~ ${attribute} .*# forces replacement`));
});

test('without a type it is replaced at every plan', async () => {
  await tenant.workspace.apply(config(value(keys[0]!)));
  expect((await tenant.workspace.terraform.plan()).output).toMatch(/- type .*# forces replacement/);
});

test('the encodings base64 and hex give the same certificate', async () => {
  const pem = Buffer.from(keys[0]!.publicKey);
  await tenant.workspace.apply(config(`${TYPE}\nencoding = "base64"\nvalue = "${pem.toString('base64')}"`));
  expect(await signIn(keys[0]!)).toBeUndefined();
  await tenant.workspace.apply(config(`${TYPE}\nencoding = "hex"\nvalue = "${pem.toString('hex')}"`));
  expect(await signIn(keys[0]!)).toBeUndefined();
});

test('the same key id twice is refused before anything is changed', async () => {
  const slot = (key: TestKey): string =>
    config(
      `${TYPE}\n${keyId('11111111-2222-4333-8444-555555555555')}${value(key)}lifecycle {\ncreate_before_destroy = true\n}`,
    );
  await tenant.workspace.apply(slot(keys[0]!));
  tenant.newCalls();
  await expect(tenant.workspace.apply(slot(keys[1]!))).rejects.toThrow('already exists');
  expect(tenant.newCalls()).toEqual(['GET x2']);
  expect(await signIn(keys[0]!)).toBeUndefined();
});

test('one that is gone is created again, but an application that is gone is an error', async () => {
  await tenant.workspace.apply(config(TYPE + '\n' + value(keys[0]!)));
  tenant.model.removeCredential(tenant.clientId, live()[0]!);
  expect((await tenant.workspace.terraform.plan()).output).toContain('will be created');
  tenant.model.removeApplication(tenant.clientId);
  await expect(tenant.workspace.terraform.plan()).rejects.toThrow('Request_ResourceNotFound');
});

test('an import finds it and then replaces it, because value and encoding are not known', async () => {
  const id = '11111111-2222-4333-8444-555555555555';
  const configuration = config(`${TYPE}\n${keyId(id)}${value(keys[0]!)}`);
  await tenant.workspace.apply(configuration);
  await tenant.workspace.terraform.run(['state', 'rm', 'azuread_application_certificate.a']);
  const address = 'azuread_application_certificate.a';
  const imported = await tenant.workspace.terraform.run(['import', address, `${tenant.objectId}/certificate/${id}`]);
  expect(imported).toMatchObject({ exitCode: 0 });
  const { output } = await tenant.workspace.terraform.plan();
  expect(output).toMatch(/\+ encoding .*# forces replacement/);
  expect(output).toMatch(/\+ value .*# forces replacement/);
});

test("another writer's certificate, added between the provider's reading and writing, is lost", async () => {
  const stop = tenant.model.intercept(async ({ method }) => {
    if (method !== 'PATCH') return undefined;
    stop();
    await fetch(`${tenant.model.url}/v1.0/applications/${tenant.objectId}`, {
      method: 'PATCH',
      headers: { authorization: 'Bearer other', 'content-type': 'application/json' },
      body: JSON.stringify({ keyCredentials: [{ key: Buffer.from(keys[1]!.publicKey).toString('base64') }] }),
    });
    expect(await signIn(keys[1]!)).toBeUndefined();
    return undefined;
  });
  await tenant.workspace.apply(config(TYPE + '\n' + value(keys[0]!)));
  expect(await signIn(keys[1]!)).toMatch('AADSTS700027');
});

test('a lost answer of the write leaves a certificate that the next apply names', async () => {
  const configuration = config(`${TYPE}\n${keyId(randomUUID())}${value(keys[0]!)}`);
  const stop = tenant.model.intercept(({ method }) => (method === 'PATCH' ? { kind: 'drop-after-commit' } : undefined));
  await expect(tenant.workspace.apply(configuration)).rejects.toThrow('fetch failed');
  stop();
  await expect(tenant.workspace.apply(configuration)).rejects.toThrow(/already exists[^]*key_id/);
  expect(live()).toHaveLength(1);
});
