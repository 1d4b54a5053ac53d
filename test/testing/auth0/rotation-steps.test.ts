import fc from 'fast-check';
import { hashedBlocks } from '../../../lib/testing/auth0/credential-block';
import { rfc7638 } from '../../../lib/rotation';
import type { TestKey } from '../../support/keys';
import { fixtureKeys } from './tenant';
import { credentialDiff, rotationSteps } from '../../../lib/testing/auth0/rotation-steps';

interface Element {
  readonly id?: string;
  readonly name: string;
  readonly pem: string;
  readonly algorithm?: string;
  readonly expires_at?: string;
  readonly key_id?: string;
  readonly parse_expiry_from_cert?: boolean;
}

/** The steps in short: `+name` adds, `-id` removes. */
function steps(prior: readonly Element[], planned: readonly Element[], pool = prior.length): readonly string[] {
  const diff = credentialDiff(blocks(prior), blocks(planned));
  return rotationSteps(diff, prior.filter(({ id }) => id).length, pool).map((step) =>
    step.kind === 'add' ? `+${step.credential.name}` : `-${step.id}`,
  );
}

function blocks(elements: readonly Element[]): ReturnType<typeof hashedBlocks> {
  const credentials = elements.map((element) => ({ credential_type: 'public_key', ...element }));
  return hashedBlocks({ private_key_jwt: [{ credentials }] });
}

test.each([
  ['a first key', [], [{ name: 'a', pem: '1' }], undefined, ['+a']],
  ['the only key replaced', [{ id: '1', name: 'a', pem: '1' }], [{ name: 'a', pem: '2' }], undefined, ['+a', '-1']],
  [
    'the only key replaced in a full pool',
    [{ id: '1', name: 'a', pem: '1' }],
    [{ name: 'a', pem: '2' }],
    4,
    ['-1', '+a'],
  ],
  [
    'the only key replaced beside two strays',
    [{ id: '1', name: 'a', pem: '1' }],
    [{ name: 'a', pem: '2' }],
    3,
    ['+a', '-1'],
  ],
  ['the only key renamed', [{ id: '1', name: 'a', pem: '1' }], [{ name: 'b', pem: '1' }], undefined, ['-1', '+b']],
  ['a key without an id in the state', [{ name: 'a', pem: '1' }], [{ name: 'a', pem: '2' }], undefined, ['+a']],
  [
    'the same key with another algorithm',
    [{ id: '1', name: 'a', pem: '1' }],
    [{ name: 'a', pem: '1', algorithm: 'PS256' }],
    undefined,
    ['-1', '+a'],
  ],
  [
    'nothing but a new expiry',
    [{ id: '1', name: 'a', pem: '1' }],
    [{ name: 'a', pem: '1', expires_at: '2030' }],
    undefined,
    [],
  ],
  [
    'one of two replaced',
    [
      { id: '1', name: 'a', pem: '1' },
      { id: '2', name: 'b', pem: '2' },
    ],
    [
      { name: 'a', pem: '3' },
      { id: '2', name: 'b', pem: '2' },
    ],
    undefined,
    ['-1', '+a'],
  ],
  [
    'one of two dropped',
    [
      { id: '1', name: 'a', pem: '1' },
      { id: '2', name: 'b', pem: '2' },
    ],
    [{ id: '2', name: 'b', pem: '2' }],
    undefined,
    ['-1'],
  ],
] as const)('%s', (_, prior, planned, pool, expected) => {
  expect(steps(prior, planned, pool)).toEqual(expected);
});

test('a key whose expiry alone changes gets a new one', () => {
  const diff = credentialDiff(
    blocks([{ id: '1', name: 'a', pem: '1', expires_at: '2029' }]),
    blocks([{ name: 'a', pem: '1', expires_at: '2030' }]),
  );
  expect(diff).toEqual({ add: [], remove: [], newExpiry: [{ id: '1', expiresAt: '2030' }] });
});

test('a key whose PEM the state has lost is known by its thumbprint, and keeps its expiry when a certificate gave it', async () => {
  const [{ publicKey: pem }] = (await fixtureKeys(1)) as [TestKey];
  const lost = { id: '1', name: 'a', pem: '', key_id: rfc7638(pem), expires_at: '2029' };
  const planned = blocks([{ name: 'a', pem, expires_at: '2030' }]);
  const nothing = { add: [], remove: [], newExpiry: [] };
  expect(credentialDiff(blocks([lost]), planned)).toEqual({ ...nothing, newExpiry: [{ id: '1', expiresAt: '2030' }] });
  expect(credentialDiff(blocks([{ ...lost, parse_expiry_from_cert: true }]), planned)).toEqual(nothing);
});

test('the slot never holds more than two keys, and every change is made once', () => {
  const pem = fc.constantFrom('1', '2', '3', '4');
  const elements = fc.uniqueArray(fc.record({ name: fc.constantFrom('a', 'b', 'c'), pem }), {
    minLength: 1,
    maxLength: 2,
    selector: ({ pem: key }) => key,
  });
  fc.assert(
    fc.property(elements, elements, fc.integer({ min: 0, max: 2 }), (before, after, strays) => {
      const prior = before.map((element) => ({ ...element, id: element.pem }));
      let attached = prior.length;
      const made = steps(prior, after, prior.length + strays);
      for (const step of made) {
        attached += step.startsWith('+') ? 1 : -1;
        expect(attached).toBeLessThanOrEqual(2);
      }
      expect(attached).toBe(after.length);
      expect(new Set(made.filter((step) => step.startsWith('-'))).size).toBe(
        made.filter((step) => step.startsWith('-')).length,
      );
    }),
  );
});
