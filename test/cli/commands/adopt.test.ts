import { Kind, rfc7638 } from '../../../lib/rotation';
import { certificate, rsaKey } from '../../support/keys';
import { complaint, Workshop } from '../workshop';

let publicKey: string;
let shop: Workshop;

beforeAll(async () => {
  publicKey = (await rsaKey()).publicKey;
});
beforeEach(async () => {
  shop = new Workshop();
  await shop.steps('init --id test');
  shop.write('live.pem', publicKey);
});
afterEach(() => shop.remove());

const adopt = (name: string, kind: string, ...options: readonly string[]) =>
  shop.run(['adopt', name, '--kind', kind, ...options]);

const said = async (...args: Parameters<typeof adopt>): Promise<readonly [number, string]> =>
  complaint(await adopt(...args));

/** What `terraform show -json` prints of one `auth0_client_credentials`. */
function state(credentials: readonly object[], more: object = {}): string {
  const values = { client_id: 'c', private_key_jwt: credentials.length > 0 ? [{ credentials }] : [], ...more };
  const resource = { address: 'auth0_client_credentials.orders', type: 'auth0_client_credentials', values };
  return JSON.stringify({ format_version: '1.0', values: { root_module: { resources: [resource] } } });
}

const key = (more: object = {}) => ({ name: 'Current Credential', pem: publicKey, algorithm: 'RS256', ...more });

