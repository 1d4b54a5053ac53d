import { InputError, Kind } from '../../lib/rotation';
import { KEY_POOL } from './random-manifests';

const RULES = { name: 'mine', title: 'Mine', cap: 2, removes: 'any' } as const;

test('is found by its name', () => {
  expect(Kind.ALL.map(({ name }) => Kind.find(name).title)).toEqual([
    'Entra ID client secret',
    'Entra ID certificate',
    'Auth0 private_key_jwt',
    'Okta client secret',
    'Okta private_key_jwt',
    'Cloud Foundry UAA client secret',
    'Cloud Foundry UAA private_key_jwt',
  ]);
});

test('of your own is found beside those of the library', () => {
  const mine = Kind.of(RULES);
  expect(Kind.find('mine', [mine])).toBe(mine);
});

test('that nobody knows is refused with the names that are known', () => {
  expect(() => Kind.find('okta', [Kind.of(RULES)])).toThrow(
    new InputError(
      'kind is one of entra-client-secret, entra-certificate, auth0-private-key-jwt, okta-client-secret, okta-private-key-jwt, uaa-client-secret, uaa-private-key-jwt, mine, got "okta"',
    ),
  );
});

test('Okta key ids sort by age, and another key of the same generation has another one', () => {
  const [one = '', other = ''] = KEY_POOL.publicKeys;
  const keyId = (pem: string, generation: number): string =>
    Kind.OKTA_PRIVATE_KEY_JWT.key?.keyId(pem, generation) ?? '';
  expect([keyId(one, 2), keyId(other, 10)].sort()).toEqual([keyId(one, 2), keyId(other, 10)]);
  expect(keyId(one, 2)).not.toBe(keyId(other, 2));
});

test.each([3, Number.POSITIVE_INFINITY])('that removes the oldest is refused with a cap of %p', (cap) => {
  expect(() => Kind.of({ ...RULES, removes: 'oldest', cap })).toThrow(
    new InputError(
      `a kind that removes the oldest credential has a cap of 2, got ${cap === 3 ? 3 : 'no cap'}: with more of them a removal could take one that the set does not own`,
    ),
  );
});

test('that removes the oldest of two is allowed', () => {
  expect(Kind.of({ ...RULES, removes: 'oldest' }).removes).toBe('oldest');
});
