// Draws the sample on the page of "timeline":
//   npx tsx scripts/timeline-sample.ts
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KnownSet, timelineOf } from '../lib/cli/timeline/model';
import { timelineSvg } from '../lib/cli/timeline/svg';
import {
  comingSteps,
  comingVersions,
  Kind,
  Manifest,
  type PolicyOptions,
  startState,
  timestamp,
} from '../lib/rotation';

export const SAMPLE = join(__dirname, '../docs/commands/timeline.svg');

const START = new Date('2026-01-12T09:00:00Z');
const NOW = new Date('2026-04-20T09:00:00Z');

/** Three sets that were rotated on time. */
export function timelineSample(): string {
  const sets = [
    knownSet('billing', Kind.ENTRA_CLIENT_SECRET, { title: 'Invoices of the shop' }),
    knownSet('orders', Kind.OKTA_CLIENT_SECRET, { interval: '45d', retire: true }),
    knownSet('crm', Kind.UAA_CLIENT_SECRET, {
      interval: '35d',
      freeze: [{ from: '2026-05-08', until: '2026-05-18', reason: 'data centre move' }],
    }),
  ];
  return `${timelineSvg(timelineOf('rotation-prod', sets, NOW, {}))}\n`;
}

function knownSet(name: string, kind: Kind, policy: PolicyOptions): KnownSet {
  const at = timestamp(START);
  const first = kind === Kind.OKTA_CLIENT_SECRET ? 'outside' : { at, expires: '2026-04-21T09:00:00Z' };
  const entry = { kind: kind.name, policy, state: startState(first, at) };
  const start = Manifest.create('rotation-prod').with(name, entry).find(name);
  const past = [{ set: start, at: START }, ...comingVersions(start, comingSteps(start, START, { until: NOW }))];
  return { name, present: past.at(-1)?.set, past };
}

if (require.main === module) writeFileSync(SAMPLE, timelineSample());
