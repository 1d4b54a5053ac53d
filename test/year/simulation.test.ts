import { simulateRotation } from '../../lib/testing';
import { FLEET } from './fleet';
import { CALM } from './mishaps';
import { Year } from './year';

const NIGHTS = 150;
const POLICIES = ['30d', '7d', '14d', '90d', '21d', '60d'];

/** One set for each of several policies, of kinds that need no RSA key. */
const MEMBERS = POLICIES.flatMap(
  (interval) =>
    FLEET.find(
      ({ kind, policy, start }) =>
        policy.interval === interval && policy.automatic !== false && start === 'own' && /secret|okta|uaa/.test(kind),
    ) ?? [],
);

it('simulates the steps that the command line takes and the applier applies, night by night', async () => {
  expect(MEMBERS).toHaveLength(POLICIES.length);
  const year = await Year.start({ seed: 1, members: MEMBERS, nights: NIGHTS, rates: CALM, signInsADay: 1 });
  try {
    const manifest = year.pipeline.manifestText;
    await year.agenda.runUntil(year.end);
    const simulated = simulateRotation({ manifest, duration: `${NIGHTS}d`, pipeline: { runs: ['02:01Z'] } });
    const nights = (steps: readonly { readonly set: string; readonly step: string; readonly at: string }[]) =>
      steps.map(({ set, step, at }) => `${at.slice(0, 10)} ${set} ${step}`).sort();
    expect(nights(simulated.sets.flatMap(({ set, steps }) => steps.map((step) => ({ set, ...step }))))).toEqual(
      nights(year.steps),
    );
    expect(year.steps.length).toBeGreaterThan(60);
    expect([simulated.outages, year.consumers.refused]).toEqual([[], []]);
  } finally {
    await year.world.close();
  }
});
