import type { AdminCall } from 'cdktf-rotation/testing';
import { Kind } from '../../lib/rotation';
import type { DemoKind } from '../../demo/kind';
import { Pilot } from '../support/pilot';
import { wayOut } from '../support/way-out';
import type { Chaos } from './faults';

/** One call of one step that went wrong, and what became of it. */
export interface Row {
  readonly step: string;
  readonly call: string;
  readonly chaos: string;
  /** Further plan and apply runs until the step was applied and the next plan empty. */
  readonly runs: number;
  /** Sign-ins that were refused since the row before. */
  readonly failedSignIns: number;
  /** Credentials at the identity provider that the set does not know. */
  readonly orphans: number;
  /** The most credentials that could sign in at one moment, so far. */
  readonly peakLive: number;
  /** What a run said that did not converge; empty where one further run did. */
  readonly said: readonly string[];
}

/** What to do to the next call of a step: which one, counted from 0, and how. */
export interface Cell {
  readonly point: number;
  /** Whether only calls count that change something; signing in as an administrator changes nothing. */
  readonly onlyWrites?: boolean;
  readonly chaos: Chaos;
}

/** Answers the cell for a step, and hears whether the step had such a call; undefined ends the run. */
export interface Plan {
  next(step: string): Cell | undefined;
  hit(step: string, cell: Cell, row: Row | undefined): void;
  readonly isDone: boolean;
}

const MOST_RUNS = 4;

/** What every row has to be: healed within two runs, nobody refused, nothing left behind, never past the cap. */
export function isWell({ kind }: DemoKind, { runs, failedSignIns, orphans, peakLive }: Row): boolean {
  return runs <= 2 && failedSignIns === 0 && orphans === 0 && peakLive <= Kind.find(kind).cap;
}

/** Every step of a kind, in an order that ends where it begins. */
function roundOf(kind: DemoKind): readonly string[] {
  const abort = Kind.find(kind.kind).removes === 'any' ? ['stage', 'abort'] : [];
  return [...abort, 'stage', 'promote', 'rollback', 'rollback', 'stage', 'promote', 'retire'];
}

/** The names of the steps that a plan is asked for; a stage over a previous credential is a recycle. */
export function stepsOf(kind: DemoKind): ReadonlySet<string> {
  return new Set([...roundOf(kind), 'recycle']);
}

/** Rotations go on in one world until the plan is done; each step may be struck once. */
export async function runMatrix(
  kind: DemoKind,
  plan: Plan,
  onRow: (row: Row) => void = () => undefined,
): Promise<void> {
  const pilot = await Pilot.start(kind, { launched: true });
  try {
    await pilot.add('--interval', '1h', '--soak', '0s', '--grace', '2s');
    await pilot.apply();
    while (!plan.isDone) {
      for (const step of roundOf(kind)) {
        await pilot.settle();
        const name = step === 'stage' && pilot.set.state.standby === 'previous' ? 'recycle' : step;
        await pilot.take(step);
        const cell = plan.next(name);
        const row = cell && (await strike(pilot, name, cell));
        if (!cell) await pilot.apply();
        if (cell) plan.hit(name, cell, row);
        if (row) onRow(row);
      }
    }
  } finally {
    await pilot.close();
  }
}

/** Applies while one call goes wrong, then heals; undefined when the step makes fewer calls. */
async function strike(pilot: Pilot, step: string, { point, chaos, onlyWrites }: Cell): Promise<Row | undefined> {
  const { world, terraform, rehearsal, application } = pilot;
  let count = 0;
  let struck: AdminCall | undefined;
  const before = rehearsal.failures;
  const stops = world.identityProviders.map((model) =>
    model.intercept((call) => {
      const counts = !onlyWrites || (call.mutating && !call.path.endsWith('/oauth/token'));
      if (struck || !counts || count++ !== point) return undefined;
      struck = call;
      return chaos.run(terraform, pilot.kind);
    }),
  );
  const outcome = await attempt(pilot);
  for (const stop of stops) stop();
  if (!struck) {
    if (outcome !== undefined) throw new Error(outcome);
    return undefined;
  }
  const said: string[] = [];
  let runs = 0;
  for (let failure = outcome; failure !== undefined; runs++) {
    if (runs === MOST_RUNS) throw new Error(`${step}, ${chaos.name} at ${struck.method} ${struck.path}: ${failure}`);
    if (runs > 0) said.push(failure);
    if (runs > 0) await wayOut(pilot, step, failure).catch(() => undefined);
    failure = await attempt(pilot);
  }
  const known = [pilot.set.state.a, pilot.set.state.b].filter((credential) => credential !== undefined).length;
  return {
    step,
    call: `${struck.method} ${shape(struck.path)}`,
    chaos: chaos.name,
    runs,
    failedSignIns: rehearsal.failures - before,
    orphans: application.held() - known,
    peakLive: rehearsal.peakLive,
    said,
  };
}

async function attempt(pilot: Pilot): Promise<string | undefined> {
  return pilot.apply().then(
    () => undefined,
    (error: Error) => error.message,
  );
}

function shape(path: string): string {
  return path.replace(/\/(apps|clients)\/[^/]+/, '/$1/{id}').replace(/\/(secrets|policies)\/[^/]+/, '/$1/{id}');
}

export function tableOf(kind: string, rows: readonly Row[]): string {
  const head = ['step', 'call', 'what went wrong', 'runs', 'failed', 'orphans', 'peak'];
  const cells = rows.map(({ step, call, chaos, runs, failedSignIns, orphans, peakLive }) =>
    [step, call, chaos, runs, failedSignIns, orphans, peakLive].map(String),
  );
  const widths = head.map((title, column) => Math.max(...[head, ...cells].map((row) => (row[column] ?? title).length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    `${kind}: ${rows.length} calls went wrong; runs = further plan and apply runs until all was well`,
    line(head),
    line(widths.map((width) => '-'.repeat(width))),
    ...cells.map(line),
  ].join('\n');
}
