import { DAY, HOUR } from './clock';
import { FLEET } from './fleet';
import { CALM } from './mishaps';
import { Year } from './year';

const MEMBERS = FLEET.filter(({ name }) =>
  ['entra-client-secret-0', 'auth0-private-key-jwt-3', 'entra-certificate-0'].includes(name),
);

interface Fate {
  /** How many runs `status` said may be missed. */
  readonly missable: number;
  readonly isRotated: boolean;
  readonly refused: number;
}

/** Lives up to the run of a night, then skips as many runs as may be missed, and some more, and goes on. */
async function fate(name: string, night: number, more: number): Promise<Fate> {
  const members = MEMBERS.filter((member) => member.name === name);
  const year = await Year.start({ seed: 1, members, nights: 330, rates: CALM, signInsADay: 2 });
  try {
    await year.agenda.runUntil(year.begin + night * DAY + 3 * HOUR);
    const [status] = await year.pipeline.status();
    const { missableRuns = 0, ends = '' } = status?.operation.runway ?? {};
    const before = year.promotes.get(name)?.length ?? 0;
    year.skip(missableRuns + more);
    // Whoever has the oldest cache that there may be, a minute after the old credential has ended.
    year.agenda.add(Date.parse(ends) + 60_000, () => year.consumers.signInAtBoth(name));
    await year.agenda.runUntil(Date.parse(ends) + DAY);
    const isRotated = (year.promotes.get(name)?.length ?? 0) > before;
    return { missable: missableRuns, isRotated, refused: year.consumers.refused.length };
  } finally {
    await year.world.close();
  }
}

describe.each(MEMBERS.map(({ name }) => name))('the runs that may be missed of %s', (name) => {
  it.each([3, 47])('are as many as status says on night %i, and not one more', async (night) => {
    const [enough, tooMany] = [await fate(name, night, 0), await fate(name, night, 1)];
    expect(enough).toEqual({ missable: tooMany.missable, isRotated: true, refused: 0 });
    expect(tooMany.refused).toBeGreaterThan(0);
  });
});
