import fc from 'fast-check';
import {
  illegalChanges,
  InputError,
  Manifest,
  type ManifestSet,
  manifestText,
  policyOf,
  Refusal,
  SLOTS,
  standbySlot,
  STEPS,
  whyRefused,
} from '../../lib/rotation';
import { LETTERS } from './exploration';
import { Dice, mutated } from './mutations';
import { historyOf, KEY_POOL, manifestPlans, write } from './random-manifests';

const MUTANTS = 10_000;
const SEED = 20_260_101;

/** What became of each mutant. Seeded, so that it is the same each time. */
interface Outcome {
  readonly accepted: readonly { readonly text: string; readonly base: Manifest; readonly manifest: Manifest }[];
  readonly messages: readonly string[];
  readonly crashes: readonly string[];
}

/** Not a key, but it looks like one. */
const PRIVATE_KEY = `-----BEGIN PRIVATE KEY-----\n${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\n'.repeat(26)}-----END PRIVATE KEY-----\n`;

let outcome: Outcome;
beforeAll(() => {
  const bases = fc
    .sample(manifestPlans, { seed: SEED, numRuns: 60 })
    .map((plan) => historyOf(plan).at(-1) as Manifest)
    .filter(({ names }) => names.length > 0 && names.length < 4);
  outcome = outcomeOf(bases);
});

function outcomeOf(bases: readonly Manifest[]): Outcome {
  const dice = new Dice(SEED);
  const nasty = [
    null,
    true,
    0,
    -1,
    0.5,
    1e9,
    1e21,
    '',
    'x',
    [],
    {},
    [[]],
    { a: null },
    'P1M',
    '30d',
    '__proto__',
    PRIVATE_KEY,
  ].concat([...KEY_POOL.publicKeys.slice(0, 1), ...KEY_POOL.certificates.slice(0, 1), `x${'-'.repeat(5_000)}`]);
  const found = { accepted: [], messages: [], crashes: [] } as {
    -readonly [Name in keyof Outcome]: Outcome[Name][number][];
  };
  for (let count = 0; count < MUTANTS; count += 1) {
    const base = dice.pick(bases);
    const text = mutated(dice, manifestText(base.document), nasty);
    try {
      found.accepted.push({ text, base, manifest: Manifest.parse(text) });
    } catch (error) {
      if (error instanceof InputError) found.messages.push(error.message);
      else found.crashes.push(`${String(error)}\n${text}`);
    }
  }
  return found;
}

describe('10,000 mutated manifests', () => {
  test('each give a clear error or a valid manifest, never a crash', () => {
    const { accepted, messages, crashes } = outcome;
    process.stdout.write(`${MUTANTS} mutated manifests: ${accepted.length} valid, ${messages.length} refused\n`);
    expect(crashes).toEqual([]);
    expect(accepted.length + messages.length).toBe(MUTANTS);
    expect(accepted.length).toBeGreaterThan(500);
    expect(messages.length).toBeGreaterThan(5_000);
  });

  test('are refused for many different reasons', () => {
    const reasons = new Set(outcome.messages.map((message) => message.replace(/"[^"]*"|\d+/g, '…')));
    expect(reasons.size).toBeGreaterThan(60);
  });

  test('are refused in one line that begins with the place', () => {
    const unclear = outcome.messages.filter(
      (message) =>
        /[\r\n]/.test(message) || message.length > 700 || !/^(the |this release reads )?manifests?\b/.test(message),
    );
    expect(unclear).toEqual([]);
  });

  test('are refused without repeating a key', () => {
    const telling = outcome.messages.filter((message) => /-----|PRIVATE|[A-Za-z0-9+/]{33}/.test(message));
    expect(telling).toEqual([]);
  });
});

describe('what was accepted of them', () => {
  test('is written and read back as it is', () => {
    for (const { manifest } of outcome.accepted) {
      const text = manifestText(manifest.document);
      expect(manifestText(Manifest.parse(text).document)).toBe(text);
    }
  });

  test('has a policy and a verdict on every step for every set', () => {
    for (const { manifest } of outcome.accepted) {
      for (const set of setsOf(manifest)) {
        const entry = manifest.document.sets[set.name];
        const policy = policyOf(entry?.policy ?? {}, manifest.document.defaults ?? {});
        expect(JSON.stringify(policy)).toBe(JSON.stringify(set.policy));
        const verdicts = STEPS.map((step) => whyRefused(set, step));
        expect(verdicts).toContain(undefined);
      }
    }
  });

  test('goes on by every letter that is allowed, and no step touches what is current', () => {
    let letters = 0;
    for (const { manifest } of outcome.accepted) {
      for (const { name, state } of setsOf(manifest)) {
        for (const letter of LETTERS) {
          const after = next(manifest, name, letter)?.find(name).state;
          if (!after) continue;
          letters += 1;
          if (letter === 'undo') continue;
          const touched = SLOTS.filter((slot) => after[slot] !== state[slot]);
          const turning = letter === 'promote' || letter === 'rollback';
          expect(touched.filter((slot) => turning || slot !== standbySlot(state))).toEqual([]);
          expect(after.current === 'outside' || after[after.current] === state[after.current]).toBe(true);
        }
      }
    }
    expect(letters).toBeGreaterThan(1_000);
  });

  test('is compared with what it was made from, both ways', () => {
    let findings = 0;
    for (const { base, manifest } of outcome.accepted) {
      findings += illegalChanges(base, manifest).length + illegalChanges(manifest, base).length;
    }
    expect(findings).toBeGreaterThan(100);
  });
});

function setsOf(manifest: Manifest): readonly ManifestSet[] {
  return manifest.names.map((name) => manifest.find(name));
}

/** Numbers at their limit stop a step with an InputError; everything else but a Refusal is a crash. */
function next(manifest: Manifest, name: string, letter: (typeof LETTERS)[number]): Manifest | undefined {
  try {
    return write(manifest, name, letter, 2_000);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    if (error instanceof InputError && /must be <= 1000000000/.test(error.message)) return undefined;
    throw error;
  }
}
