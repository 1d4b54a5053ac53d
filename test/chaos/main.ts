import { writeFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { KINDS } from '../../demo/two-slot';
import { CHAOS } from './faults';
import { isWell, runMatrix, type Row, stepsOf, tableOf } from './matrix';
import { everyCall, someCalls } from './plans';

const { kind, fault, sample, seed, json } = new Command('npm run chaos --')
  .description('Lets every HTTP call of every step of a rotation go wrong in every way, by real Terraform.')
  .addOption(
    new Option('--kind <kind>', 'the kind of credential')
      .choices(KINDS.map((one) => one.kind))
      .default('okta-client-secret'),
  )
  .addOption(new Option('--fault <fault>', 'only this one').choices(CHAOS.map(({ name }) => name)))
  .option('--sample <steps>', 'only so many steps, chosen by the seed', count)
  .option('--seed <number>', 'for --sample', count, 1)
  .option('--json <file>', 'write the rows as JSON')
  .parse()
  .opts<{ kind: string; fault?: string; sample?: number; seed: number; json?: string }>();

void main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const demoKind = KINDS.find((one) => one.kind === kind) ?? KINDS[0];
  if (!demoKind) return;
  const chosen = CHAOS.filter(({ name }) => fault === undefined || name === fault);
  const faults = chosen.filter(({ needsProcess }) => !needsProcess || demoKind.ownProvider);
  for (const { name } of chosen) {
    if (!faults.some((one) => one.name === name)) console.log(`SKIPPED ${name}: the provider of ${kind} is simulated`);
  }
  const plans =
    sample === undefined
      ? faults.map((chaos) => everyCall(chaos, stepsOf(demoKind)))
      : [someCalls(faults, { seed, steps: sample })];
  const rows: Row[] = [];
  const note = (row: Row): void => {
    rows.push(row);
    process.stderr.write(`${row.step}: ${row.chaos} at ${row.call}: ${row.runs} runs, ${row.failedSignIns} failed\n`);
  };
  for (const plan of plans) await runMatrix(demoKind, plan, note);
  console.log(tableOf(demoKind.kind, rows));
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(rows, null, 2)}\n`);
  const bad = rows.filter((row) => !isWell(demoKind, row));
  console.log(
    `${rows.length - bad.length} of ${rows.length} healed in two runs, without a failed sign-in or an orphan`,
  );
  process.exitCode = bad.length > 0 || rows.length === 0 ? 3 : 0;
}

function count(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('a whole number from 1 on is expected.');
  return Number(text);
}
