import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HAS_GNU_TIME, type Measure, Runner } from './guard/measure';
import { denials, GET_OPA, type Peer, tryFindPeer } from './guard/peer';
import { withDeletion, writePlan } from './guard/plan';
import { median, printGrowth, printTable, type Row } from './guard/table';

/**
 * The guard on plans of many sets, beside JSON.parse of the same file and beside a gate with per-resource rules, each in
 * a fresh process, in turn. The sets are replicas of three real ones (guard/plan.ts). Wants `npm run build` before.
 */
const SIZES = (process.env.BENCH_SETS ?? '100,1000,5000').split(',').map(Number);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const CLI = join(__dirname, '..', 'dist', 'cli', 'main.js');
const PARSE = 'JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"))';
/** Safe, unsafe and cannot tell: each prints a verdict. */
const VERDICTS = [0, 3, 4];

const directory = mkdtempSync(join(tmpdir(), 'bench-guard-'));
const runner = new Runner(directory);
process.once('exit', () => {
  runner.stop();
  rmSync(directory, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

const node = (...args: readonly string[]): readonly [string, ...string[]] => [process.execPath, ...args];

async function hasGuard(): Promise<boolean> {
  const listed = existsSync(CLI) && /^ {2}guard\b/m.test((await runner.run(node(CLI, '--help'))).output);
  if (!listed) console.error('SKIPPED: dist/cli/main.js has no command "guard": run "npm run build" first');
  return listed;
}

/** The verdict on the whole plan; throws unless the guard saw every set. */
function verdictOf(output: string, sets: number): string {
  const { verdict, sets: seen } = JSON.parse(output) as { readonly verdict: string; readonly sets: readonly unknown[] };
  if (seen?.length !== sets) throw new Error(`the guard must report ${sets} sets, got ${output.slice(0, 300)}`);
  return verdict;
}

type Filling = Row & { readonly parse: Measure[]; readonly guard: Measure[]; readonly peer: Measure[] };

function prepare(sets: number): Filling {
  writePlan(planOf(sets), sets);
  return { sets, megabytes: statSync(planOf(sets)).size / 1e6, parse: [], guard: [], peer: [] };
}

function planOf(sets: number): string {
  return join(directory, `${sets}.json`);
}

async function measure(row: Filling, guarded: boolean, peer: Peer | undefined): Promise<void> {
  const plan = planOf(row.sets);
  row.parse.push(await runner.run(node('-e', PARSE, plan)));
  if (guarded) {
    const judged = await runner.run(node(CLI, 'guard', plan, '--json'), VERDICTS);
    row.guard.push({ ...judged, output: verdictOf(judged.output, row.sets) });
  }
  if (peer === undefined) return;
  const gated = await runner.run(peer.command(plan), peer.exitCodes);
  const [denied, expected] = [denials(gated.output), withDeletion(row.sets)];
  if (denied !== expected) throw new Error(`${peer.name} must deny ${expected} resources, got ${denied}`);
  row.peer.push({ ...gated, output: '' });
}

async function main(): Promise<void> {
  const [guarded, peer] = [await hasGuard(), tryFindPeer()];
  const rows = SIZES.map(prepare);
  const [bare, command]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    bare.push((await runner.run(node('-e', '0'))).seconds);
    if (guarded) command.push((await runner.run(node(CLI, '--version'))).seconds);
    for (const row of rows) await measure(row, guarded, peer);
  }
  const [ours, theirs] = [
    `node ${process.versions.node}`,
    peer === undefined ? 'no peer' : `${peer.name} ${peer.version}`,
  ];
  console.log(`guard, median of ${ROUNDS} rounds in one run, each in a fresh process (${ours}, ${theirs})`);
  const milliseconds = (times: readonly number[]): string => `${(median(times) * 1000).toFixed(0)} ms`;
  const idle = guarded ? `, the command with nothing to do ${milliseconds(command)}` : '';
  console.log(`start-up, which is a part of every figure: bare node ${milliseconds(bare)}${idle}`);
  printTable(rows, peer?.name ?? 'peer');
  printGrowth(rows, peer?.name ?? 'peer');
  const verdicts = new Set(rows.flatMap((row) => row.guard.map(({ output }) => output)));
  if (guarded) console.log(`verdict of the guard: ${[...verdicts].join(', ')}`);
  if (peer !== undefined) console.log(`the rules of ${peer.name} deny two of three of these sets`);
  if (peer?.name !== 'opa') console.log(`OPA was not found, to have it: ${GET_OPA}`);
  if (!HAS_GNU_TIME) console.log('GNU time was not found: a peak is what Node says of itself, at most');
  if (!guarded) {
    console.error('SKIPPED: the guard was not measured, dist/cli/main.js has no such command');
    process.exitCode = 1;
  }
}

void main();
