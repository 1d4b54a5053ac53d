import { DAY, HOUR } from './clock';
import { Compromise } from './compromise';
import { FLEET } from './fleet';
import { Random } from '../../lib/testing/simulation/random';
import { Year } from './year';

/** More years: `YEAR_SEEDS=1,2,3`; shorter ones: `YEAR_NIGHTS=120`. */
const SEEDS = (process.env.YEAR_SEEDS ?? '1').split(',').map(Number);
const NIGHTS = Number(process.env.YEAR_NIGHTS ?? 365);
const MANUAL = FLEET.filter(({ policy }) => policy.automatic === false);

/** When people ask for a rotation: of sets that nobody else moves, and of two that move by themselves. */
function requests(seed: number): readonly { readonly set: string; readonly day: number }[] {
  const random = new Random(seed, 'requests');
  const now = [0.2, 0.5, 0.75].flatMap((share) =>
    MANUAL.map(({ name }) => ({ set: name, day: Math.floor(share * NIGHTS) + random.whole(0, 15) })),
  );
  const automatic = FLEET.filter(({ policy, start }) => policy.automatic !== false && start === 'own');
  return [
    ...now,
    ...[0.3, 0.6].map((share) => ({ set: random.pick(automatic).name, day: Math.floor(share * NIGHTS) })),
  ];
}

describe.each(SEEDS)('a year of a nightly pipeline, seed %i', (seed) => {
  let year: Year;
  let compromise: Compromise;
  let started = 0;

  beforeAll(async () => {
    started = Date.now();
    year = await Year.start({ seed, members: FLEET, nights: NIGHTS, tryRunways: 13 });
    const leaking = new Random(seed, 'leak').pick(FLEET.filter(({ start }) => start === 'own'));
    compromise = new Compromise(year, leaking.name);
    year.agenda.add(year.begin + Math.floor(NIGHTS / 2) * DAY + 10 * HOUR, compromise.discovered);
    for (const { set, day } of requests(seed)) year.agenda.add(year.begin + day * DAY + 11 * HOUR, () => year.ask(set));
    await year.agenda.runUntil(year.end);
  }, 1_200_000);

  afterAll(async () => {
    const { consumers, pipeline, mishaps, steps, failedApplies, persons, runways } = year;
    const figures = {
      sets: FLEET.length,
      nights: NIGHTS,
      missed: mishaps.missed.size,
      runs: Object.fromEntries(pipeline.commandLine.runs),
      steps: steps.length,
      failedApplies: failedApplies.length,
      persons,
      signIns: consumers.signIns,
      refused: consumers.refused.length,
      runwaysCompared: runways.compared,
      runwaysTried: runways.tried,
      leak: `${compromise.set}, ${(compromise.tookUntilGone ?? 0) / 60_000} minutes`,
      seconds: Math.round((Date.now() - started) / 1000),
    };
    process.stdout.write(`year, seed ${seed}: ${JSON.stringify(figures)}\n`);
    await year.world.close();
  });

  it('refuses no sign-in', () => {
    expect(year.consumers.refused.slice(0, 10)).toEqual([]);
    expect(year.consumers.signIns).toBeGreaterThan(FLEET.length * NIGHTS * 4);
  });

  it('rotates every automatic set as its policy says', () => {
    expect(year.unexplained).toEqual([]);
    expect(year.frozenSteps).toEqual([]);
  });

  it('rotates a set that is not automatic when people ask, and only then', () => {
    const counts = (of: ReadonlyMap<string, readonly unknown[]>) =>
      MANUAL.map(({ name }) => [name, of.get(name)?.length ?? 0]);
    expect(counts(year.promotes)).toEqual(counts(year.asked));
  });

  it('tells a runway that is true', () => {
    expect(year.runways.wrong.slice(0, 10)).toEqual([]);
    expect(year.runways.compared).toBeGreaterThan(NIGHTS * 15);
    expect(year.runways.tried).toBeGreaterThan(NIGHTS);
  });

  it('takes a failed apply up again, and never holds more credentials than the identity provider lets it', () => {
    expect(year.failedApplies.length).toBeGreaterThanOrEqual(Math.floor(NIGHTS / 31));
    expect(year.crowds).toEqual([]);
  });

  it('gets rid of a leaked credential within hours', async () => {
    expect(await compromise.refusal()).toMatch(/^4\d\d /);
    expect(compromise.tookUntilGone).toBeLessThan(4 * HOUR);
  });

  it('leaves nothing to do: the plan of every set is empty', async () => {
    expect(await year.planAgain()).toEqual([]);
  });
});
