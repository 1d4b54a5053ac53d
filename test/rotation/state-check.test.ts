import { createPublicKey } from 'node:crypto';
import { InputError, Kind, Manifest, type SetEntry, type SetState, type Step } from '../../lib/rotation';
import { certificate, rsaKey, type TestKey } from '../support/keys';
import { manifestOf, type SetOptions } from '../support/manifests';

let keys: readonly TestKey[];
let cert: TestKey;
beforeAll(async () => {
  [cert, ...keys] = await Promise.all([certificate(), rsaKey(), rsaKey(), rsaKey()]);
});

const REMEDY = '; only the command line writes "state": restore the file from git';

function entryAfter(options: SetOptions): SetEntry {
  return manifestOf({ billing: options }).document.sets.billing as SetEntry;
}

/** What is said of a state that somebody edited by hand. Null takes a field away. */
function complaintOf(options: SetOptions, edit: Readonly<Record<string, unknown>>): string {
  const entry = entryAfter(options);
  const state = Object.fromEntries(
    Object.entries({ ...entry.state, ...edit }).filter(([, value]) => value !== null),
  ) as unknown as SetState;
  try {
    Manifest.create('test-1').with('billing', { ...entry, state });
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    const message = (error as Error).message;
    expect(message).toMatch(/^manifest, set "billing": /);
    return message.replace('manifest, set "billing": ', '').replace(REMEDY, ' (restore)');
  }
  return 'accepted';
}

const credential = (generation: number): Readonly<Record<string, unknown>> => ({
  generation,
  created: '2026-01-01T00:00:00Z',
  expires: '2026-12-01T00:00:00Z',
});

describe.each<[string, readonly Step[], 'outside' | undefined]>([
  ['at the start', [], undefined],
  ['at the start from outside', [], 'outside'],
  ['after stage', ['stage'], undefined],
  ['after stage from outside', ['stage'], 'outside'],
  ['after promote', ['stage', 'promote'], undefined],
  ['after promote from outside', ['stage', 'promote'], 'outside'],
  ['after retire', ['stage', 'promote', 'retire'], undefined],
  ['after abort', ['stage', 'abort'], undefined],
  ['after abort from outside', ['stage', 'abort'], 'outside'],
  ['after rollback', ['stage', 'promote', 'rollback'], undefined],
])('a state %s', (_, steps, outside) => {
  test('is accepted as the command line wrote it', () => {
    expect(complaintOf({ steps, outside }, {})).toBe('accepted');
  });

  test('is accepted without its undo, as after an undo', () => {
    expect(complaintOf({ steps, outside }, { undo: null })).toBe('accepted');
  });
});

describe('roles that do not fit the slots', () => {
  test.each<[string, SetOptions, Readonly<Record<string, unknown>>, string]>([
    ['current is an empty slot', {}, { current: 'b' }, 'current is slot b, got no credential there (restore)'],
    [
      'standby is empty, its slot is not',
      { steps: ['stage'] },
      { standby: 'empty' },
      'standby "empty" does not fit slot b, which is filled (restore)',
    ],
    [
      'standby is next, its slot is empty',
      {},
      { standby: 'next' },
      'standby "next" does not fit slot b, which is empty (restore)',
    ],
    [
      'standby is previous after stage',
      { steps: ['stage'] },
      { standby: 'previous' },
      'standby "previous" does not follow stage (restore)',
    ],
    ['current has no time', {}, { currentSince: null }, 'a current slot needs currentSince (restore)'],
    [
      'slot b is filled while outside',
      { outside: 'outside', steps: ['stage'] },
      { b: credential(1) },
      'while current is outside only slot a may be staged (restore)',
    ],
    [
      'previous while outside',
      { outside: 'outside', steps: ['stage'] },
      { standby: 'previous' },
      'while current is outside only slot a may be staged (restore)',
    ],
    [
      'a time of current while outside',
      { outside: 'outside' },
      { currentSince: '2026-01-01T00:00:00Z' },
      'while current is outside there is no currentSince (restore)',
    ],
    [
      'outside after a promote',
      { outside: 'outside', steps: ['stage', 'abort'] },
      { last: { step: 'promote', at: '2026-01-01T00:00:00Z', waits: 'soak' } },
      'current is no longer outside after promote (restore)',
    ],
    [
      'a wait while outside',
      { outside: 'outside', steps: ['stage'] },
      { last: { step: 'stage', at: '2026-01-01T00:00:00Z', waits: 'grace' } },
      'while current is outside a step waits for nothing, got "grace" (restore)',
    ],
    [
      'promote without a previous one',
      { steps: ['stage', 'promote'] },
      { standby: 'empty', a: null, undo: null },
      'only the first promote from outside, to slot a, leaves no previous credential (restore)',
    ],
  ])('%s', (_, options, edit, complaint) => {
    expect(complaintOf(options, edit)).toBe(complaint);
  });
});

