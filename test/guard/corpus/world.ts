import { Command, InvalidArgumentError } from 'commander';
import { rehearse, type Rehearsed } from './rehearse';
import type { Situation } from './situation';
import { SITUATIONS } from './situations';

const command = new Command('tsx test/guard/corpus/world.ts')
  .description('Applies the plans of the corpus while clients sign in, and holds what the guard says against it.')
  .argument('[names...]', 'situations, or how their names begin; all when none is given')
  .option('--runs <number>', 'of each situation', count, 1)
  .option('--seed <number>', 'for latencies and parallelism', count, 1)
  .parse();
const { runs, seed } = command.opts<{ runs: number; seed: number }>();

void main(command.args);

async function main(names: readonly string[]): Promise<void> {
  const chosen = SITUATIONS.filter(
    ({ name, verdict }) => names.length === 0 || names.some((one) => name.startsWith(one) || verdict === one),
  );
  const waiting = [...chosen];
  let bad = 0;
  console.log(line('situation', 'guard', 'runs', 'sign-ins', 'failed', ''));
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      if (next.world?.shows === 'not') {
        console.log(line(next.name, '', '0', '', '', next.world.why));
        continue;
      }
      const results: Rehearsed[] = [];
      const complaints = new Set<string>();
      for (let run = 0; run < runs; run++) {
        try {
          const result = await rehearse(next, seed + run);
          results.push(result);
          for (const complaint of result.complaints) complaints.add(complaint);
        } catch (error) {
          complaints.add(`run ${run}: ${(error as Error).message}`);
        }
      }
      if (complaints.size > 0) bad++;
      console.log(rowOf(next, results, complaints));
    }
  };
  await Promise.all([work(), work()]);
  console.log(`\n${chosen.length - bad} of ${chosen.length} as expected`);
  process.exitCode = bad === 0 ? 0 : 3;
}

function rowOf({ name }: Situation, results: readonly Rehearsed[], complaints: ReadonlySet<string>): string {
  const sum = (value: (one: Rehearsed) => number): string =>
    String(results.reduce((total, one) => total + value(one), 0));
  const said = [...new Set(results.map(({ verdict, rules }) => [verdict, ...new Set(rules)].join(' ')))].join(', ');
  const [signIns, failed] = [sum((one) => one.signIns), sum((one) => one.failed)];
  return line(name, said, String(results.length), signIns, failed, [...complaints].join('; '));
}

function line(name: string, said: string, times: string, signIns: string, failed: string, rest: string): string {
  return `${name.padEnd(52)} ${said.padEnd(34)} ${times.padStart(4)} ${signIns.padStart(8)} ${failed.padStart(6)}  ${rest}`;
}

function count(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('a whole number from 1 on is expected.');
  return Number(text);
}
