import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { run } from '../../../lib/cli/run';
import { FaultProxy } from '../../admin/uaa-elevation/fault-proxy';
import { NEW, OLD, THIRD, UaaDesk } from '../uaa-desk';
import { Sink } from '../workshop';

describe('uaa change-secret', () => {
  let desk: UaaDesk;
  const open = async (version: string): Promise<UaaDesk> => (desk = await UaaDesk.at(version));
  afterEach(() => desk.close());

  describe.each([
    ['4.30.0', 'helper', ['--elevate', 'helper']],
    ['4.30.0', 'client', ['--elevate', 'client']],
    ['77.18.0', 'direct', []],
  ] as const)('at UAA %s (%s)', (version, way, options) => {
    it('adds the new secret beside the old one, says what is next, and removes the older one in a second run', async () => {
      await open(version);
      const added = await desk.change(...options, '--json');
      expect(added).toMatchObject({ exitCode: 0, stderr: '' });
      expect(JSON.parse(added.stdout)).toMatchObject({ client: 'app', version, way, changed: true, restored: true });
      expect(desk.secrets).toEqual([OLD, NEW]);
      desk.expectRestored();

      const removed = await desk.change(...options, '--mode', 'delete');
      expect(removed.exitCode).toBe(0);
      expect(desk.secrets).toEqual([NEW]);
      desk.expectRestored();
    });

    it('puts the new secret back when it turns out to be the older one, and removes the other', async () => {
      await open(version);
      desk.model.updateSecret('app', NEW);
      desk.model.addForeignSecret('app', OLD);
      const { exitCode, stderr } = await desk.change(...options, '--mode', 'delete');
      expect(exitCode).toBe(0);
      expect(stderr).toContain('putting it back');
      expect(desk.secrets).toEqual([NEW]);
      desk.expectRestored();
    });

    it('replaces all secrets by one only when asked by name, and warns first', async () => {
      await open(version);
      const { exitCode, stderr } = await desk.change(...options, '--mode', 'update');
      expect(exitCode).toBe(0);
      expect(stderr).toContain('warning: the old secret and every token of the client die at once');
      expect(desk.secrets).toEqual([NEW]);
      desk.expectRestored();
    });

    it('ends with 3 and changes nothing when there are two secrets already', async () => {
      await open(version);
      desk.model.addForeignSecret('app', THIRD);
      const { exitCode, stderr } = await desk.change(...options);
      expect(exitCode).toBe(3);
      expect(stderr).toMatch(/refused: the secret is not changed, and nothing is left behind: .*two secrets/);
      expect(desk.secrets).toEqual([OLD, THIRD]);
      desk.expectRestored();
    });

    it('finds nothing to do when a run before it was killed after the change', async () => {
      await open(version);
      desk.model.addForeignSecret('app', NEW);
      const { exitCode, stdout } = await desk.change(...options);
      expect([exitCode, stdout]).toEqual([0, expect.stringContaining('already; nothing to do')]);
      expect(desk.model.calls.filter(({ method }) => method === 'PUT' || method === 'DELETE')).toEqual([]);
    });

    it('only looks with --dry-run', async () => {
      await open(version);
      const { exitCode, stdout } = await desk.change(...options, '--dry-run');
      expect([exitCode, stdout]).toEqual([0, expect.stringContaining('dry run, nothing is changed')]);
      expect(desk.secrets).toEqual([OLD]);
      expect(desk.model.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
        'GET /uaa/info',
        'GET /uaa/oauth/clients/app',
        'POST /uaa/oauth/token',
        'POST /uaa/oauth/token',
      ]);
    });
  });

  describe('the way', () => {
    it('takes a token that was issued through the client with clients.secret, from UAA 74 on', async () => {
      await open('77.18.0');
      const UAA_TOKEN = await desk.userToken('clients.secret', 'app', OLD);
      const argv = ['change-secret', 'app', '--old-secret-from', 'env:OLD', '--new-secret-from', 'env:NEW', '--json'];
      const { exitCode, stdout } = await desk.uaa(argv, { UAA_TOKEN });
      expect([exitCode, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ way: 'self' })]);
      expect(desk.secrets).toEqual([OLD, NEW]);
    });

    it('elevates nothing for the token of a client with clients.admin, before UAA 74 too', async () => {
      await open('4.30.0');
      const UAA_TOKEN = await desk.token({
        grant_type: 'client_credentials',
        client_id: 'admin',
        client_secret: 'adminsecret',
      });
      const { exitCode, stdout } = await desk.uaa(['change-secret', 'app', '--new-secret-from', 'env:NEW', '--json'], {
        UAA_TOKEN,
      });
      expect([exitCode, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ way: 'direct' })]);
    });

    it('does not elevate a client that has all rights for it, nor take them away', async () => {
      await open('4.30.0');
      const grants = ['client_credentials'];
      desk.model.addClient({ clientId: 'app', secrets: [OLD], grantTypes: grants, authorities: ['clients.secret'] });
      const { exitCode, stderr } = await desk.change('--elevate', 'client');
      expect([exitCode, stderr]).toEqual([0, expect.stringContaining('nothing is elevated')]);
      expect(desk.model.client('app')).toMatchObject({ authorities: ['clients.secret'], grantTypes: grants });
    });
  });

  describe('a secret that is made here', () => {
    it('goes into a new file of its owner, which is there before UAA hears of it', async () => {
      await open('4.30.0');
      const out = desk.path('secret');
      desk.model.intercept(({ method }) => {
        if (method === 'PUT') expect(readFileSync(out, 'utf8')).toMatch(/^[\w-]{43}Aa1_$/);
        return undefined;
      });
      const { exitCode } = await desk.uaa(['change-secret', 'app', '--new-secret-out', out]);
      expect(exitCode).toBe(0);
      expect(statSync(out).mode & 0o777).toBe(0o600);
      expect(desk.secrets).toEqual([OLD, readFileSync(out, 'utf8')]);
    });

    it('never overwrites a file, and says how to go on with it', async () => {
      await open('4.30.0');
      writeFileSync(desk.path('secret'), NEW);
      const { exitCode, stderr } = await desk.uaa(['change-secret', 'app', '--new-secret-out', desk.path('secret')]);
      expect([exitCode, stderr]).toEqual([3, expect.stringContaining(`--new-secret-from file:${desk.path('secret')}`)]);
      expect(desk.secrets).toEqual([OLD]);
    });

    it('is removed again when UAA did not take it', async () => {
      await open('77.18.0');
      desk.model.addForeignSecret('app', THIRD);
      const { exitCode, stderr } = await desk.uaa(['change-secret', 'app', '--new-secret-out', desk.path('secret')]);
      expect([exitCode, stderr]).toEqual([3, expect.stringContaining('is removed again')]);
      expect(existsSync(desk.path('secret'))).toBe(false);
    });

    it('is read by a command from its standard input, and left out of what that prints', async () => {
      await open('77.18.0');
      const to = `tee ${desk.path('secret')}`;
      const { exitCode, stderr } = await desk.uaa(['change-secret', 'app', '--new-secret-to', to]);
      const secret = readFileSync(desk.path('secret'), 'utf8');
      expect(exitCode).toBe(0);
      expect(desk.secrets).toEqual([OLD, secret]);
      expect(stderr).not.toContain(secret);
    });

    it('changes nothing when that command fails', async () => {
      await open('77.18.0');
      const { exitCode, stderr } = await desk.uaa([
        'change-secret',
        'app',
        '--new-secret-to',
        'cat >/dev/null; exit 9',
      ]);
      expect([exitCode, stderr]).toEqual([3, expect.stringContaining('it ended with 9')]);
      expect(desk.secrets).toEqual([OLD]);
    });
  });

  describe('refuses', () => {
    const from = ['--new-secret-from', 'env:NEW'];

    it.each<[string, readonly string[], Record<string, string>, number, string]>([
      ['a secret on the command line, without repeating it', ['--new-secret-from', NEW], {}, 2, 'got something else'],
      ['a variable that is not set', ['--new-secret-from', 'env:NOPE'], {}, 2, 'NOPE, which is not set'],
      [
        'no new secret',
        [],
        {},
        2,
        'exactly one of --new-secret-from, --new-secret-out and --new-secret-to is needed, got 0',
      ],
      ['a secret longer than bcrypt reads', from, { NEW: 'x'.repeat(73) }, 2, 'at most 72 bytes, got 73'],
      ['the same secret twice', [...from, '--old-secret-from', 'env:NEW'], {}, 2, 'must differ'],
      [
        'a delete without the old secret',
        [...from, '--mode', 'delete'],
        {},
        2,
        '--mode delete needs --old-secret-from',
      ],
      ['an unknown mode', [...from, '--mode', 'replace'], {}, 2, '--mode is one of add, delete, update, got "replace"'],
      ['a wrong time-out', [...from, '--timeout', '0'], {}, 2, '0.1 to 300 seconds'],
      [
        'a wrong old secret',
        [...from, '--old-secret-from', 'env:WRONG'],
        { WRONG: 'w' },
        3,
        'the old secret must work',
      ],
      [
        'a delete before the new secret works',
        [...from, '--old-secret-from', 'env:OLD', '--mode', 'delete'],
        {},
        3,
        'the new secret must work before the old one is removed',
      ],
      ['the seed’s way without the old secret', [...from, '--elevate', 'client'], {}, 2, '--old-secret-from'],
      ['a token that is none', from, { UAA_TOKEN: 'opaque' }, 2, 'token'],
    ])('%s', async (_name, options, env, code, message) => {
      await open('4.30.0');
      const { exitCode, stdout, stderr } = await desk.uaa(['change-secret', 'app', ...options], env);
      expect([exitCode, stdout, stderr]).toEqual([code, '', expect.stringContaining(message)]);
      expect(stderr).toMatch(/^[^\n]+\n$/);
      expect(desk.secrets).toEqual([OLD]);
    });

    it('a client that UAA does not know', async () => {
      await open('4.30.0');
      const { exitCode, stderr } = await desk.uaa(['change-secret', 'nobody', ...from]);
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining('got "nobody"')]);
    });

    it('a token without the scope, and names what is needed', async () => {
      await open('77.18.0');
      const UAA_TOKEN = await desk.userToken('clients.write');
      const { exitCode, stderr } = await desk.uaa(['change-secret', 'app', ...from], { UAA_TOKEN });
      expect([exitCode, stderr]).toEqual([
        2,
        expect.stringContaining('needs uaa.admin, clients.admin or zones.uaa.admin'),
      ]);
    });

    it('a token that the change could end before the clean-up', async () => {
      await open('4.30.0');
      const UAA_TOKEN = await desk.userToken('uaa.admin', 'app', OLD);
      const { exitCode, stderr } = await desk.uaa(['change-secret', 'app', ...from], { UAA_TOKEN });
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining('through another client than "app"')]);
    });

    it('a token that ends within five minutes', async () => {
      await open('4.30.0');
      desk.model.addClient({
        clientId: 'cli',
        secrets: ['cli'],
        grantTypes: ['password'],
        scope: ['uaa.admin'],
        accessTokenValidity: 240,
      });
      const { exitCode, stderr } = await desk.uaa(['change-secret', 'app', ...from]);
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining('good for 5 minutes more')]);
    });
  });

  it('ends with 3 when UAA does not answer from the start, and 2 when something else answers', async () => {
    await open('4.30.0');
    const argv = ['change-secret', 'app', '--new-secret-from', 'env:NEW'];
    const up = desk.model.intercept(() => ({ kind: 'drop-before-commit' }));
    const down = await desk.uaa(argv);
    expect([down.exitCode, down.stderr]).toEqual([
      3,
      expect.stringMatching(/^refused: nothing is changed: .*no answer/),
    ]);
    up();
    const other = await desk.uaa([...argv, '--url', desk.model.url.replace('/uaa', '/other')]);
    expect([other.exitCode, other.stderr]).toEqual([2, expect.stringContaining("the address must be UAA's")]);
  });

  it('says that an access token has ended', async () => {
    await open('77.18.0');
    const argv = ['change-secret', 'app', '--new-secret-from', 'env:NEW'];
    desk.model.intercept(({ path }) =>
      path.endsWith('/oauth/clients/app')
        ? { kind: 'refuse', status: 401, body: { error_description: 'Invalid access token: expired at noon' } }
        : undefined,
    );
    const { exitCode, stderr } = await desk.uaa(argv);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(/expired at noon.*get a fresh one with "cf oauth-token"/),
    ]);
  });

  describe('in another zone', () => {
    const argv = (zoneUrl: string, zone = 'z1'): readonly string[] => [
      ...['change-secret', 'app', '--old-secret-from', 'env:OLD', '--new-secret-from', 'env:NEW'],
      ...['--zone', zone, '--zone-url', zoneUrl],
    ];

    it.each([
      ['4.30.0', 'helper'],
      ['4.30.0', 'client'],
      ['77.18.0', 'helper'],
    ])('changes the client of that zone alone, at UAA %s (%s)', async (version, way) => {
      await open(version);
      desk.model.addZone({ id: 'z1', subdomain: 'one' });
      desk.model.addClient({ clientId: 'app', zone: 'z1', secrets: [OLD], authorities: ['uaa.resource'] });
      const zone = await FaultProxy.start(desk.model.url, `one.localhost:${new URL(desk.model.url).port}`);
      const { exitCode } = await desk.uaa([...argv(zone.url), '--elevate', way]);
      await zone.close();
      expect(exitCode).toBe(0);
      expect(desk.model.client('app', 'z1')).toMatchObject({ secrets: [OLD, NEW], authorities: ['uaa.resource'] });
      expect(desk.model.clientIds('z1')).toEqual(['app']);
      expect(desk.secrets).toEqual([OLD]);
      desk.expectRestored();
    });

    it('says that the zone is not known', async () => {
      await open('77.18.0');
      const { exitCode, stderr } = await desk.uaa(argv(desk.model.url, 'nowhere'));
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining('the zone must exist, got "nowhere"')]);
    });

    it('needs the address of the zone, where its clients sign in', async () => {
      await open('77.18.0');
      const { exitCode, stderr } = await desk.uaa(argv(desk.model.url).slice(0, -2));
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining('--zone-url')]);
    });
  });

  describe('a client that a manifest manages', () => {
    const argv = ['change-secret', 'app', '--new-secret-from', 'env:NEW'];

    it('is refused when a set of UAA has its name', async () => {
      await open('77.18.0');
      const file = desk.path('rotation.json');
      await addSet(file, 'app');
      const { exitCode, stderr } = await desk.uaa([...argv, '--file', file]);
      expect([exitCode, stderr]).toEqual([3, expect.stringContaining('is managed by set "app"')]);
    });

    it('cannot be told from another one without the applied state', async () => {
      await open('77.18.0');
      const file = desk.path('rotation.json');
      await addSet(file, 'billing');
      const refused = await desk.uaa([...argv, '--file', file]);
      expect([refused.exitCode, refused.stderr]).toEqual([3, expect.stringContaining('terraform show -json')]);
      const state = (client_id: string): string =>
        JSON.stringify({
          format_version: '1.0',
          values: {
            root_module: {
              child_modules: [
                {
                  resources: [
                    {
                      address: 'module.m.rotation_uaa_client_secret.x',
                      type: 'rotation_uaa_client_secret',
                      values: { client_id },
                    },
                  ],
                },
              ],
            },
          },
        });
      const managed = await desk.uaa([...argv, '--file', file, '--applied', '-'], { STDIN: state('app') });
      expect([managed.exitCode, managed.stderr]).toEqual([
        3,
        expect.stringContaining('module.m.rotation_uaa_client_secret.x'),
      ]);
      expect(desk.secrets).toEqual([OLD]);
      const other = await desk.uaa([...argv, '--file', file, '--applied', '-'], { STDIN: state('billing') });
      expect(other.exitCode).toBe(0);
    });
  });

  it('explains its exit codes in its help', async () => {
    await open('77.18.0');
    const { exitCode, stdout } = await desk.uaa(['change-secret', '--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/3 {2}not changed, and everything is as it was\n {2}4 {2}not restored/);
  });
});

async function addSet(file: string, name: string): Promise<void> {
  const sink = new Sink();
  await run(['add', name, '--kind', 'uaa-client-secret', '--from-outside', '--file', file], {
    now: () => new Date(),
    stdin: Readable.from([]),
    stdout: sink,
    stderr: sink,
    isTerminal: false,
    env: {},
  });
}