describe('steps that cannot be', () => {
  const last = (step: string, waits: string): Readonly<Record<string, unknown>> => ({
    last: { step, at: '2026-01-01T00:00:00Z', waits },
  });
  test.each<[string, SetOptions, Readonly<Record<string, unknown>>, string]>([
    ['step 0 after a stage', { steps: ['stage'] }, { step: 0 }, 'only step 0 is the start (restore)'],
    ['a start at step 3', {}, { step: 3 }, 'only step 0 is the start (restore)'],
    [
      'a start in slot b',
      {},
      { current: 'b', a: null, b: credential(1) },
      'a set starts in slot a or outside, and nothing came before (restore)',
    ],
    [
      'a start with an undo',
      {},
      { undo: { step: 0, last: last('start', 'none').last } },
      'a set starts in slot a or outside, and nothing came before (restore)',
    ],
    [
      'a start with generation 7',
      {},
      { generation: 7 },
      'a set starts with generation 1 in slot a, or with none while current is outside (restore)',
    ],
    [
      'a promote at step 1',
      { steps: ['stage', 'promote'] },
      { step: 1 },
      'promote is step 2 at the earliest, got step 1 (restore)',
    ],
    [
      'a rollback at step 2',
      { steps: ['stage', 'promote', 'rollback'] },
      { step: 2 },
      'rollback is step 3 at the earliest, got step 2 (restore)',
    ],
    [
      'a promote that does not wait',
      { steps: ['stage', 'promote'] },
      last('promote', 'none'),
      'promote waits for soak, got "none" (restore)',
    ],
    [
      'a retire that does not wait',
      { steps: ['stage', 'promote', 'retire'] },
      last('retire', 'none'),
      'retire waits for grace, got "none" (restore)',
    ],
    [
      'a recycling stage that does not wait',
      { steps: ['stage', 'promote', 'stage'] },
      last('stage', 'none'),
      'undo is the way back over stage (restore)',
    ],
    [
      'a retire that left a previous one',
      { steps: ['stage', 'promote'] },
      { ...last('retire', 'grace'), step: 3 },
      'standby "previous" does not follow retire (restore)',
    ],
    [
      'a day that is none',
      {},
      { currentSince: '2026-02-30T00:00:00Z' },
      'times look like 2026-01-31T02:00:00Z (restore)',
    ],
  ])('%s', (_, options, edit, complaint) => {
    expect(complaintOf(options, edit)).toBe(complaint);
  });
});

describe('generations and times', () => {
  test.each<[string, SetOptions, Readonly<Record<string, unknown>>, string]>([
    [
      'above the highest',
      { steps: ['stage'] },
      { a: credential(9) },
      'generation counts up to 2, got 9 in slot a (restore)',
    ],
    [
      'staged, but not the highest',
      { steps: ['stage'] },
      { generation: 5 },
      'the staged credential is generation 5, got 2 (restore)',
    ],
    ['the same twice', { steps: ['stage'] }, { a: credential(2) }, 'two slots never hold one generation (restore)'],
    [
      'a time that is none',
      {},
      { a: { ...credential(1), expires: '2026-13-01T00:00:00Z' } },
      'times look like 2026-01-31T02:00:00Z, got others in slot a (restore)',
    ],
    [
      'expired before it was created',
      {},
      { a: { ...credential(1), expires: '2025-01-01T00:00:00Z' } },
      'a credential expires after it was created, got slot a the other way round (restore)',
    ],
  ])('%s', (_, options, edit, complaint) => {
    expect(complaintOf(options, edit)).toBe(complaint);
  });
});

