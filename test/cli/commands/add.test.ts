import { writeFileSync } from 'node:fs';
import { Kind, Manifest, manifestText } from '../../../lib/rotation';
import { rsaKey } from '../../support/keys';
import { complaint, NOW, Workshop } from '../workshop';

describe('add', () => {
  let shop: Workshop;
  beforeEach(() => (shop = new Workshop()));
  afterEach(() => shop.remove());

  it('makes the manifest when there is none, with a set whose first secret is current', async () => {
    const { exitCode, stdout } = await shop.run(['add', 'billing', '--kind', 'entra-client-secret']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/made manifest "rotation-[0-9a-f]{8}"\nbilling: step 0, start: slot a is current/);
    expect(JSON.parse(shop.text).sets).toEqual({
      billing: {
        kind: 'entra-client-secret',
        state: {
          step: 0,
          current: 'a',
          standby: 'empty',
          generation: 1,
          currentSince: NOW,
          a: { generation: 1, created: NOW, expires: '2026-05-08T00:00:00Z' },
          last: { step: 'start', at: NOW, waits: 'none' },
        },
      },
    });
  });

  it('writes to the policy what was given, and only that', async () => {
    const flags =
      '--interval 90d --at 03:30Z --soak 2h --grace 14d --retire --lifetime 400d --spread 7d --no-automatic';
    const text = ['--title', 'Billing', '--description', 'Owned by team money'];
    const { exitCode } = await shop.run([
      'add',
      'billing',
      '--kind',
      'entra-client-secret',
      ...flags.split(' '),
      ...text,
    ]);
    expect(exitCode).toBe(0);
    const { policy, state } = JSON.parse(shop.text).sets.billing;
    expect(policy).toEqual({
      interval: '90d',
      at: '03:30Z',
      automatic: false,
      soak: '2h',
      grace: '14d',
      retire: true,
      lifetime: '400d',
      spread: '7d',
      title: 'Billing',
      description: 'Owned by team money',
    });
    expect(state.a.expires).toBe('2027-04-05T00:00:00Z');
  });

  it('starts with a credential from outside', async () => {
    const { json } = await shop.run(['add', 'billing', '--kind', 'entra-certificate', '--from-outside', '--json']);
    expect(json).toMatchObject({ set: 'billing', step: 0, standby: { role: 'empty' }, next: 'stage' });
    expect(json).not.toHaveProperty('current');
    expect(shop.set('billing').state.current).toBe('outside');
  });

  it('refuses to start from outside where the provider cannot', async () => {
    const argv = ['add', 'web', '--kind', 'auth0-private-key-jwt', '--from-outside'];
    expect(complaint(await shop.run(argv))).toEqual([2, expect.stringContaining('leave --from-outside out')]);
    expect(shop.list()).toEqual([]);
  });

  it('takes a public key for the first generation of a key kind', async () => {
    const { publicKey } = await rsaKey();
    const argv = ['add', 'web', '--kind', 'auth0-private-key-jwt', '--public-key', '-', '--json'];
    const { json } = await shop.run(argv, { stdin: publicKey.replaceAll('\n', '\r\n') });
    const keyId = Kind.AUTH0_PRIVATE_KEY_JWT.key!.keyId(publicKey, 1);
    expect(json).toMatchObject({ current: { slot: 'a', generation: 1, keyId } });
    expect(shop.set('web').state.a?.publicKey).toBe(publicKey);
  });

  it('takes a kind that the manifest names', async () => {
    const document = { ...Manifest.create('test').document, kinds: { 'my-kind': { title: 'Mine', removes: 'any' } } };
    writeFileSync(shop.file, manifestText(document as never));
    expect((await shop.run(['add', 'web', '--kind', 'my-kind'])).exitCode).toBe(0);
    expect(shop.set('web').kind.title).toBe('Mine');
  });

  it('refuses a name that exists', async () => {
    await shop.steps('add billing --kind entra-client-secret');
    const before = shop.text;
    const result = await shop.run(['add', 'billing', '--kind', 'entra-client-secret']);
    expect(complaint(result)).toEqual([3, expect.stringContaining('a set is added once, got "billing"')]);
    expect(shop.text).toBe(before);
  });

  it.each([
    [['billing'], /needs --kind, got none: it is one of entra-client-secret/],
    [['--kind', 'entra-client-secret'], /needs a name and --kind, got no name/],
    [['billing', '--kind', 'aws-iam'], /kind is one of .*, got "aws-iam"/],
    [['Billing', '--kind', 'entra-client-secret'], /a set name is .*, got "Billing"/],
    [['bil ling', '--kind', 'entra-client-secret'], /a set name is .*, got "bil ling"/],
    [['__proto__', '--kind', 'entra-client-secret'], /a set name is .*, got "__proto__"/],
    [['../x', '--kind', 'entra-client-secret'], /a set name is .*, got "..\/x"/],
    [['büro', '--kind', 'entra-client-secret'], /a set name is .*, got "büro"/],
    [['a\u001b[31m', '--kind', 'entra-client-secret'], /got "a\\u001b\[31m"/],
    [['billing', '--kind', 'entra-client-secret', '--interval', 'monthly'], /interval: a duration looks like/],
    [['billing', '--kind', 'entra-client-secret', '--at', '25:00Z'], /at: a time of day looks like/],
    [
      ['billing', '--kind', 'entra-client-secret', '--interval', '7d'],
      /soak must not be longer than interval - grace, got soak 1d, interval 7d, grace 7d/,
    ],
    [
      ['billing', '--kind', 'entra-client-secret', '--at', '02:30 Europe/Belin'],
      /at: a time zone is a name of the IANA/,
    ],
    [['billing', '--kind', 'entra-client-secret', '--lifetime', '60d'], /lifetime must be at least .* = 68d, got 60d/],
    [['billing', '--kind', 'entra-client-secret', '--bits', '2048'], /the identity provider makes, got --bits/],
    [['billing', '--kind', 'entra-certificate'], /needs exactly one of .*, got none/],
    [['billing', '--kind', 'entra-certificate', '--from-outside', '--bits', '4096'], /made by "stage", got --bits/],
  ])('answers %j with one line and exit code 2', async (argv, line) => {
    expect(complaint(await shop.run(['add', ...argv]))).toEqual([2, expect.stringMatching(line)]);
    expect(shop.list()).toEqual([]);
  });

  it('writes nothing in a dry run', async () => {
    await shop.steps('init --id test');
    const before = shop.text;
    const { stdout, exitCode } = await shop.run(['add', 'billing', '--kind', 'entra-client-secret', '--dry-run']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^dry run, nothing is written:\n[\s\S]*\+ {5}"billing": \{/);
    expect(shop.text).toBe(before);
  });
});
