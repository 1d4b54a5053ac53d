import { comingSteps, timestamp, turnOf } from '../../../lib/rotation';
import { setWith, words } from './sets';

const ZONES = [
  '02:00Z',
  '02:30 Europe/Berlin',
  '02:30 America/New_York',
  '02:15 Australia/Lord_Howe',
  '00:30 Asia/Kolkata',
];

/** What the schedule says of two years, for several zones: the same on every machine. */
export function twoYears(): readonly string[] {
  return ZONES.flatMap((at) => {
    const freeze = [
      { every: 'sat-sun', reason: 'weekend' },
      { from: '2026-12-20', until: '2027-01-04T12:00', reason: 'year end' },
    ];
    const set = setWith({ at, freeze, interval: '9d', soak: '20h', spread: '3d' }, { name: 'a' });
    const from = new Date('2026-03-01T00:00:00Z');
    const steps = comingSteps(set, from, { until: new Date('2028-03-10T00:00:00Z') });
    return [
      words(turnOf(set, from)),
      ...steps.map((step) => `${at} ${step.number} ${step.step} ${timestamp(step.at)}`),
    ];
  });
}

if (require.main === module) process.stdout.write(JSON.stringify(twoYears()));