describe('an undo that is not the way back', () => {
  const STAGED: SetOptions = { steps: ['stage', 'promote', 'stage'] };
  const undo = (edit: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
    undo: { ...entryAfter(STAGED).state.undo, ...edit },
  });
  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['over two steps', { step: 1 }, 'promote is step 2 at the earliest, got step 1 (restore)'],
    [
      'to another current',
      { current: 'a', last: { step: 'rollback', at: '2026-01-01T00:00:00Z', waits: 'none' }, step: 4 },
      'undo is the way back over stage (restore)',
    ],
    ['without a last step', { last: null }, 'undo says which step came before (restore)'],
    ['to a broken state', { standby: 'empty' }, 'standby "empty" does not fit slot a, which is filled (restore)'],
    [
      'to a state that the step cannot follow',
      {
        standby: 'next',
        generation: 3,
        a: credential(3),
        last: { step: 'stage', at: '2026-01-01T00:00:00Z', waits: 'none' },
      },
      'undo leads to a state that stage can follow (restore)',
    ],
    ['to another credential', { a: credential(2) }, 'two slots never hold one generation (restore)'],
    [
      'to a credential of a later generation',
      { a: credential(9) },
      'generation counts up to 2, got 9 in slot a (restore)',
    ],
    ['to a count below a credential', { generation: 1 }, 'generation counts up to 1, got 2 in slot b (restore)'],
    ['with a field too many', { currentSince: '2026-02-02T00:00:00Z' }, 'undo is the way back over stage (restore)'],
  ])('%s', (_, edit, complaint) => {
    expect(complaintOf(STAGED, undo(edit))).toBe(complaint);
  });

  test('over a stage that gave a generation for the second time', () => {
    const again = { generation: 2, b: credential(2) };
    expect(complaintOf({ steps: ['stage', 'abort', 'stage'] }, again)).toBe(
      'undo is the way back over stage (restore)',
    );
  });

  test('over a new key is the way back over its stage', () => {
    const { state } = entryAfter({ steps: ['stage'] });
    const again = { generation: 4, b: { ...credential(4), created: '2026-01-02T00:00:00Z' } };
    expect(complaintOf({ steps: ['stage'] }, { ...state, ...again })).toBe('accepted');
  });
});

describe('public keys', () => {
  const auth0 = (): SetOptions => ({
    kind: Kind.AUTH0_PRIVATE_KEY_JWT,
    keys: keys.map(({ publicKey }) => publicKey),
    steps: ['stage'],
  });
  const withKey = (publicKey: unknown): Readonly<Record<string, unknown>> => ({ b: { ...credential(2), publicKey } });

  test('of a key kind are accepted', () => {
    expect(complaintOf(auth0(), {})).toBe('accepted');
  });

  test('are missing', () => {
    expect(complaintOf(auth0(), { b: credential(2) })).toBe(
      'auth0-private-key-jwt needs a public key, got none in slot b (restore)',
    );
  });

  test('stand where the kind has none', () => {
    expect(complaintOf({ steps: ['stage'] }, withKey('x'))).toBe(
      'entra-client-secret holds no key, got a public key in slot b (restore)',
    );
  });

  test('are written otherwise than the command line does', () => {
    const [, second] = keys as [TestKey, TestKey];
    expect(complaintOf(auth0(), withKey(second.publicKey.replace(/\n/g, '\r\n')))).toBe(
      'slot b: a PEM stands as the command line wrote it, got another form of the key in slot b (restore)',
    );
  });

  test('are private, which the message does not repeat', () => {
    const [first] = keys as [TestKey];
    const pem = first.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(complaintOf(auth0(), withKey(pem))).toBe(
      'slot b: a public key is expected here, got a private key: give the public part only',
    );
  });

  test('are of a form that the kind does not take', () => {
    const options: SetOptions = { kind: Kind.ENTRA_CERTIFICATE, keys: [cert.publicKey] };
    expect(complaintOf(options, { a: { ...credential(1), publicKey: keys[0]?.publicKey } })).toBe(
      'slot a: this kind takes a certificate, got a public key',
    );
  });

  test('are the same in both slots', () => {
    expect(complaintOf(auth0(), withKey(keys[0]?.publicKey))).toBe(
      'two slots never hold one key, got the same key in both (restore)',
    );
  });

  test('are one key in both slots, once as a certificate of it', () => {
    const publicKey = createPublicKey(cert.privateKey).export({ type: 'spki', format: 'pem' }).toString();
    const options = { ...auth0(), keys: [publicKey, keys[0]?.publicKey as string] };
    expect(complaintOf(options, withKey(cert.publicKey))).toBe(
      'two slots never hold one key, got the same key in both (restore)',
    );
  });
});
