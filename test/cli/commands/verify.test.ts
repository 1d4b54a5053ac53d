import { Manifest } from '../../../lib/rotation';
import { rsaKey } from '../../support/keys';
import { appliedState } from '../workshop';
import { ending, VerifyDesk } from '../verify/desk';
import { GROUNDS, pemOf } from '../verify/grounds';

const KINDS = Object.keys(GROUNDS);

let desk: VerifyDesk;
afterEach(() => desk.close());

describe.each(KINDS)('verify of %s', (kind) => {
  it('signs in for as long as is asked, and keeps what it did, without the credential', async () => {
    desk = await VerifyDesk.with(kind);
    const result = await desk.verify('--for', '10m', '--every', '30s');
    expect(ending(result)).toEqual([0, expect.stringContaining('app: generation 2 in slot b signs in at 127.0.0.1:')]);
    const { created } = desk.shop.set('app').state.b ?? {};
    expect(desk.record).toMatchObject({ slot: 'b', generation: 2, created, signIns: 21 });
    const { from, until, keyId } = desk.record as unknown as Record<string, string>;
    expect(Date.parse(until ?? '') - Date.parse(from ?? '')).toBe(600_000);
    expect(keyId === undefined).toBe(desk.ground.key === undefined);
  });

  it('says where nothing shows that it was the next credential', async () => {
    desk = await VerifyDesk.with(kind);
    const { stderr } = await desk.verify();
    expect(stderr.includes('without --applied nothing shows that this was the next secret')).toBe(
      desk.ground.key === undefined,
    );
  });

  it('refuses a wrong credential with 3, and forgets what was verified before', async () => {
    desk = await VerifyDesk.with(kind);
    await desk.done(...desk.line());
    expect(desk.record).toBeDefined();
    await desk.ground.removeCredential();
    const [exitCode, text] = ending(await desk.verify());
    expect([exitCode, text]).toEqual([
      3,
      expect.stringMatching(/^refused: \S+ must take generation 2 in slot b of "app", but/),
    ]);
    expect(text).toMatch(
      desk.ground.answers === 'alike' ? /is wrong, or there is no such/ : (CREDENTIAL[kind] ?? /^$/),
    );
    expect(text).toContain('what was verified before is no longer in');
    expect(desk.record).toBeUndefined();
  });

  it('refuses an application that is not there with 3, in words of its own where the provider has them', async () => {
    desk = await VerifyDesk.with(kind);
    await desk.ground.removeApplication();
    const [exitCode, text] = ending(await desk.verify());
    expect(exitCode).toBe(3);
    expect(text).toMatch(desk.ground.answers === 'alike' ? /is wrong, or there is no such/ : /no such application/);
  });

  it('cannot tell when nobody answers: 4', async () => {
    desk = await VerifyDesk.with(kind);
    await desk.ground.model.close();
    const [exitCode, text] = ending(await desk.verify('--timeout', '1s'));
    expect([exitCode, text]).toEqual([
      4,
      expect.stringMatching(/^needs a person: cannot tell .* nothing answers at 127\.0\.0\.1:\d+ \(ECONNREFUSED\)/),
    ]);
  });
});