describe('adopt', () => {
  it('starts a set from outside, and says what goes into the code', async () => {
    const { exitCode, stdout } = await adopt('billing', 'entra-client-secret', '--from-outside', '--title', 'Billing');
    expect([exitCode, shop.set('billing').state, shop.set('billing').title]).toEqual([
      0,
      {
        step: 0,
        current: 'outside',
        standby: 'empty',
        generation: 0,
        last: { step: 'start', at: '2026-03-01T00:00:00Z', waits: 'none' },
      },
      'Billing',
    ]);
    expect(stdout).toContain("import { EntraClientSecret } from 'cdktf-rotation/entra';");
    expect(stdout).toContain('terraform show -json p.tfplan | npx cdktf-rotation guard');
  });

  it('writes the same entry as "add --from-outside"', async () => {
    await adopt('one', 'okta-client-secret', '--from-outside', '--interval', '60d');
    await shop.steps('add two --kind okta-client-secret --from-outside --interval 60d');
    const { manifestId: _, name: __, ...one } = shop.set('one');
    expect(shop.set('two')).toMatchObject({ ...one, policy: expect.anything() });
  });

  it('takes over the key of an Auth0 client by its name', async () => {
    const options = ['--key-name', 'Current Credential', '--public-key', shop.path('live.pem'), '--expires', 'never'];
    const { exitCode, stdout, stderr } = await adopt('orders', 'auth0-private-key-jwt', ...options);
    expect(exitCode).toBe(0);
    expect(shop.set('orders').state.a).toEqual({
      generation: 1,
      created: '2026-03-01T00:00:00Z',
      expires: '9999-12-31T23:59:59Z',
      publicKey,
      adopted: { name: 'Current Credential' },
    });
    expect(stdout).toContain('slot a is current with generation 1, never expires; commit');
    expect(stdout).toContain(`the key in use, "Current Credential", key id ${rfc7638(publicKey)}`);
    expect(stderr).toBe(
      `note: consumers find their private key by the published key id: have that of ${rfc7638(publicKey)} in its place before the first apply\n`,
    );
  });

  it('takes over what the state has of an Auth0 client, to the letter', async () => {
    const text = `${publicKey.trimEnd()}\n\n`;
    const applied = shop.write(
      'state.json',
      state([key({ pem: text, expires_at: '2027-01-31T02:00:00.000Z', algorithm: 'PS256' })]),
    );
    const { exitCode, json } = await adopt(
      'orders',
      'auth0-private-key-jwt',
      '--from',
      'auth0_client_credentials.orders',
      '--applied',
      applied,
      '--json',
    );
    expect([exitCode, json]).toMatchObject([
      0,
      {
        set: 'orders',
        way: 'moved',
        current: { slot: 'a', generation: 1, keyId: rfc7638(publicKey), expires: '2027-01-31T02:00:00Z' },
        changes: ['take auth0_client_credentials.orders out of the code: a moved block of the set brings it along'],
        dryRun: false,
      },
    ]);
    expect(shop.set('orders').state.a?.adopted).toEqual({
      name: 'Current Credential',
      from: 'auth0_client_credentials.orders',
      algorithm: 'PS256',
      pem: text,
    });
  });

  it.each(['okta-private-key-jwt', 'uaa-private-key-jwt'])('keeps the kid of a key: %s', async (kind) => {
    const { json } = await adopt('crm', kind, '--kid', 'their-key', '--public-key', shop.path('live.pem'), '--json');
    expect(json).toMatchObject({ way: 'kid', current: { keyId: 'their-key' } });
    const status = await shop.run(['status', 'crm', '--json']);
    expect(status.stdout).toContain('"keyId": "their-key"');
  });

  it('keeps the key id of a certificate, and takes its end from it', async () => {
    const pem = shop.write('cert.pem', (await certificate('theirs', '2027-05-01T00:00:00Z')).publicKey);
    await adopt('billing', 'entra-certificate', '--kid', 'their-key-id', '--public-key', pem);
    expect(shop.set('billing').state.a).toMatchObject({
      expires: '2027-05-01T00:00:00Z',
      adopted: { name: 'their-key-id' },
    });
    await adopt('other', 'entra-certificate', '--kid', 'k', '--public-key', pem, '--expires', '2026-12-01T00:00:00Z');
    expect(shop.set('other').state.a?.expires).toBe('2026-12-01T00:00:00Z');
    for (const end of ['never', '2027-05-01T00:00:01Z']) {
      expect(await said('third', 'entra-certificate', '--kid', 'k', '--public-key', pem, '--expires', end)).toEqual([
        2,
        `error: nobody signs in with a certificate after its end, 2027-05-01T00:00:00Z, got --expires ${end}`,
      ]);
    }
  });

  it.each([
    ['okta-client-secret', ['--secret-id', 'ocs1'], "initialSecret: OktaSecretRef.fromId('ocs1'),"],
    ['okta-client-secret', ['--secret-hash', 'yk4S'], "initialSecret: OktaSecretRef.fromHash('yk4S'),"],
    ['okta-client-secret', ['--initial-secret'], 'initialSecret: OktaSecretRef.fromValue(secret.stringValue),'],
    ['uaa-client-secret', ['--initial-secret'], 'initialSecret: secret.stringValue,'],
  ])('begins with the secret in use: %s %j', async (kind, options, line) => {
    const { exitCode, stdout } = await adopt('crm', kind, ...options);
    expect([exitCode, shop.set('crm').state.current]).toEqual([0, 'a']);
    expect(stdout).toContain(line);
  });

  it('says when the key in use expires before it is replaced', async () => {
    const options = ['--key-name', 'k', '--public-key', shop.path('live.pem'), '--expires', '2026-03-20T00:00:00Z'];
    const { stderr } = await adopt('orders', 'auth0-private-key-jwt', ...options);
    expect(stderr).toContain('"cdktf-rotation rotate orders" asks for one now');
  });

  it('writes nothing in a dry run', async () => {
    const before = shop.text;
    const { stdout } = await adopt('billing', 'entra-certificate', '--from-outside', '--dry-run');
    expect(stdout).toMatch(/^dry run, nothing is written:\n/);
    expect(shop.text).toBe(before);
  });

  it('keeps the mark until the slot is recycled, and undo brings it back', async () => {
    const pem = shop.path('live.pem');
    await adopt(
      'crm',
      'okta-private-key-jwt',
      '--kid',
      'their-key',
      '--public-key',
      pem,
      '--grace',
      '0s',
      '--soak',
      '0s',
    );
    const key2 = shop.write('2.pem', (await rsaKey()).publicKey);
    const key3 = shop.write('3.pem', (await rsaKey()).publicKey);
    await shop.steps(`stage crm --public-key ${key2}`, 'promote crm');
    expect(shop.set('crm').state.a?.adopted).toEqual({ name: 'their-key' });
    await shop.steps(`stage crm --public-key ${key3}`);
    expect(shop.set('crm').state.a).not.toHaveProperty('adopted');
    await shop.steps('undo crm');
    expect(shop.set('crm').state.a?.adopted).toEqual({ name: 'their-key' });
  });

  it('is found by validate --base when somebody edits the mark', async () => {
    await adopt('crm', 'okta-private-key-jwt', '--kid', 'their-key', '--public-key', shop.path('live.pem'));
    const base = shop.write('base.json', shop.text);
    shop.write('rotation.json', shop.text.replace('"name": "their-key"', '"name": "another-key"'));
    const { exitCode, stdout } = await shop.run(['validate', '--base', base]);
    expect([exitCode, stdout]).toEqual([3, expect.stringContaining('which is not one legal step')]);
  });
});

