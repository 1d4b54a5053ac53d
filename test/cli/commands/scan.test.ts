import type { Auth0Model, Fault, OktaModel } from '../../../lib/testing';
import { gist, type ScanReport } from '../scan/desk';
import { pem, rubbish, SCENES, type Scene } from '../scan/scenes';

afterEach(async () => {
  for (const remove of rubbish.splice(0)) await remove();
});

const ALL = Object.entries(SCENES);
const kindsWith = (...names: readonly string[]) => ALL.filter(([kind]) => names.includes(kind));
const ENTRA = ['entra-client-secret', 'entra-certificate'];
const OKTA = ['okta-client-secret', 'okta-private-key-jwt'];
const scanned = async ({ desk, state }: Scene) => gist(await desk.report([], state));

describe('scan', () => {
  it.each(ALL)('finds nothing to say of %s where all is as expected', async (kind, make) => {
    const keysAtUaa = kind === 'uaa-private-key-jwt';
    const shown = keysAtUaa ? 'not shown' : 'valid';
    expect(await scanned(await make(['stage']))).toEqual({
      exitCode: 0,
      credentials: [`current ${shown}`, `next ${shown}`],
      findings: keysAtUaa ? ['note not shown'] : [],
    });
  });

  it.each(kindsWith(...ENTRA, 'auth0-private-key-jwt', 'okta-private-key-jwt'))(
    'says of %s which credential is of somebody else',
    async (kind, make) => {
      const scene = await make([]);
      await scene.addForeign?.();
      const blocked = kind === 'auth0-private-key-jwt';
      expect(await scanned(scene)).toEqual({
        exitCode: blocked ? 3 : 0,
        credentials: ['current valid', blocked ? 'foreign unattached' : 'foreign valid'],
        findings: [...(blocked ? ['alarm blocked'] : []), 'note foreign'],
      });
    },
  );

  it('alarms when a foreign secret of Okta takes the place of the next stage', async () => {
    const scene = await SCENES['okta-client-secret']!([]);
    const id = await scene.addForeign?.();
    const { findings, exitCode } = await scene.desk.report([], scene.state);
    expect(exitCode).toBe(3);
    expect(findings[0]).toMatchObject({
      rule: 'blocked',
      message: `Okta holds 2 at most, and the place that the next stage needs is taken by ${id}`,
    });
  });

  it.each(kindsWith('entra-client-secret', ...OKTA, 'uaa-client-secret'))(
    'says of %s what a lost answer left',
    async (_kind, make) => {
      const scene = await make([]);
      await scene.addOrphan?.();
      expect(await scanned(scene)).toEqual({
        exitCode: 0,
        credentials: ['current valid', 'orphaned valid'],
        findings: ['note orphaned'],
      });
    },
  );

  it('alarms when a stray key of Auth0 blocks the next stage, and not where four have room', async () => {
    const tight = await SCENES['auth0-private-key-jwt']!([]);
    await tight.addOrphan?.();
    expect(await scanned(tight)).toEqual({
      exitCode: 3,
      credentials: ['current valid', 'orphaned unattached'],
      findings: ['alarm blocked', 'note orphaned'],
    });
    const roomy = await SCENES['auth0-private-key-jwt']!(['stage']);
    await roomy.addOrphan?.();
    expect(await scanned(roomy)).toMatchObject({ exitCode: 0, findings: ['note orphaned'] });
  });

  it.each(ALL.filter(([kind]) => !['uaa-private-key-jwt', 'okta-private-key-jwt'].includes(kind)))(
    'alarms when a credential of %s is gone that the state knows',
    async (_kind, make) => {
      const scene = await make(['stage']);
      scene.remove?.('b');
      expect(await scanned(scene)).toMatchObject({
        exitCode: 3,
        credentials: ['current valid', 'next gone'],
        findings: expect.arrayContaining(['alarm gone']),
      });
    },
  );

  it.each(ALL)('alarms when there is no application of %s any more', async (_kind, make) => {
    const { desk, state, application } = await make([]);
    const another = '$1/applications/00000000-0000-4000-8000-000000000000"';
    const text = state.replaceAll(
      new RegExp(`("(?:application_id|client_id|app_id|id)":")[^"]*${application}"`, 'g'),
      another,
    );
    expect(gist(await desk.report([], text))).toEqual({
      exitCode: 3,
      credentials: ['current gone'],
      findings: ['alarm gone'],
    });
  });

  it.each(kindsWith(...ENTRA))('alarms when the current one of %s is expired', async (_kind, make) => {
    const scene = await make(['stage', 'promote']);
    scene.desk.now = new Date('2027-01-01T00:00:00Z');
    expect(await scanned(scene)).toMatchObject({
      exitCode: 3,
      credentials: ['current expired', 'previous expired'],
      findings: ['alarm expired', 'note expired'],
    });
  });

  it('alarms when the current secret of Okta is switched off', async () => {
    const scene = await SCENES['okta-client-secret']!(['stage']);
    (scene.model as OktaModel).setSecretStatus(scene.application, String(scene.ids.a), 'INACTIVE');
    expect(await scanned(scene)).toMatchObject({
      exitCode: 3,
      credentials: ['current inactive', 'next valid'],
      findings: ['alarm switched off'],
    });
  });

  it('says that an expiry differs from the manifest, and ends with 0', async () => {
    const { desk, model, state, ids } = await SCENES['entra-client-secret']!([]);
    model.intercept(() => ({
      kind: 'refuse',
      status: 200,
      body: { passwordCredentials: [{ keyId: ids.a, endDateTime: '2026-05-01T00:00:00Z' }], keyCredentials: [] },
    }));
    const { exitCode, findings } = await desk.report([], state);
    expect(exitCode).toBe(0);
    expect(findings.map(({ message }) => message)).toEqual([
      `the current credential ${ids.a} (slot a) expires at 2026-05-01T00:00:00Z at Entra, the manifest says 2026-12-01T00:00:00Z`,
    ]);
  });

  it('reads every page, and alarms when there are more than Okta may hold', async () => {
    const { desk, model, state, ids } = await SCENES['okta-client-secret']!([]);
    const secret = (id: string) => ({ id, client_secret: 'hidden-value', status: 'ACTIVE', created: '' });
    desk.secrets.push('hidden-value');
    let page = 0;
    model.intercept((): Fault => {
      page += 1;
      const link = `<${model.url}/api/v1/apps/x/credentials/secrets?after=1>; rel="next"`;
      return {
        kind: 'refuse',
        status: 200,
        body: page === 1 ? [secret(String(ids.a)), secret('second')] : [secret('third')],
        headers: page === 1 ? { link: `<${model.url}>; rel="self", ${link}` } : {},
      };
    });
    const report = await desk.report([], state);
    expect(report.credentials.map(({ id }) => id)).toEqual([ids.a, 'second', 'third']);
    expect(gist(report)).toMatchObject({ exitCode: 3, findings: expect.arrayContaining(['alarm over the cap']) });
  });

  it('says that a step is not applied, and lists what is as applied', async () => {
    const scene = await SCENES['entra-client-secret']!(['stage']);
    const text = scene.state.replace('"step":1', '"step":0').replace('app_step_1', 'app_step_0');
    const { findings, exitCode } = await scene.desk.report([], text);
    expect([exitCode, findings[0]?.rule]).toEqual([0, 'not applied']);
  });

  it.each([
    ['entra-client-secret', 'Entra', 403, /Application\.Read\.All/],
    ['entra-certificate', 'Entra', 401, /what the environment has of it is wrong, or expired/],
    ['auth0-private-key-jwt', 'Auth0', 403, /read:clients and read:client_credentials/],
    ['okta-client-secret', 'Okta', 403, /okta\.apps\.manage/],
    ['okta-private-key-jwt', 'Okta', 401, /what the environment has of it is wrong, or expired/],
    ['uaa-client-secret', 'UAA', 403, /clients\.read/],
    ['uaa-private-key-jwt', 'UAA', 403, /clients\.read/],
  ])('names the right that is missing for %s', async (kind, service, status, right) => {
    const { desk, model, state } = await SCENES[kind]!([]);
    const body = { error: { code: 'Denied', message: 'token-of-the-test is not enough' } };
    model.intercept(({ path }) => (path.endsWith('/token') ? undefined : { kind: 'refuse', status, body }));
    const env = { AUTH0_API_TOKEN: 'token-of-the-test' };
    const { exitCode, stdout } = await desk.run(['--applied', '-'], { stdin: state, env });
    expect(exitCode).toBe(4);
    expect(stdout).toContain(`app: not looked at: ${service} cannot be asked: `);
    expect(stdout).toMatch(right);
    expect(stdout).not.toContain('token-of-the-test');
  });

  it.each(ALL)('says that the provider of %s cannot be reached', async (_kind, make) => {
    const { desk, model, state } = await make([]);
    await model.close();
    const { exitCode, stdout } = await desk.run(['--applied', '-', '--json'], { stdin: state });
    expect(exitCode).toBe(4);
    expect(JSON.parse(stdout)).toEqual([
      { set: 'app', reason: expect.stringMatching(/cannot be asked: .* got no answer: ECONNREFUSED/), exitCode: 4 },
    ]);
  });

  it('does not take the page of a proxy for an empty list', async () => {
    for (const kind of [...ENTRA, 'auth0-private-key-jwt', ...OKTA]) {
      const { desk, model, state } = await SCENES[kind]!([]);
      model.intercept(() => ({ kind: 'refuse', status: 200, body: 'Please log in' }));
      const { exitCode, stdout } = await desk.run(['--applied', '-'], { stdin: state });
      expect([exitCode, stdout]).toEqual([4, expect.stringContaining('with something else')]);
    }
  });

  it('does not call gone what one replica does not know yet', async () => {
    const { desk, model, state } = await SCENES['entra-client-secret']!(['stage']);
    const stop = model.intercept(() => {
      stop();
      return { kind: 'refuse', status: 200, body: { passwordCredentials: [], keyCredentials: [] } };
    });
    expect(gist(await desk.report([], state))).toMatchObject({
      exitCode: 0,
      credentials: ['current valid', 'next valid'],
    });
  });

  it('knows the application of a set that has made nothing yet, and that consumers use one from outside', async () => {
    const { desk, state } = await SCENES['okta-client-secret']!([], 'outside');
    const report = await desk.report([], state);
    expect(gist(report)).toEqual({ exitCode: 0, credentials: ['foreign valid'], findings: ['note foreign'] });
    expect(report.findings[0]?.message).toContain(
      'consumers sign in with a credential from outside, it may be this one',
    );
  });

  it('says of a key of Auth0 that a failed retire left attached, and how to remove it', async () => {
    const { desk, model, application, state } = await SCENES['auth0-private-key-jwt']!([]);
    const key = await pem('rsa', 4);
    (model as Auth0Model).addForeignCredential(application, { pem: key, name: 'app-b', as: 'attached' });
    const report = await desk.report([], state);
    expect(gist(report)).toEqual({
      exitCode: 3,
      credentials: ['current valid', 'orphaned valid'],
      findings: ['alarm blocked', 'note orphaned'],
    });
    expect(report.findings[1]?.message).toContain('detach it in the dashboard first');
  });

  it('asks again when a read is refused for now', async () => {
    const { desk, model, state } = await SCENES['entra-client-secret']!([]);
    const stop = model.intercept(() => {
      stop();
      return { kind: 'refuse', status: 429, headers: { 'retry-after': '0' } };
    });
    expect(gist(await desk.report([], state))).toMatchObject({ exitCode: 0, credentials: ['current valid'] });
  });

  it.each([
    [[], 'error: scan finds applications by the applied state, got none'],
    [['--application', 'x'], 'error: --application is for one set, got no name'],
    [['app', '--applied', '-', '--foreign'], 'error: --foreign goes with --discard'],
    [['--applied', '-', '--discard', 'x'], 'error: --discard is for one set, got no name'],
    [['other', '--applied', '-'], 'error: the manifest has no set "other"'],
    [['app', '--applied', '-', '--application', 'other'], 'error: set "app" is applied to application'],
  ])('refuses %j', async (argv, message) => {
    const { desk, state } = await SCENES['entra-client-secret']!([]);
    const { exitCode, stderr, stdout } = await desk.run(argv, { stdin: state });
    expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringContaining(message)]);
  });

  it.each([
    [
      'entra-client-secret',
      { ARM_ACCESS_TOKEN: '' },
      'got no ARM_TENANT_ID, ARM_CLIENT_ID, ARM_CLIENT_SECRET: set them',
    ],
    ['auth0-private-key-jwt', { AUTH0_CLIENT_SECRET: '' }, 'got no AUTH0_CLIENT_SECRET: set them, or AUTH0_API_TOKEN'],
    [
      'okta-client-secret',
      { OKTA_API_TOKEN: '' },
      'got no OKTA_API_CLIENT_ID, OKTA_API_PRIVATE_KEY: set OKTA_API_TOKEN',
    ],
    ['uaa-client-secret', { UAA_URL: '' }, 'got no UAA_URL'],
    ['okta-client-secret', { OKTA_ORG_URL: 'http://okta.example.com' }, 'the address of an admin API is https://'],
  ])('says for %s which variable is missing or wrong: %j', async (kind, env, message) => {
    const { desk, state } = await SCENES[kind]!([]);
    const { exitCode, stderr } = await desk.run(['--applied', '-'], { stdin: state, env });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('looks at a set that is not applied by the application that is given', async () => {
    const { desk, application, addForeign } = await SCENES['entra-client-secret']!([]);
    await addForeign?.();
    const { exitCode, stdout } = await desk.run(['app', '--application', `/applications/${application}`, '--json']);
    const [report] = JSON.parse(stdout) as [ScanReport];
    expect(gist({ exitCode, ...report })).toEqual({
      exitCode: 0,
      credentials: ['current valid', 'foreign valid'],
      findings: ['note foreign'],
    });
  });

  it('does not say of a secret of UAA that it is gone when no state has its value', async () => {
    const { desk } = await SCENES['uaa-client-secret']!([]);
    const { exitCode, stdout } = await desk.run(['app', '--application', 'app', '--json']);
    const [report] = JSON.parse(stdout) as [ScanReport];
    expect(gist({ exitCode, ...report })).toEqual({
      exitCode: 0,
      credentials: ['current not shown'],
      findings: ['note not shown'],
    });
  });

  it('says what it cannot look at, and ends with 0 as long as nobody asked for it', async () => {
    const { desk } = await SCENES['entra-client-secret']!([]);
    const stdin = '{"format_version":"1.0"}';
    expect(await desk.run(['--applied', '-'], { stdin })).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('app: not looked at: it is not applied'),
    });
    expect(await desk.run(['app', '--applied', '-'], { stdin })).toMatchObject({ exitCode: 2 });
  });

  it('refuses the state of another manifest', async () => {
    const { desk, state } = await SCENES['entra-client-secret']!([]);
    const stdin = state.replaceAll('test-1', 'another');
    expect(await desk.run(['--applied', '-'], { stdin })).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('belongs to manifest "another"'),
    });
  });

  it('shows a table, and what is to be said below it', async () => {
    const scene = await SCENES['entra-client-secret']!(['stage', 'promote']);
    const id = await scene.addForeign?.();
    const { stdout } = await scene.desk.run(['--applied', '-'], { stdin: scene.state });
    expect(stdout.replaceAll(/[0-9a-f-]{36}/g, 'ID')).toBe(
      [
        'SET  VERDICT   STATE  SLOT  ID                                    NAME                CREATED               EXPIRES',
        'app  current   valid  b g2  ID  app b g2            2026-03-01T00:00:00Z  2026-12-01T00:00:00Z',
        'app  previous  valid  a g1  ID  app a g1            2026-03-01T00:00:00Z  2026-12-01T00:00:00Z',
        'app  foreign   valid        ID  made in the portal  2026-03-01T00:00:00Z  2026-12-01T00:00:00Z',
        'app: note: ID is not of this set: find out who signs in with it',
        '',
      ].join('\n'),
    );
    expect(stdout).toContain(id);
  });

  it('changes nothing', async () => {
    for (const make of Object.values(SCENES)) {
      const scene = await make(['stage']);
      scene.model.calls.length = 0;
      await scanned(scene);
      expect(scene.model.calls.length).toBeGreaterThan(0);
      expect(scene.model.calls.filter(({ mutating, path }) => mutating && !path.endsWith('/oauth/token'))).toEqual([]);
    }
  });
});
