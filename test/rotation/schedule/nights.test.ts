import fc from 'fast-check';
import { Kind, type ManifestSet, parseTimestamp } from '../../../lib/rotation';
import { dueOf } from '../../../lib/rotation/schedule/due';
import { live, type Passed, type Taken, years } from './nights';

// A year and more of nights for each of these, of one set; a seed gives the same years each time.
const RUNS = { numRuns: 250, seed: 20_260_301, endOnFailure: true };
const HOUR = 3_600_000;

const counts = { years: 0, runs: 0, steps: new Map<string, number>() };

/** When the wait before a step is over: a second opinion, from times alone. */
function overFor({ before, step, appliedAt }: Pick<Taken, 'before' | 'step' | 'appliedAt'>): Date {
  const { soak, grace } = before.policy;
  const wait = step === 'promote' ? soak : before.state.standby === 'previous' ? grace : undefined;
  return wait ? wait.after(appliedAt) : appliedAt;
}

function nextStep({ state }: ManifestSet): 'stage' | 'promote' {
  return state.standby === 'next' ? 'promote' : 'stage';
}

/** Whether nothing stood in the way of a run that took no step. */
function couldHave({ set, now, appliedAt }: Passed): boolean {
  const due = dueOf(set);
  if (!due || !appliedAt || set.policy.freeze.at(now)) return false;
  const step = nextStep(set);
  return now >= due[step] && now >= overFor({ before: set, step, appliedAt });
}

test('years of late, missed and doubled runs, failed applies and freezes', () => {
  fc.assert(
    fc.property(years, (given) => {
      const { taken, passed, repeated } = live(given);
      counts.years += 1;
      counts.runs += given.runs.length;

      expect(repeated).toEqual([]);
      for (const one of taken) {
        const { before, step, now, looked } = one;
        counts.steps.set(step, (counts.steps.get(step) ?? 0) + 1);
        const from = looked ? one.appliedAt : parseTimestamp(before.state.last.at);
        const fault =
          now < overFor({ ...one, appliedAt: from })
            ? 'came before its soak or grace was over'
            : before.policy.freeze.at(now)
              ? 'was taken in a freeze'
              : (step === 'stage' || step === 'promote') && now < dueOf(before)![step]
                ? 'came before it was due'
                : !before.policy.automatic && !before.rotation
                  ? 'was taken although nobody asked for it'
                  : undefined;
        if (fault !== undefined) throw new Error(`${step} ${before.state.step + 1} at ${now.toISOString()} ${fault}`);
      }
      for (const one of passed) {
        if (one.looked && couldHave(one))
          throw new Error(`${nextStep(one.set)} was due at ${one.now.toISOString()}, and not taken`);
      }
    }),
    RUNS,
  );
  console.log(
    `${counts.years} lives, ${counts.runs} runs, ${[...counts.steps].map(([step, n]) => `${n} ${step}`).join(', ')}`,
  );
  for (const step of ['stage', 'promote', 'retire']) expect(counts.steps.get(step) ?? 0).toBeGreaterThan(100);
});

test('with a run each hour, a set keeps its interval to the day', () => {
  const runs = Array.from({ length: 24 * 400 }, () => ({ hours: 1, looks: true, applies: true }));
  for (const at of ['02:00Z', '02:30 Europe/Berlin', '02:30 America/New_York']) {
    const policy = { interval: '30d', at, soak: '20h', spread: '0s', retire: true };
    const { taken } = live({ policy, outside: false, kind: Kind.ENTRA_CLIENT_SECRET, runs });
    const promotes = taken.filter(({ step }) => step === 'promote').map(({ now }) => now.getTime());
    expect(promotes.length).toBe(13);
    const nights = promotes.slice(1).map((time, index) => (time - promotes[index]!) / (24 * HOUR));
    for (const gap of nights) expect(Math.abs(gap - 30)).toBeLessThanOrEqual(2 / 24);
  }
});
