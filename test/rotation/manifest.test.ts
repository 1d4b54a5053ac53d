import fc from 'fast-check';
import { InputError, Kind, Manifest, manifestText, SCHEMA_PATH, startState, type SetEntry } from '../../lib/rotation';
import { manifestOf, textOf } from '../support/manifests';
import { emptyManifest, historyOf, manifestPlans } from './random-manifests';

type Json = Readonly<Record<string, unknown>>;

const BILLING = manifestOf({ billing: { steps: ['stage'] } });

/** The text of a valid manifest with another value at one place: `sets.billing.state.step`; undefined takes it away. */
function edited(place: string, value: unknown, manifest = BILLING): string {
  const edit = (node: Json, [name = '', ...rest]: readonly string[]): Json => ({
    ...node,
    [name]: rest.length === 0 ? value : edit((node[name] ?? {}) as Json, rest),
  });
  return JSON.stringify(edit(manifest.document as unknown as Json, place.split('.')), null, 2);
}

function complaintOf(text: string): string {
  try {
    Manifest.parse(text);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message;
  }
  return 'accepted';
}

describe('a manifest after any legal steps', () => {
  test('reads back as it was written, byte for byte', () => {
    let manifests = 0;
    fc.assert(
      fc.property(manifestPlans, (plan) => {
        const history = historyOf(plan);
        manifests += history.length;
        const written = history.at(-1) as Manifest;
        const text = manifestText(written.document);
        const read = Manifest.parse(text);
        expect(read.document).toEqual(written.document);
        expect(manifestText(read.document)).toBe(text);
        expect(read.names).toEqual(Object.keys(plan));
      }),
      { numRuns: 60, seed: 1 },
    );
    expect(manifests).toBeGreaterThan(1_000);
  });
});

