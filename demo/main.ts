import { writeFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { type Timeline, timelineSvg } from 'cdktf-rotation/testing';
import type { Result } from './rehearsal';
import type { Scenario } from './scenario';
import { KINDS, rehearseTwoSlots } from './two-slot';
import { USUAL_PATTERNS } from './usual-patterns';
import { World } from './world';

const SCENARIOS: readonly Scenario[] = [
  ...KINDS.map((kind) => ({
    kind: kind.kind,
    pattern: 'two-slot',
    title: kind.title,
    rehearse: (world: World, progress: (text: string) => void) => rehearseTwoSlots(kind, world, progress),
  })),
  ...USUAL_PATTERNS,
];

const { only, json, svg } = new Command('npm run demo --')
  .description(
    'Rotates credentials of every kind with real Terraform while clients sign in, then shows the usual patterns.',
  )
  .addOption(new Option('--only <kind>', 'one kind').choices(KINDS.map(({ kind }) => kind)))
  .option('--json <file>', 'write the results as JSON')
  .option('--svg <file>', 'where the picture goes', 'demo-timeline.svg')
  .parse()
  .opts<{ only?: string; json?: string; svg: string }>();

void demo();

async function demo(): Promise<void> {
  const results: Result[] = [];
  const timelines: Timeline[] = [];
  for (const { pattern, title, rehearse } of SCENARIOS.filter(
    (scenario) => only === undefined || scenario.kind === only,
  )) {
    console.log(`\n${pattern === 'two-slot' ? `${title}: two rotations, ours` : `usual pattern: ${title}`}`);
    const world = await World.start();
    try {
      const { result, timeline } = await rehearse(world, progress);
      results.push(result);
      timelines.push(timeline);
      endLine();
    } finally {
      await world.close();
    }
  }
  console.log(`\n${table(results)}`);
  writeFileSync(svg, timelineSvg(timelines));
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(results, undefined, 2)}\n`);
  console.log(`\nThe picture is in ${svg}.`);
  const ours = results.filter(({ pattern }) => pattern === 'two-slot');
  const failed = ours.reduce((sum, { failedSignIns }) => sum + failedSignIns, 0);
  const signIns = ours.reduce((sum, result) => sum + result.signIns, 0);
  console.log(`Two-slot rotations: ${signIns} sign-ins, ${failed} failed.`);
  process.exitCode = failed === 0 && ours.every((result) => result.signIns > 0) ? 0 : 1;
}

/** One line that is written over on a terminal, one line a finished apply elsewhere. */
function progress(text: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K  ${text}`);
  else if (!text.endsWith('…')) console.log(`  ${text}`);
}

function endLine(): void {
  if (process.stdout.isTTY) process.stdout.write('\n');
}

function table(results: readonly Result[]): string {
  const head = ['kind', 'pattern', 'applies', 'sign-ins', 'failed sign-ins', 'live at peak', 'seconds'];
  const rows = results.map((result) => [
    result.kind,
    result.pattern,
    String(result.applies),
    String(result.signIns),
    String(result.failedSignIns),
    String(result.peakLive),
    result.seconds.toFixed(1),
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ');
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
