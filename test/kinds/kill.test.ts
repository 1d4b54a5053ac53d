import { setTimeout as sleep } from 'node:timers/promises';
import type { AdminCall } from 'cdktf-rotation/testing';
import { type DemoKind, KINDS } from '../../demo/two-slot';
import { Pilot } from '../support/pilot';

/**
 * kill -9 of Terraform at every mutating call of every step: before the call is committed, and after it was committed
 * but before its answer arrived. Rotations go on in one world; each step of each round is killed at the next point.
 */
const ROUND = ['stage', 'promote', 'stage', 'promote', 'retire'] as const;
const MODES = ['before', 'after'] as const;

interface Row {
  readonly step: string;
  readonly call: string;
  readonly when: (typeof MODES)[number];
  readonly orphans: number;
  readonly healed: 'by the same step' | 'by the documented way out';
}

describe.each(KINDS)('$kind, killed', (kind) => {
  test('no sign-in fails, and the next apply converges or the documented way out does', async () => {
    const rows = [...(await killStart(kind)), ...(await killRounds(kind))];
    console.log(table(kind, rows));
    expect(new Set(rows.map(({ step }) => step))).toEqual(new Set(['start', 'stage', 'promote', 'recycle', 'retire']));
  });
});

/** The first apply of a set has no consumers yet; each point gets a world of its own. */
async function killStart(kind: DemoKind): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const when of MODES) {
    for (let point = 0; ; point++) {
      const pilot = await Pilot.start(kind);
      try {
        await pilot.add();
        const row = await kill(pilot, 'start', point, when);
        if (row) rows.push(row);
        await pilot.rehearsal.stop();
        expect(pilot.rehearsal.refused).toEqual([]);
        if (!row) break;
      } finally {
        await pilot.close();
      }
    }
  }
  return rows;
}

async function killRounds(kind: DemoKind): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const pilot = await Pilot.start(kind);
  try {
    await pilot.add('--interval', '1h', '--soak', '1s', '--grace', '2s');
    await pilot.apply();
    for (const when of MODES) {
      for (let point = 0, killed = true; killed; point++) {
        killed = false;
        for (const step of ROUND) {
          if (pilot.set.state.standby !== 'empty') await pilot.rehearsal.pauseAfterApply(2_000);
          const name = step === 'stage' && pilot.set.state.standby === 'previous' ? 'recycle' : step;
          await pilot.take(step);
          const row = await kill(pilot, name, point, when);
          if (row) rows.push(row);
          killed ||= row !== undefined;
        }
      }
    }
    await pilot.rehearsal.stop();
    expect(pilot.rehearsal.refused).toEqual([]);
    expect(pilot.rehearsal.signIns).toBeGreaterThan(500);
  } finally {
    await pilot.close();
  }
  return rows;
}

/** Applies and kills at the given mutating call; undefined when the step makes fewer calls. */
async function kill(pilot: Pilot, step: string, point: number, when: Row['when']): Promise<Row | undefined> {
  const { world, terraform } = pilot;
  let count = 0;
  let killed: AdminCall | undefined;
  const here = (call: AdminCall): boolean => call.mutating && count++ === point;
  const stops = [world.entra, world.auth0, world.vault].map((model) =>
    when === 'before'
      ? model.intercept((call) => {
          if (!here(call)) return undefined;
          killed = call;
          terraform.kill();
          return { kind: 'drop-before-commit' };
        })
      : model.interceptAfter(async (call) => {
          if (!here(call)) return;
          killed = call;
          terraform.kill();
          await sleep(100);
        }),
  );
  const first = await pilot.apply().then(
    () => 'applied',
    () => 'failed',
  );
  for (const stop of stops) stop();
  if (!killed) {
    expect(first).toBe('applied');
    return undefined;
  }
  expect(first).toBe('failed');
  const healed = await heal(pilot);
  return { step, call: `${killed.method} ${shape(killed.path)}`, when, orphans: orphans(pilot), healed };
}

/** Runs the same step again; where that is a dead end, does what the kind's README says. */
async function heal(pilot: Pilot): Promise<Row['healed']> {
  try {
    await pilot.apply();
    return 'by the same step';
  } catch (error) {
    const { message } = error as Error;
    if (/Instance cannot be destroyed/.test(message)) {
      for (const address of await tainted(pilot)) await pilot.terraform.run(['untaint', address]);
    } else if (/already exist/.test(message) || /maximum of 2 credentials/.test(message)) {
      if (pilot.kind.kind === 'entra-certificate') await pilot.take('stage', '--new-key');
      for (const { id, attached } of strays(pilot))
        if (!attached) pilot.world.auth0.removeCredential(pilot.application.clientId, id);
    } else {
      throw error;
    }
    await pilot.apply();
    return 'by the documented way out';
  }
}

async function tainted(pilot: Pilot): Promise<readonly string[]> {
  const { stdout } = await pilot.terraform.run(['show', '-json']);
  const state = JSON.parse(stdout) as {
    readonly values?: {
      readonly root_module?: { readonly resources?: readonly { address: string; tainted?: boolean }[] };
    };
  };
  return (state.values?.root_module?.resources ?? []).flatMap(({ address, tainted: is }) => (is ? [address] : []));
}

function strays({ kind, world, application }: Pilot): readonly { readonly id: string; readonly attached: boolean }[] {
  return kind.kind.startsWith('auth0') ? world.auth0.pool(application.clientId) : [];
}

/** Credentials at the provider that the set does not know. */
function orphans(pilot: Pilot): number {
  const { kind, world, application, set } = pilot;
  const known = [set.state.a, set.state.b].filter((credential) => credential !== undefined).length;
  const there = kind.kind.startsWith('auth0')
    ? world.auth0.pool(application.clientId).length
    : world.entra.liveCredentials(application.clientId).length;
  return there - known;
}

function shape(path: string): string {
  return path
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '{id}')
    .replace(/cred_\w+/g, '{id}')
    .replace(/\/clients\/[^/]+/, '/clients/{id}');
}

function table({ kind }: DemoKind, rows: readonly Row[]): string {
  return [
    `${kind}: kill -9 at ${rows.length} points (orphans: credentials at the provider that nobody knows, so far)`,
    ...rows.map(
      ({ step, call, when, orphans: left, healed }) =>
        `  ${step.padEnd(8)} ${when.padEnd(6)} ${call.padEnd(64)} ${left} orphans, healed ${healed}`,
    ),
  ].join('\n');
}
