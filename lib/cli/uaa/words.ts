import type { Outcome } from '../outcome';
import type { Prepared } from './prepare';

/** What `--dry-run` says. */
export function dryRun(prepared: Prepared): Outcome {
  if (prepared.already) return alreadyDone(prepared);
  const { change, why } = prepared;
  return {
    text: [`dry run, nothing is changed: ${why}`, `would be done: ${WHAT[change.mode]}`].join('\n'),
    json: { ...facts(prepared), changed: false, dryRun: true, warnings: warnings(prepared) },
    notes: warnings(prepared),
  };
}

export function alreadyDone(prepared: Prepared): Outcome {
  const { client, mode } = prepared.change;
  return {
    text: [`client "${client}": ${DONE[mode]} already; nothing to do`, `next: ${next(prepared)}`].join('\n'),
    json: { ...facts(prepared), changed: false, already: true, restored: true, next: next(prepared) },
  };
}

export function done(prepared: Prepared): Outcome {
  const { client, mode } = prepared.change;
  return {
    text: [`client "${client}": ${DONE[mode]}; proven by signing in`, `next: ${next(prepared)}`].join('\n'),
    json: { ...facts(prepared), changed: true, restored: true, next: next(prepared), warnings: warnings(prepared) },
  };
}

const WHAT: Readonly<Record<Prepared['change']['mode'], string>> = {
  add: 'the new secret is added beside the old one',
  delete: 'the older of the two secrets is removed',
  update: 'all secrets are replaced by the new one',
};

const DONE: Readonly<Record<Prepared['change']['mode'], string>> = {
  add: 'the new secret works, beside the old one',
  delete: 'the old secret is removed, the new one works',
  update: 'the new secret works and is the only one',
};

function facts({ change, connection, version, way, why }: Prepared): object {
  const { url, zone } = connection;
  return { client: change.client, mode: change.mode, url, ...(zone !== undefined && { zone }), version, way, why };
}

function next({ change: { client, mode }, validity }: Prepared): string {
  switch (mode) {
    case 'add':
      return `let every consumer use the new secret, wait ${validity} s, which is how long access tokens live, then "cdktf-rotation uaa change-secret ${client} --mode delete" with both secrets`;
    case 'delete':
      return 'remove the old secret where it is kept';
    case 'update':
      return 'give the new secret to every consumer now: the old one is refused';
  }
}

/** What the change breaks, said before it is made. */
export function warnings({ change: { mode }, way, validity, lasting }: Prepared): readonly string[] {
  return [...(way === 'client' ? ELEVATED : []), ...lasting, ...modeWarnings(mode, validity)];
}

const ELEVATED = [
  'tokens that the client fetched without a scope while it was elevated are refused by UAA until they are fetched again',
];

function modeWarnings(mode: Prepared['change']['mode'], validity: number): readonly string[] {
  switch (mode) {
    case 'add':
      return ['refresh tokens from before are refused by UAA up to 78.2: people sign in again'];
    case 'delete':
      return [`access tokens from before the new secret was added are refused by UAA: they live ${validity} s`];
    case 'update':
      return [
        'the old secret and every token of the client die at once: use --mode add for a change without an outage',
      ];
  }
}
