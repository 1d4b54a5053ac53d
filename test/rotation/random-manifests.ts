import fc from 'fast-check';
import {
  Kind,
  Manifest,
  type ManifestSet,
  MANIFEST_VERSION,
  Refusal,
  SCHEMA_PATH,
  type SetEntry,
  SLOTS,
  stageAgain,
  startState,
  type StepInput,
  takeStep,
  undoStep,
} from '../../lib/rotation';
import { type Letter, LETTERS } from './exploration';
import keyPool from './key-pool.json';

/**
 * Public keys to choose from; a set takes one that neither slot holds. They are kept, for a seed is to give the same
 * manifests each time; the private keys were thrown away.
 */
export const KEY_POOL: { readonly publicKeys: readonly string[]; readonly certificates: readonly string[] } = keyPool;

const KINDS: readonly string[] = [...Kind.ALL.map(({ name }) => name), 'my-oldest-secret', 'my-key'];

interface SetPlan {
  readonly kind: string;
  readonly outside: boolean;
  /** Each number stands for the first letter from there on that is not refused. */
  readonly letters: readonly number[];
  readonly more: Omit<SetEntry, 'kind' | 'state'>;
}

export type ManifestPlan = Readonly<Record<string, SetPlan>>;

const optional = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 3 });

const setPlan: fc.Arbitrary<SetPlan> = fc.record({
  kind: fc.constantFrom(...KINDS),
  outside: fc.boolean(),
  letters: fc.array(fc.nat({ max: LETTERS.length - 1 }), { maxLength: 15, size: 'max' }),
  more: fc.record(
    {
      policy: optional(
        fc.record(
          {
            interval: fc.constantFrom('7d', '30d', 'P30D'),
            at: fc.constantFrom('00:00Z', '23:59Z', '02:30 Europe/Berlin'),
            automatic: fc.boolean(),
            soak: fc.constantFrom('0s', '24h'),
            grace: fc.constantFrom('1h', 'PT36H'),
            retire: fc.boolean(),
            lifetime: fc.constant('365d'),
            freeze: fc.subarray([
              { from: '2026-12-20', until: '2027-01-02T06:00', reason: 'year end' },
              { every: '06-01/06-08', reason: 'audit' },
              { every: 'sat-sun', reason: 'weekend' },
            ]),
            spread: fc.constantFrom('0s', '3d'),
            title: fc.string({ maxLength: 20 }),
            description: fc.string({ unit: 'binary', maxLength: 60 }),
          },
          { requiredKeys: [] },
        ),
      ),
      override: optional(
        fc.record({
          step: fc.nat({ max: 20 }),
          rule: fc.constantFrom('soak', 'grace', 'order'),
          reason: fc.string({ minLength: 1, maxLength: 40 }),
        }),
      ),
      removal: optional(fc.record({ at: fc.constant('2026-05-01T00:00:00Z'), reason: fc.constant('shut down') })),
      rotation: optional(
        fc.record(
          { requestedAt: fc.constant('2026-05-01T00:00:00Z'), reason: fc.constant('left the team') },
          { requiredKeys: ['requestedAt'] },
        ),
      ),
    },
    { requiredKeys: [] },
  ),
});

/** Several sets of several kinds, each after some letters. */
export const manifestPlans: fc.Arbitrary<ManifestPlan> = fc.dictionary(
  fc.oneof(fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/), fc.constantFrom('constructor', 'billing')),
  setPlan,
  { maxKeys: 5, noNullPrototype: true, size: 'max' },
);

export function emptyManifest(): Manifest {
  return Manifest.of({
    $schema: SCHEMA_PATH,
    version: MANIFEST_VERSION,
    id: 'test-1',
    defaults: { interval: '30d', title: 'all of them' },
    kinds: {
      'my-oldest-secret': { title: 'A secret of mine', removes: 'oldest', cap: 2 },
      'my-key': { title: 'A key of mine', removes: 'any', key: ['public key', 'certificate'] },
    },
    sets: {},
  });
}

/** The manifests that come about one after the other, letter by letter; the last one is the whole plan. */
export function historyOf(plan: ManifestPlan): readonly Manifest[] {
  const history = [emptyManifest()];
  const latest = (): Manifest => history.at(-1) as Manifest;
  for (const [name, { kind: kindName, outside, letters, more }] of Object.entries(plan)) {
    const kind = latest().kind(kindName);
    const start = outside && kind.refusesOutside === undefined ? 'outside' : inputFor(kind, undefined, 0);
    const given = Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined));
    history.push(latest().with(name, { kind: kindName, ...given, state: startState(start, timeOf(0)) }));
    letters.forEach((first, index) => {
      const inTurn = [...LETTERS.slice(first), ...LETTERS.slice(0, first)];
      for (const letter of inTurn) {
        const after = write(latest(), name, letter, index + 1);
        if (!after) continue;
        history.push(after);
        break;
      }
    });
  }
  return history;
}

/** The manifest after a letter, or undefined where it is refused. */
export function write(manifest: Manifest, name: string, letter: Letter, hours: number): Manifest | undefined {
  const set = manifest.find(name);
  const input = inputFor(set.kind, set, hours);
  const successor = (): SetEntry['state'] => {
    if (letter === 'undo') return undoStep(name, set.state);
    return letter === 'new-key' ? stageAgain(set, input) : takeStep(set, letter, input);
  };
  try {
    return manifest.with(name, { ...(manifest.document.sets[name] as SetEntry), state: successor() });
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function inputFor(kind: Kind, set: ManifestSet | undefined, hours: number): StepInput {
  const input = { at: timeOf(hours), expires: timeOf(hours).replace('2026', '2028') };
  if (!kind.key) return input;
  const pems = kind.key.accepts.includes('public key')
    ? [...KEY_POOL.publicKeys, ...(kind.key.accepts.includes('certificate') ? KEY_POOL.certificates : [])]
    : KEY_POOL.certificates;
  const held = SLOTS.map((slot) => set?.state[slot]?.publicKey);
  return { ...input, publicKey: pems.filter((pem) => !held.includes(pem))[hours % (pems.length - 2)] };
}

function timeOf(hours: number): string {
  return new Date(Date.UTC(2026, 5, 1, hours)).toISOString().replace('.000', '');
}
