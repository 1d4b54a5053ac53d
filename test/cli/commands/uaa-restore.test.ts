import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { OLD, UaaDesk } from '../uaa-desk';

describe('uaa restore', () => {
  let desk: UaaDesk;
  beforeEach(async () => (desk = await UaaDesk.at('4.30.0')));
  afterEach(() => desk.close());

  /** What a run that was killed leaves: its journal, and the rights it gave the client. */
  function killedRun(more: object = {}): void {
    const added = { authorities: ['clients.secret'], grantTypes: ['client_credentials'] };
    const before = { authorities: ['uaa.resource'], grantTypes: ['authorization_code', 'refresh_token', 'password'] };
    const leftover = { kind: 'elevation', client: 'app', added, before };
    const journal = { format: 1, run: 'r1', at: '2026-03-01T00:00:00Z', pid: 1 << 30, host: hostname() };
    writeFileSync(desk.journal, JSON.stringify({ ...journal, url: desk.model.url, timeout: 200, leftover, ...more }));
    elevate(['uaa.resource', 'clients.secret'], [...before.grantTypes, 'client_credentials']);
  }

  function elevate(authorities: readonly string[], grantTypes: readonly string[]): void {
    desk.model.addClient({ clientId: 'app', secrets: [OLD], authorities, grantTypes, scope: ['uaa.admin'] });
  }

  it('takes the rights away, removes the journal, and can be run again', async () => {
    killedRun();
    const { exitCode, stdout } = await desk.uaa(['restore']);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('restored')]);
    desk.expectRestored();
    expect(await desk.uaa(['restore'])).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('takes away only what the run added, whatever others changed meanwhile', async () => {
    killedRun();
    elevate(['clients.secret', 'scim.read'], ['client_credentials', 'implicit']);
    expect((await desk.uaa(['restore'])).exitCode).toBe(0);
    expect(desk.model.client('app')).toMatchObject({ authorities: ['scim.read'], grantTypes: ['implicit'] });
  });

  it('never leaves an empty list, which UAA takes for "as it is"', async () => {
    killedRun();
    elevate(['clients.secret'], ['client_credentials']);
    expect((await desk.uaa(['restore'])).exitCode).toBe(0);
    expect(desk.model.client('app')).toMatchObject({
      authorities: ['uaa.none'],
      grantTypes: ['authorization_code', 'refresh_token', 'password'],
    });
  });

  it('is done when the client is gone', async () => {
    killedRun();
    desk.model.removeClient('app');
    expect((await desk.uaa(['restore'])).exitCode).toBe(0);
    expect(existsSync(desk.journal)).toBe(false);
  });

  it('takes away an elevation that is committed while it looks', async () => {
    killedRun();
    elevate(['uaa.resource'], ['authorization_code', 'refresh_token', 'password']);
    const late = sleep(120).then(() =>
      elevate(['uaa.resource', 'clients.secret'], ['authorization_code', 'refresh_token', 'password']),
    );
    const { exitCode } = await desk.uaa(['restore']);
    await late;
    expect(exitCode).toBe(0);
    desk.expectRestored();
  });

  it('ends with 4, keeps the journal and prints the command that does it by hand when UAA stays down', async () => {
    killedRun();
    const up = desk.model.intercept(() => ({ kind: 'drop-before-commit' }));
    const { exitCode, stderr } = await desk.uaa(['restore']);
    up();
    expect(exitCode).toBe(4);
    expect(stderr).toContain(
      'or "uaac client update app --authorities "uaa.resource" --authorized_grant_types "authorization_code refresh_token password""',
    );
    expect(existsSync(desk.journal)).toBe(true);
    expect((await desk.uaa(['restore'])).exitCode).toBe(0);
    desk.expectRestored();
  });

  it('ends with 4 when something gives the rights back after each removal', async () => {
    killedRun();
    const grants = ['authorization_code', 'client_credentials', 'password', 'refresh_token'];
    desk.model.interceptAfter(({ method }) => {
      if (method === 'PUT') elevate(['uaa.resource', 'clients.secret'], grants);
    });
    const { exitCode, stderr } = await desk.uaa(['restore']);
    expect([exitCode, stderr]).toEqual([4, expect.stringContaining('there again after each removal')]);
  });

  it('ends with 4 at once when the token may not do it', async () => {
    killedRun();
    const UAA_TOKEN = await desk.userToken('clients.secret');
    const { exitCode, stderr } = await desk.uaa(['restore', '--timeout', '20'], { UAA_TOKEN });
    expect([exitCode, stderr]).toEqual([4, expect.stringContaining('not restored')]);
  });

  it('is what a change does first when it finds the journal of a killed run', async () => {
    killedRun();
    const { exitCode, stderr } = await desk.change('--elevate', 'client');
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('a run before this one was killed')]);
    expect(desk.secrets).toHaveLength(2);
    desk.expectRestored();
  });

  it('is asked for by a change that could not do it, with exit code 4', async () => {
    killedRun();
    const up = desk.model.intercept(({ method }) => (method === 'PUT' ? { kind: 'refuse', status: 503 } : undefined));
    const { exitCode, stderr } = await desk.change('--elevate', 'client');
    up();
    expect([exitCode, stderr]).toEqual([4, expect.stringContaining(`uaa restore --journal ${desk.journal}`)]);
    expect(existsSync(desk.journal)).toBe(true);
    expect(desk.secrets).toEqual([OLD]);
  });

  it.each<[string, object, number, string]>([
    ['a run that is at work', { pid: process.ppid }, 3, `process ${process.ppid} is at work with it`],
    ['a run at another UAA', { url: 'https://other.example.test' }, 3, 'must be worked off first'],
  ])('is not done by a change for %s', async (_name, more, code, message) => {
    killedRun(more);
    const before = readFileSync(desk.journal, 'utf8');
    const { exitCode, stderr } = await desk.change();
    expect([exitCode, stderr]).toEqual([code, expect.stringContaining(message)]);
    expect(readFileSync(desk.journal, 'utf8')).toBe(before);
    expect(desk.secrets).toEqual([OLD]);
  });

  it('leaves a file alone that is no journal', async () => {
    writeFileSync(desk.journal, '{"version": 1, "sets": {}}');
    const { exitCode, stderr } = await desk.uaa(['restore']);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('which is something else')]);
    expect(existsSync(desk.journal)).toBe(true);
  });
});