describe('parse', () => {
  test('knows a newer version, and says that the release is too old', () => {
    expect(complaintOf(edited('version', 2))).toBe(
      'this release reads manifests up to version 1, got version 2: update cdktf-rotation',
    );
    expect(complaintOf('{"version": 7, "everything": "else"}')).toContain('got version 7: update cdktf-rotation');
  });

  test.each<[string, string, string]>([
    ['a cut text', '{\n  "version": 1,\n', 'the manifest is not JSON in line 3: restore the file from git'],
    ['a comma too many', '{\n  "version": 1,\n}', 'the manifest is not JSON in line 3: restore the file from git'],
    ['nothing', '', 'the manifest is not JSON: restore the file from git'],
    ['a merge conflict', '{\n<<<<<<< HEAD\n', 'the manifest is not JSON in line 2: restore the file from git'],
    ['a list', '[]', 'manifest, top level: must be object, got a list'],
    ['null', 'null', 'manifest, top level: must be object, got null'],
  ])('refuses %s', (_, text, message) => {
    expect(complaintOf(text)).toBe(message);
  });

  test('does not repeat the text that is not JSON, for it may hold a key', () => {
    const texts = ['{"a": MIIEvQIBADANBgkq}', '{"a": "MIIEvQIBADANBgkq" MIIE}', '{"a": "MIIEvQIBADANBgkq\n"}'];
    for (const text of texts) expect(complaintOf(text)).toMatch(/^the manifest is not JSON( in line \d)?: restore/);
  });

  test('reads a file that an editor saved with a byte order mark', () => {
    expect(Manifest.parse(`\uFEFF${textOf(BILLING)}`).names).toEqual(['billing']);
  });

  test.each<[string, unknown, string]>([
    ['version', 0, 'manifest, version: must be 1, got 0'],
    ['version', '1', 'manifest, version: must be 1, got "1"'],
    ['version', undefined, "manifest, top level: must have required property 'version'"],
    ['id', 7, 'manifest, id: must be string, got 7'],
    ['id', 'Prod', 'manifest, id: must match pattern "^[a-z0-9][a-z0-9-]{0,62}$", got "Prod"'],
    ['sets', [], 'manifest, sets: must be object, got a list'],
    ['stes', {}, 'manifest, top level: unknown name "stes"'],
    [
      'sets.Billing',
      {},
      'manifest, sets: must match pattern "^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$" as a name, got "Billing"',
    ],
    ['sets.billing.owner', 'me', 'manifest, sets.billing: unknown name "owner"'],
    [
      'sets.billing.kind',
      'okta',
      `manifest, set "billing": kind is one of ${Kind.ALL.map(({ name }) => name).join(', ')}, got "okta"`,
    ],
    [
      'sets.billing.state.standby',
      'gone',
      'manifest, sets.billing.state.standby: must be one of "empty", "next", "previous", got "gone"',
    ],
    ['sets.billing.state.step', 1.5, 'manifest, sets.billing.state.step: must be integer, got 1.5'],
    ['sets.billing.state.step', -1, 'manifest, sets.billing.state.step: must be >= 0, got -1'],
    [
      'sets.billing.state.a.generation',
      1e10,
      'manifest, sets.billing.state.a.generation: must be <= 1000000000, got 10000000000',
    ],
    ['sets.billing.state.a.secret', 'x', 'manifest, sets.billing.state.a: unknown name "secret"'],
    ['sets.billing.policy', null, 'manifest, sets.billing.policy: must be object, got null'],
    [
      'sets.billing.policy.interval',
      'monthly',
      'manifest, sets.billing.policy.interval: must match pattern "^(\\d{1,6}[wdhms]|P[0-9YWDTHMS]+)$", got "monthly"',
    ],
    [
      'sets.billing.policy.interval',
      'P1M',
      'manifest, set "billing": interval: a duration has no years and months, whose length varies, got "P1M": give weeks or days, such as P30D',
    ],
    [
      'sets.billing.policy.lifetime',
      '1d',
      'manifest, set "billing": lifetime must be at least 2 x interval + soak + grace = 68d, got 1d: a credential is current for one interval and previous for another',
    ],
    [
      'sets.billing.policy.at',
      '02:30 Europe/Belin',
      'manifest, set "billing": at: a time zone is a name of the IANA database such as Europe/Berlin, got "Europe/Belin": look the name up, or give the time in UTC, such as 02:00Z',
    ],
    [
      'sets.billing.policy.freeze',
      [{ from: '2026-12-20', until: '2027-01-02' }],
      "manifest, sets.billing.policy.freeze.0: must have required property 'reason'",
    ],
    [
      'sets.billing.policy.freeze',
      [{ every: 'weekends', reason: 'x' }],
      'manifest, set "billing": freeze: every is days of a year such as 12-20/01-02 or of a week such as sat-sun, got "weekends"',
    ],
    [
      'sets.billing.policy.freeze',
      { every: 'sun' },
      'manifest, sets.billing.policy.freeze: must be array, got an object',
    ],
    [
      'sets.billing.rotation',
      { requestedAt: '2026-02-30T00:00:00Z' },
      'manifest, set "billing": a time looks like 2026-01-31T02:00:00Z, got "2026-02-30T00:00:00Z"',
    ],
    [
      'sets.billing.rotation',
      { reason: 'x' },
      "manifest, sets.billing.rotation: must have required property 'requestedAt'",
    ],
    ['sets.billing.policy.automatic', 'yes', 'manifest, sets.billing.policy.automatic: must be boolean, got "yes"'],
    [
      'sets.billing.policy.title',
      'x'.repeat(257),
      'manifest, sets.billing.policy.title: must not have more than 256 characters, got a text of 257 characters',
    ],
    [
      'sets.billing.override',
      { step: 1, rule: 'all', reason: 'x' },
      'manifest, sets.billing.override.rule: must be one of "soak", "grace", "order", got "all"',
    ],
    [
      'sets.billing.override',
      { step: 1, rule: 'soak', reason: '' },
      'manifest, sets.billing.override.reason: must not have fewer than 1 characters, got ""',
    ],
    [
      'sets.billing.removal',
      { at: '2026-01-01', reason: 'x' },
      'manifest, sets.billing.removal.at: must match pattern "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$", got "2026-01-01"',
    ],
    ['defaults.grace', 'PT', 'manifest, defaults: grace: a duration looks like 30d, 24h, 90m, 45s or P30D, got "PT"'],
    [
      'kinds.mine',
      { title: 'Mine', removes: 'newest' },
      'manifest, kinds.mine.removes: must be one of "any", "oldest", got "newest"',
    ],
    [
      'kinds.mine',
      { title: 'Mine', removes: 'oldest' },
      'manifest, kind "mine": a kind that removes the oldest credential has a cap of 2, got no cap: with more of them a removal could take one that the set does not own',
    ],
    ['kinds.mine', { title: 'Mine', removes: 'any', cap: 1 }, 'manifest, kinds.mine.cap: must be >= 2, got 1'],
    [
      'kinds.entra-certificate',
      { title: 'Mine', removes: 'any' },
      'manifest, kind "entra-certificate": a kind of your own has a name of its own, got the name of a kind of this library',
    ],
  ])('refuses %s %j', (place, value, message) => {
    expect(complaintOf(edited(place, value))).toBe(message);
  });

  test.each(['__proto__', 'constructor.prototype', 'toString', 'a'.repeat(64), 'x-', '1a', 'a b', 'ä', 'a\nb', ''])(
    'refuses %j as the name of a set',
    (name) => {
      const text = textOf(BILLING).replace('"billing"', JSON.stringify(name));
      expect(complaintOf(text)).toMatch(/^manifest, sets: must match pattern .* as a name, got [^\n]*$/);
    },
  );

  test.each(['__proto__', 'constructor', 'toString'])('refuses %s as a name inside a policy', (name) => {
    const text = textOf(BILLING).replace('"state"', `"policy": { "${name}": { "interval": "1d" } }, "state"`);
    expect(complaintOf(text)).toBe(`manifest, sets.billing.policy: unknown name "${name}"`);
  });

  test('takes a set that is called as something that every object has', () => {
    const manifest = Manifest.parse(textOf(BILLING).replace('"billing"', '"constructor"'));
    expect(manifest.find('constructor').state.step).toBe(1);
    expect(manifest.tryFind('valueOf')).toBeUndefined();
  });

  test('does not let an Auth0 set start from outside', () => {
    const state = startState('outside', '2026-01-01T00:00:00Z');
    const entry: SetEntry = { kind: Kind.AUTH0_PRIVATE_KEY_JWT.name, state };
    expect(complaintOf(edited('sets.app', entry))).toMatch(
      /^manifest, set "app": a set of kind auth0-private-key-jwt cannot start from outside: auth0_client_credentials owns/,
    );
  });
});