const CREDENTIAL: Readonly<Record<string, RegExp>> = {
  'entra-client-secret': /it does not know this secret \(Entra says: status 401, invalid_client, AADSTS7000215/,
  'entra-certificate': /the certificate is not registered .*AADSTS700027/,
  'okta-client-secret': /no such active secret/,
  'okta-private-key-jwt': /no such active key/,
};

describe('a replica that lags', () => {
  it.each(['entra-client-secret', 'auth0-private-key-jwt', 'okta-private-key-jwt'])(
    'is waited for at %s; the period begins after its last failure',
    async (kind) => {
      desk = await VerifyDesk.with(kind, { replicaLag: 18_000 });
      const result = await desk.verify('--for', '1m', '--every', '10s');
      expect(ending(result)).toEqual([0, expect.stringContaining('7 sign-ins from')]);
      expect(result.stdout).toContain('after 4 that failed');
      expect(result.stderr).toMatch(
        /after 0s: .*; trying again, for 2m at most\nafter 20s: signed in; to hold for 1m\n/,
      );
    },
  );

  it('is given up when the period cannot end within the time-out any more', async () => {
    desk = await VerifyDesk.with('entra-client-secret', { replicaLag: 60_000 });
    const result = await desk.verify('--for', '1m', '--every', '10s', '--timeout', '90s');
    expect(ending(result)).toEqual([3, expect.stringContaining('7 of 7 sign-ins in 30s failed')]);
    expect(desk.record).toBeUndefined();
  });

  it('is not waited for when the time-out leaves no room', async () => {
    desk = await VerifyDesk.with('entra-client-secret', { replicaLag: 1_000 });
    const result = await desk.verify('--timeout', '0s');
    expect(result.exitCode).toBe(3);
    expect(result.stderr.split('\n')).toHaveLength(2);
  });
});

describe('the credential that is given', () => {
  it('is refused before any traffic when the private key is not that of the staged public key', async () => {
    desk = await VerifyDesk.with('okta-private-key-jwt');
    const path = desk.shop.write('other.pem', desk.hide(pemOf((await rsaKey()).privateKey)));
    const line = ['--private-key', path, '--client-id', 'x', '--token-url', 'http://127.0.0.1:1/x'];
    expect(ending(await desk.verifyWith(line))).toEqual([
      3,
      expect.stringContaining('got the private key of another one: give the one that "stage" delivered'),
    ]);
  });

  it('is refused before any traffic when an Okta secret says that it is another one', async () => {
    desk = await VerifyDesk.with('okta-client-secret');
    desk.env.NEXT = desk.hide('rot.a.1.yyyyyyyyyyyyyyyyyyyyyyyyyyyy');
    expect(ending(await desk.verify('--token-url', 'http://127.0.0.1:1/x'))).toEqual([
      3,
      expect.stringContaining('got generation 1 of slot a: give the next one'),
    ]);
  });

  it('comes from a file or from standard input as well', async () => {
    desk = await VerifyDesk.with('uaa-client-secret');
    const place = ['--token-url', desk.ground.tokenUrl, '--client-id', 'app'];
    const file = desk.shop.write('secret', `${desk.ground.secret}\n`);
    expect((await desk.verifyWith(['--secret-from', `file:${file}`, ...place])).exitCode).toBe(0);
    expect((await desk.verifyWith(['--secret-from', '-', ...place], desk.ground.secret)).exitCode).toBe(0);
    expect(desk.record).toMatchObject({ signIns: 1 });
  });

  it('is refused before any traffic when the applied state does not have it yet', async () => {
    desk = await VerifyDesk.with('uaa-client-secret');
    const { id } = Manifest.parse(desk.shop.text);
    const ledger = (step: number) =>
      desk.shop.write(`${step}.json`, appliedState({ set: 'app', step, manifest: id, at: '2026-01-01T00:00:00Z' }));
    expect(ending(await desk.verify('--applied', ledger(0)))).toEqual([3, expect.stringMatching(/step 1.*applied/)]);
    expect((await desk.verify('--applied', ledger(1))).exitCode).toBe(0);
    expect(ending(await desk.verify('--applied', '-', '--secret-from', '-'))).toEqual([
      2,
      expect.stringContaining('standard input is read by one option at most'),
    ]);
  });

  it('is right at a UAA client that may not use the grant', async () => {
    desk = await VerifyDesk.with('uaa-client-secret');
    desk.ground.forbidGrant?.();
    const result = await desk.verify();
    expect(result.exitCode).toBe(0);
    expect(result.stderr).toContain('note: the credential is right; the grant type is not allowed, so no token came');
  });
});

describe('what cannot be granted', () => {
  it('ends at once with 2, however long it may last', async () => {
    desk = await VerifyDesk.with('uaa-client-secret');
    const result = await desk.verify('--scope', 'nobody.has', '--for', '1h');
    expect(ending(result)).toEqual([2, expect.stringMatching(/^error: UAA must grant .*look at --scope/)]);
    expect(desk.time.elapsed()).toBe(0);
  });

  it.each<readonly [readonly string[], string]>([
    [[], 'entra-client-secret needs --secret-from, got none'],
    [['--private-key', 'x'], 'entra-client-secret needs --secret-from, got --private-key'],
    [['--secret-from', 'a-secret-as-it-is'], 'a secret never stands on the command line'],
    [['--secret-from', 'env:NOT_SET'], 'NOT_SET, which is not set'],
    [['--secret-from', 'env:NEXT', '--client-auth', 'body'], '--client-auth is basic or post'],
    [['--secret-from', 'env:NEXT', '--every', '0s'], '--every is 1s at least'],
    [['--secret-from', 'env:NEXT', '--for', '1 hour'], '--for: a duration looks like'],
    [['--secret-from', 'env:NEXT', '--for', '2m', '--timeout', '1m'], '--timeout must not be shorter than --for'],
    [['--secret-from', 'env:NEXT', '--tenant', 't'], 'got --tenant and --token-url'],
  ])('%j', async (argv, text) => {
    desk = await VerifyDesk.with('entra-client-secret');
    const place = ['--token-url', 'http://127.0.0.1:1/x', '--client-id', 'x'];
    const result = await desk.verifyWith([...argv, ...place]);
    expect(ending(result)).toEqual([2, expect.stringContaining(text)]);
    expect(result.stdout).toBe('');
    expect(desk.record).toBeUndefined();
  });

  it('is said of a set without a staged credential, and of one marked for removal', async () => {
    desk = await VerifyDesk.with('uaa-client-secret');
    await desk.done('promote', 'app');
    expect(ending(await desk.verify())).toEqual([3, expect.stringContaining('got standby "previous"')]);
    await desk.done('remove', 'app', '--reason', 'gone');
    expect(ending(await desk.verify())).toEqual([3, expect.stringContaining('marked for removal')]);
  });
});

describe('clocks that differ', () => {
  it.each([-600_000, 600_000])('by %d ms do not matter: the assertion gets the time of the server', async (shift) => {
    desk = await VerifyDesk.with('auth0-private-key-jwt');
    await desk.ground.model.close();
    // A model on the system's clock, and a command line whose clock is wrong.
    const other = await (GROUNDS['auth0-private-key-jwt'] as (typeof GROUNDS)[string])();
    await desk.done('stage', 'app', '--new-key', '--public-key', desk.shop.write('k.pub', other.key?.publicKey ?? ''));
    const key = desk.shop.write('k.pem', desk.hide(pemOf(other.key?.privateKey as never)));
    await desk.time.sleep(shift);
    const line = ['--private-key', key, '--client-id', other.clientId, '--token-url', other.tokenUrl];
    const result = await desk.verifyWith([...line, '--for', '1s', '--every', '1s']);
    await other.model.close();
    expect(result).toMatchObject({ exitCode: 0 });
    const side = shift < 0 ? 'behind' : 'ahead of';
    expect(result.stderr).toMatch(
      new RegExp(
        `note: the clock of this machine is (10m|\\d+s) ${side} the server's: the assertions were dated by the server`,
      ),
    );
  });
});

describe('a policy that asks for a verification', () => {
  const unverified =
    /promote of "app" needs a staged credential that signed in for 10m \(policy verify\), got (.*): run "cdktf-rotation verify app"/;
  beforeEach(async () => {
    desk = await VerifyDesk.with('uaa-client-secret', { policy: ['--verify', '10m', '--interval', '8d'] });
  });

  it('holds promote until exactly the staged credential signed in for so long', async () => {
    expect(ending(await desk.run(['promote', 'app']))).toEqual([3, expect.stringMatching(unverified)]);
    await desk.done(...desk.line('--for', '9m'));
    expect(ending(await desk.run(['promote', 'app']))[1]).toContain('got 540s');
    await desk.done(...desk.line());
    expect(desk.record).toMatchObject({ signIns: 21 });
    await desk.done('promote', 'app');
    expect(desk.shop.set('app').state).toMatchObject({ current: 'b' });
  });

  it('holds advance, which is no failure, and status says so', async () => {
    await desk.time.sleep(9 * 86_400_000);
    const before = desk.shop.text;
    const result = await desk.run(['advance', '--due', '--json']);
    expect(result.exitCode).toBe(0);
    expect(result.json).toMatchObject({ taken: 0, failed: 0, sets: [{ result: 'nothing', why: 'unverified' }] });
    expect(ending(await desk.run(['advance', '--due']))[1]).toMatch(unverified);
    expect(desk.shop.text).toBe(before);
    expect((await desk.run(['status', '--json'])).json).toMatchObject([
      { operation: { status: 'waiting for verification', message: expect.stringMatching(unverified) } },
    ]);
    await desk.done(...desk.line());
    await desk.done('advance', '--due');
    expect(desk.shop.set('app').state).toMatchObject({ current: 'b' });
  });

  it('does not count a record of another generation, or of another manifest', async () => {
    await desk.done(...desk.line());
    const { id } = Manifest.parse(desk.shop.text);
    desk.shop.write('rotation.json', desk.shop.text.replace(id, 'another'));
    expect(ending(await desk.run(['promote', 'app']))[1]).toContain(`got a record of manifest "${id}"`);
    desk.shop.write('rotation.json', desk.shop.text.replace('another', id));
    await desk.done('undo', 'app');
    await desk.time.sleep(1_000);
    await desk.done('stage', 'app');
    expect(ending(await desk.run(['promote', 'app']))[1]).toMatch(
      /got a record of generation 2, made at \S+, while generation 2, made at/,
    );
  });

  it('is not satisfied by a dry run', async () => {
    const result = await desk.verify('--dry-run');
    expect(ending(result)).toEqual([0, expect.stringContaining('dry run, nothing is kept')]);
    expect(desk.shop.list()).not.toContain('rotation.verified.json');
    expect((await desk.run(['promote', 'app'])).exitCode).toBe(3);
  });

  it.each([
    ['{', 'it is not JSON'],
    ['{"version":1,"manifest":"m","sets":{"app":{"slot":"c"}}}', 'at sets.app: must have required property'],
    ['[]', 'at top level: must be object'],
    ['{"version":2}', 'up to version 1, got version 2: update'],
  ])('reads the record %s as one clear error', async (text, complaint) => {
    desk.shop.write('rotation.verified.json', text);
    for (const argv of [['promote', 'app'], ['advance', '--due'], ['status'], desk.line()]) {
      expect(ending(await desk.run(argv))).toEqual([2, expect.stringContaining(complaint)]);
    }
  });
});