describe('adopt refuses', () => {
  it.each(Kind.ALL.map(({ name }) => name))('to guess which credential of kind %s is in use', async (kind) => {
    const [exitCode, text] = await said('billing', kind);
    expect([exitCode, text]).toEqual([
      2,
      expect.stringMatching(
        `^error: adopt needs the credential of "billing" that is in use, .*: ${kind} takes --.* \\(.+\\)$`,
      ),
    ]);
  });

  it.each([
    ['entra-client-secret', ['--secret-id', 'x'], 'Entra shows a secret once'],
    ['entra-certificate', ['--secret-id', 'x'], 'Entra does not show its text'],
    ['auth0-private-key-jwt', ['--from-outside'], 'would detach a key from outside and end a client secret'],
    ['auth0-private-key-jwt', ['--initial-secret'], 'end a client secret'],
    ['okta-private-key-jwt', ['--secret-id', 'x'], 'a key is known by its kid'],
    ['okta-client-secret', ['--kid', 'x'], 'a secret is known by its id'],
    ['uaa-client-secret', ['--secret-hash', 'x'], 'UAA never shows a secret'],
    ['uaa-private-key-jwt', ['--from-outside', '--kid', 'x'], 'a key is known by its kid'],
  ])('what a kind cannot adopt, and says what it can: %s %j', async (kind, options, why) => {
    const before = shop.text;
    const [exitCode, text] = await said('billing', kind, ...options);
    expect([exitCode, text]).toEqual([2, expect.stringContaining(why)]);
    expect(text).toContain('; it takes --');
    expect(shop.text).toBe(before);
  });

  it('half of what is needed', async () => {
    expect(await said('orders', 'auth0-private-key-jwt', '--from', 'auth0_client_credentials.orders')).toEqual([
      2,
      'error: auth0-private-key-jwt takes --from and --applied, or --key-name, --public-key and --expires, got --from alone: give --applied too',
    ]);
  });

  it('a missing kind, an unknown one, and a set that exists', async () => {
    expect(complaint(await shop.run(['adopt', 'billing', '--from-outside']))[1]).toContain(
      'adopt needs --kind, got none',
    );
    expect((await said('billing', 'nope', '--from-outside'))[1]).toContain('kind is one of');
    await adopt('billing', 'entra-client-secret', '--from-outside');
    expect((await said('billing', 'entra-client-secret', '--from-outside'))[0]).toBe(3);
  });

  it.each([
    ['two keys', () => state([key(), key({ name: 'Next' })]), 'one key is adopted'],
    [
      'a client secret',
      () => state([], { authentication_method: 'client_secret_post' }),
      'the method "client_secret_post"',
    ],
    [
      'another method beside it',
      () => state([key()], { signed_request_object: [{}] }),
      'such a client cannot be adopted',
    ],
    [
      'an expiry from a certificate',
      () => state([key({ parse_expiry_from_cert: true, expires_at: 'x' })]),
      'the expiry of a key is a literal',
    ],
    ['no text of the key', () => state([key({ pem: '' })]), 'the state has the text of the key'],
    ['no name', () => state([key({ name: '' })]), 'the name of a key is 1 to 256 characters'],
    [
      'fractions of a second',
      () => state([key({ expires_at: '2027-01-31T02:00:00.123Z' })]),
      'a time of whole seconds',
    ],
    ['a key that has expired', () => state([key({ expires_at: '2026-02-01T00:00:00.000Z' })]), 'has not expired'],
    ['another algorithm', () => state([key({ algorithm: 'HS256' })]), 'the algorithm of a key is one of'],
    ['no such resource', () => JSON.stringify({ values: {} }), 'the state has none'],
    ['no JSON', () => 'nothing', '--applied is not JSON'],
  ])('a state with %s', async (_, text, why) => {
    const options = ['--from', 'auth0_client_credentials.orders', '--applied', shop.write('state.json', text())];
    const [exitCode, message] = await said('orders', 'auth0-private-key-jwt', ...options);
    expect([exitCode, message]).toEqual([2, expect.stringContaining(why)]);
  });

  it.each([
    [['--key-name', 'orders-b', '--expires', 'never'], 'is not that of the other slot'],
    [['--key-name', '${secret}', '--expires', 'never'], 'without quotes, backslashes, braces'],
    [['--key-name', 'k', '--expires', 'tomorrow'], 'a time of whole seconds'],
    [['--key-name', 'k', '--expires', 'never', '--algorithm', 'none'], 'one of RS256, RS384, PS256'],
  ])('a key that does not fit: %j', async (options, why) => {
    const all = [...options, '--public-key', shop.path('live.pem')];
    expect(await said('orders', 'auth0-private-key-jwt', ...all)).toEqual([2, expect.stringContaining(why)]);
  });

  it('a private key, and does not show it', async () => {
    const { privateKey } = await rsaKey();
    const pem = shop.write('private.pem', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    expect((await said('crm', 'okta-private-key-jwt', '--kid', 'k', '--public-key', pem))[1]).toContain(
      'got a private key',
    );
  });

  it('a secret in the place of its id, and does not show it', async () => {
    const [exitCode, text] = await said('crm', 'okta-client-secret', '--secret-id', 'a secret + value');
    expect([exitCode, text]).toEqual([2, expect.not.stringContaining('a secret + value')]);
  });
});