describe('the policy of a set', () => {
  test('comes from the set, then from the defaults of the manifest', () => {
    const text = edited('defaults', { interval: '10d', grace: '2d' }).replace(
      '"state"',
      '"policy":{"interval":"20d"},"state"',
    );
    const { policy } = Manifest.parse(text).find('billing');
    expect([`${policy.interval}`, `${policy.grace}`, `${policy.soak}`]).toEqual(['20d', '2d', '1d']);
  });
});

describe('with and without', () => {
  const entry = BILLING.document.sets.billing as SetEntry;

  test('add, replace and take away one set, and leave the manifest they were called on', () => {
    const more = BILLING.with('shipping', entry);
    expect([BILLING.names, more.names, more.without('billing').names]).toEqual([
      ['billing'],
      ['billing', 'shipping'],
      ['shipping'],
    ]);
  });

  test('a replaced set keeps its place in the file', () => {
    expect(BILLING.with('shipping', entry).with('billing', entry).names).toEqual(['billing', 'shipping']);
  });

  test('refuse a name that cannot be one', () => {
    expect(() => BILLING.with('Billing', entry)).toThrow(
      new InputError(
        'a set name is 1 to 63 lower-case letters, digits and hyphens, begins with a letter and does not end with a hyphen, got "Billing"',
      ),
    );
    expect(() => BILLING.with('__proto__', entry)).toThrow(InputError);
  });
});

describe('find', () => {
  test('names the sets that there are', () => {
    expect(() => BILLING.find('biling')).toThrow(
      new InputError('the manifest has no set "biling": it has billing; "cdktf-rotation add" makes one'),
    );
    expect(() => emptyManifest().find('billing')).toThrow(/no set "billing": it has none; "cdktf-rotation add"/);
  });

  test('names some of many, and says how many more there are', () => {
    const many = manifestOf(Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`set-${i}`, {}])));
    expect(() => many.find('x')).toThrow(/it has set-0, .*, set-9 and 2 more; "cdktf-rotation add"/);
  });
});

test('a new manifest names its schema for editors', () => {
  expect(Manifest.create('prod-1').document).toEqual({ $schema: SCHEMA_PATH, version: 1, id: 'prod-1', sets: {} });
});
