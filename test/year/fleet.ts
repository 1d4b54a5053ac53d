import type { PolicyOptions } from '../../lib/rotation';

/** One set of the year, and how it begins. */
export interface Member {
  readonly name: string;
  readonly kind: string;
  readonly start: 'own' | 'outside';
  readonly policy: PolicyOptions;
}

/** For all sets that say nothing else: two weeks at the end of the year. */
export const DEFAULTS: PolicyOptions = { freeze: [{ every: '12-20/01-03', reason: 'year end' }] };

const WEEKENDS: PolicyOptions['freeze'] = [
  { every: '12-20/01-03', reason: 'year end' },
  { every: 'sat-sun', reason: 'weekend' },
];

/**
 * The lifetime of a short interval has to outlast the freeze as well: the default, 2 x interval + soak + grace, has room
 * for a freeze of about one interval.
 */
const POLICIES: readonly PolicyOptions[] = [
  { interval: '30d' },
  { interval: '7d', grace: '2d', lifetime: '60d' },
  { interval: '30d', at: '02:30 Europe/Berlin', retire: true },
  { interval: '14d', at: '03:00Z', grace: '3d', retire: true, lifetime: '60d' },
  { interval: '90d', soak: '3d', grace: '14d', at: '23:45 America/New_York' },
  { interval: '21d', grace: '5d', freeze: WEEKENDS, lifetime: '75d' },
  { interval: '45d', soak: '2h', grace: '36h', at: '01:30 Europe/London', retire: true },
  { interval: '60d', spread: '10d', grace: '10d' },
  { interval: '30d', automatic: false, lifetime: '300d' },
  { interval: '10d', soak: '12h', grace: '1d', at: '04:45 Australia/Lord_Howe', lifetime: '60d' },
];

const KINDS: readonly (readonly [kind: string, sets: number])[] = [
  ['entra-client-secret', 9],
  ['entra-certificate', 6],
  ['auth0-private-key-jwt', 7],
  ['okta-private-key-jwt', 7],
  ['okta-client-secret', 7],
  ['uaa-client-secret', 7],
  ['uaa-private-key-jwt', 7],
];

const OUTSIDE = ['entra-client-secret-2', 'okta-client-secret-3'];

/** Fifty sets of all kinds. */
export const FLEET: readonly Member[] = KINDS.flatMap(([kind, sets], group) =>
  Array.from({ length: sets }, (_, index): Member => {
    const name = `${kind}-${index}`;
    const policy = POLICIES[(index + 3 * group) % POLICIES.length] as PolicyOptions;
    return { name, kind, start: OUTSIDE.includes(name) ? 'outside' : 'own', policy };
  }),
);

/** Whether the identity provider takes EC keys, which are made in no time. */
export function takesEc(kind: string): boolean {
  return kind === 'okta-private-key-jwt' || kind === 'uaa-private-key-jwt';
}
