import type { DemoKind } from '../../../demo/kind';
import { KINDS } from '../../../demo/two-slot';
import type { ModelServer } from '../../../lib/testing';
import { Pilot } from '../../support/pilot';
import type { Result } from '../workshop';
import { environmentOf, gist, ScanDesk } from './desk';

/** `scan` against states that real Terraform wrote, with what its killed and failed applies leave. */
async function onPilot(kind: string, run: (pilot: Pilot, lab: Lab) => Promise<void>): Promise<void> {
  const pilot = await Pilot.start(KINDS.find((one) => one.kind === kind) as DemoKind, { launched: true });
  try {
    await pilot.add();
    await pilot.apply();
    await run(pilot, new Lab(pilot));
    await pilot.rehearsal.stop();
    expect(pilot.rehearsal.refused).toEqual([]);
    expect(pilot.rehearsal.signIns).toBeGreaterThan(50);
  } finally {
    await pilot.close();
  }
}

class Lab {
  private readonly desk: ScanDesk;

  constructor(private readonly pilot: Pilot) {
    this.desk = new ScanDesk(pilot.file, environmentOf(pilot.world));
  }

  private async show(): Promise<string> {
    return (await this.pilot.terraform.run(['show', '-json'])).stdout;
  }

  async gist(): Promise<object> {
    this.desk.now = new Date();
    return gist(await this.desk.report([], await this.show()));
  }

  async idOf(verdict: string): Promise<string> {
    const { credentials } = await this.desk.report([], await this.show());
    return credentials.find((one) => one.verdict === verdict)?.id ?? '';
  }

  async discard(id: string, ...more: readonly string[]): Promise<Result> {
    return this.desk.run(['app', '--applied', '-', '--discard', id, ...more], { stdin: await this.show() });
  }

  /** Applies, and kills Terraform once the call is committed. */
  async killAfter(model: ModelServer, isCall: (method: string, path: string) => boolean): Promise<void> {
    const stop = model.interceptAfter(({ method, path }) => {
      if (isCall(method, path)) this.pilot.terraform.kill();
    });
    await expect(this.pilot.apply()).rejects.toThrow();
    stop();
  }
}

const clean = (...verdicts: readonly string[]) => ({
  exitCode: 0,
  credentials: verdicts.map((verdict) => `${verdict} valid`),
  findings: [],
});

test('entra-client-secret: the lost answer of addPassword leaves an orphan, which is found and removed', () =>
  onPilot('entra-client-secret', async (pilot, lab) => {
    await pilot.take('stage');
    const stop = pilot.world.entra.intercept(({ path }) => {
      if (!path.endsWith('/addPassword')) return undefined;
      stop();
      return { kind: 'drop-after-commit' };
    });
    await expect(pilot.apply()).rejects.toThrow();
    const orphan = await lab.idOf('orphaned');
    expect(await lab.discard(orphan)).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('apply step 1 first'),
    });
    await pilot.apply();
    expect(await lab.gist()).toEqual({
      exitCode: 0,
      credentials: ['current valid', 'next valid', 'orphaned valid'],
      findings: ['note orphaned'],
    });
    expect(await lab.idOf('orphaned')).toBe(orphan);
    expect(await lab.discard(orphan)).toMatchObject({ exitCode: 0 });
    expect(await lab.gist()).toEqual(clean('current', 'next'));
    await pilot.settle();
    await pilot.step('promote');
    expect(await lab.gist()).toEqual(clean('current', 'previous'));
  }));

test('auth0-private-key-jwt: the stray key of a killed apply blocks the stage until it is removed', () =>
  onPilot('auth0-private-key-jwt', async (pilot, lab) => {
    await pilot.take('stage');
    await lab.killAfter(pilot.world.auth0, (method, path) => method === 'POST' && path.endsWith('/credentials'));
    await expect(pilot.apply()).rejects.toThrow(/maximum of 2 credentials|already exist in client/);
    expect(await lab.gist()).toEqual({
      exitCode: 3,
      credentials: ['current valid', 'orphaned unattached'],
      findings: ['alarm blocked', 'note not applied', 'note orphaned'],
    });
    expect(await lab.discard(await lab.idOf('orphaned'))).toMatchObject({ exitCode: 0 });
    await pilot.apply();
    expect(await lab.gist()).toEqual(clean('current', 'next'));
  }));

test('okta-client-secret: a foreign secret that would block the next stage is found before it does', () =>
  onPilot('okta-client-secret', async (pilot, lab) => {
    const { id } = pilot.world.okta.addForeignSecret(pilot.application.applicationId);
    expect(await lab.gist()).toEqual({
      exitCode: 3,
      credentials: ['current valid', 'foreign valid'],
      findings: ['alarm blocked', 'note foreign'],
    });
    expect(await lab.discard(id)).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('add --foreign') });
    expect(await lab.discard(id, '--foreign')).toMatchObject({ exitCode: 0 });
    await pilot.step('stage');
    expect(await lab.gist()).toEqual(clean('current', 'next'));
  }));

test('uaa-client-secret: the secret that a killed stage added is found, and the next apply takes it', () =>
  onPilot('uaa-client-secret', async (pilot, lab) => {
    await pilot.take('stage');
    await lab.killAfter(pilot.world.uaa, (method, path) => method === 'PUT' && path.endsWith('/secret'));
    expect(await lab.gist()).toEqual({
      exitCode: 0,
      credentials: ['current valid', 'orphaned valid'],
      findings: ['note not applied', 'note orphaned'],
    });
    expect(await lab.discard('coming')).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('apply step 1 first'),
    });
    await pilot.apply();
    expect(await lab.gist()).toEqual(clean('current', 'next'));
  }));
