import { type PolicyOptions, startState } from '../../lib/rotation';
import { manifestText } from '../../lib/rotation/manifest-text';
import { simulateRotation, type SimulationOptions } from '../../lib/testing';

const BEGIN = '2026-03-01T00:00:00Z';

/** A manifest with one set, just added. */
function manifest(policy: PolicyOptions, lifetime = '2026-06-01T00:00:00Z'): string {
  const state = startState({ at: BEGIN, expires: lifetime }, BEGIN);
  return manifestText({ version: 1, id: 'prod', sets: { billing: { kind: 'entra-client-secret', policy, state } } });
}

function simulate(policy: PolicyOptions, more: Partial<SimulationOptions> = {}) {
  return simulateRotation({ manifest: manifest(policy), from: BEGIN, duration: '365d', ...more });
}

const MISHAPS = { seed: 3, missedRuns: 0.1, lateMerges: 0.2, failedApplies: 0.05 };

describe('a year that passes', () => {
  it('rotates as the policy says when nothing goes wrong', () => {
    const { outages, sets, runs, missedRuns } = simulate({});
    expect(outages).toEqual([]);
    expect([runs, missedRuns]).toEqual([365, 0]);
    expect(sets[0]).toMatchObject({ set: 'billing', rotations: 11, longestInterval: 31.1 });
  });

  it('keeps the interval with two runs a night', () => {
    const { sets } = simulate({}, { pipeline: { runs: ['02:00Z', '03:00Z'] } });
    expect(sets[0]).toMatchObject({ rotations: 12, longestInterval: 30.1 });
  });

  it('fails no sign-in whatever happens by chance, and is the same for the same seed', () => {
    const policy = { retire: true, freeze: [{ every: '12-20/01-03', reason: 'year end' }] };
    const first = simulate(policy, { mishaps: MISHAPS });
    expect(first.outages).toEqual([]);
    expect(first.missedRuns).toBeGreaterThan(20);
    expect(first.failedApplies).toBeGreaterThan(0);
    expect(first.sets[0]?.rotations).toBeGreaterThanOrEqual(9);
    expect(simulate(policy, { mishaps: MISHAPS })).toEqual(first);
    expect(simulate(policy, { mishaps: { ...MISHAPS, seed: 4 } })).not.toEqual(first);
  });

  it('survives every kind of mishap for many seeds', () => {
    const refused = Array.from({ length: 60 }, (_, seed) =>
      simulate({ interval: '14d', lifetime: '60d', grace: '3d', retire: true }, { mishaps: { ...MISHAPS, seed } }),
    ).flatMap(({ outages }) => outages);
    expect(refused).toEqual([]);
  });

  it('begins with the last step in the manifest', () => {
    expect(simulate({}, { from: undefined })).toEqual(simulate({}));
  });

  it('takes the rotation that people ask for', () => {
    const request = { set: 'billing', at: '2026-05-01T12:00:00Z' };
    const { outages, sets } = simulate({ automatic: false, lifetime: '400d' }, { requests: [request] });
    expect(outages).toEqual([]);
    expect(sets[0]?.steps.map(({ step, at }) => `${step} ${at}`)).toEqual([
      'stage 2026-05-02T02:15:00Z',
      'promote 2026-05-04T02:15:00Z',
    ]);
  });
});

describe('a year that does not', () => {
  it('finds a freeze that the lifetime does not outlast', () => {
    const policy = { interval: '14d', grace: '1d', freeze: [{ every: '12-01/01-03', reason: 'year end' }] };
    const { outages, sets } = simulate(policy);
    expect(outages).toEqual([
      expect.objectContaining({
        set: 'billing',
        why: expect.stringMatching(/^generation \d+ expired while consumers/),
      }),
    ]);
    expect(sets[0]?.shortestRunway?.days).toBeLessThan(0);
    expect(simulate({ ...policy, lifetime: '60d' }).outages).toEqual([]);
  });

  it('finds an outage of the pipeline that is longer than the runway', () => {
    const pipelineDown = [{ from: '2026-06-01T00:00:00Z', until: '2026-09-01T00:00:00Z' }];
    expect(simulate({}, { mishaps: { pipelineDown } }).outages).not.toEqual([]);
    expect(simulate({ lifetime: '200d' }, { mishaps: { pipelineDown } }).outages).toEqual([]);
  });

  it('finds a cache that is longer than grace', () => {
    const { outages } = simulate({ retire: true }, { consumers: { cache: '9d' } });
    expect(outages[0]?.why).toBe('generation 1 was removed while consumers still had it');
    expect(outages[0]?.from.slice(0, 10)).toBe('2026-04-09');
    expect(simulate({ retire: true }, { consumers: { cache: '7d' } }).outages).toEqual([]);
  });

  it('finds a replica lag that is longer than soak', () => {
    const { outages } = simulate({ soak: '1h' }, { consumers: { replicaLag: '2d' } });
    expect(outages[0]?.why).toBe('generation 2 was published before it signed in everywhere');
    expect(simulate({ soak: '1h' }, { consumers: { replicaLag: '50m' } }).outages).toEqual([]);
  });

  it('finds a set that nobody rotates', () => {
    const { outages } = simulate({ automatic: false });
    expect(outages).toEqual([
      {
        set: 'billing',
        from: '2026-06-01T00:00:00Z',
        until: '2027-03-01T00:00:00Z',
        why: 'generation 1 expired while consumers still had it',
      },
    ]);
  });

  it('says why the schedule stopped', () => {
    const { sets } = simulate({ interval: '2d', soak: '2d', grace: '1d' });
    expect(sets[0]?.stopped).toContain('soak must not be longer than interval - grace');
  });
});

it.each([
  ['a time', { from: '1.3.2026' }, 'a time looks like'],
  ['the beginning', { from: '2026-02-01T00:00:00Z' }, 'begins after the last step'],
  ['a probability', { mishaps: { missedRuns: 2 } }, 'missedRuns is a probability from 0 to 1, got 2'],
  ['a request', { requests: [{ set: 'shop', at: BEGIN }] }, 'for a set of the manifest, got "shop"'],
  ['a manifest', { manifest: '{}' }, 'manifest'],
  ['an empty manifest', { manifest: '{"version":1,"id":"x","sets":{}}' }, 'a manifest with a set, got none'],
])('refuses %s that is wrong', (_, options, message) => {
  expect(() => simulate({}, options)).toThrow(message);
});
