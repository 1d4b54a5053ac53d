import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPlan } from '../../lib/guard';
import { InputError } from '../../lib/rotation';
import { damage, Dice } from './mutate';

const PLANS = join(__dirname, 'plans');
const RUNS = 10_000;

/** The sets that a plan has a trace of: the leaves of a set have names that nothing else has. */
function tracesIn(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/"terraform_data\.([\w-]+?)_step_[01]"/g)].map(([, name = '']) => name));
}

test(`${RUNS} damaged plans never crash the guard, and none is safe whose sets it could not read`, () => {
  const files = ['safe', 'dangerous'].flatMap((folder) =>
    readdirSync(join(PLANS, folder))
      .filter((name) => name.endsWith('.json'))
      .map((name) => readFileSync(join(PLANS, folder, name), 'utf8')),
  );
  const dice = new Dice(20261121);
  const counts = { safe: 0, healing: 0, unknown: 0, unsafe: 0, refused: 0 };
  for (let run = 0; run < RUNS; run++) {
    const plan = damage(JSON.parse(dice.pick(files)), dice);
    try {
      const { verdict, sets } = checkPlan(plan);
      counts[verdict]++;
      if (verdict !== 'safe') continue;
      const judged = new Set(sets.map(({ set }) => set));
      const missed = [...tracesIn(JSON.stringify(plan))].filter((name) => !judged.has(name));
      if (missed.length > 0 || sets.length === 0) throw new Error(`run ${run}: safe, but not judged: ${missed.join()}`);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      counts.refused++;
    }
  }
  console.log(`${RUNS} damaged plans: ${JSON.stringify(counts)}`);
  expect(counts.unknown + counts.refused).toBeGreaterThan(RUNS / 50);
  expect(counts.safe).toBeLessThan(RUNS);
});
