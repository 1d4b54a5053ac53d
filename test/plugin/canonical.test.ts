import fc from 'fast-check';
import { Dynamic, Unknown } from '../../lib/plugin';
import { sameValue } from '../../lib/plugin/canonical';
import { typedValue } from './support/typed-value';

test('the order of a set does not count, that of a list does', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { minLength: 2 }), (members) => {
      const reversed = [...members].reverse();
      expect(sameValue(['set', 'string'], members, reversed)).toBe(true);
      expect(sameValue(['list', 'string'], members, reversed)).toBe(false);
    }),
  );
});

test('a value is the same as itself', () => {
  fc.assert(fc.property(typedValue, ({ type, value }) => expect(sameValue(type, value, value)).toBe(true)));
});

test.each([
  ['string', '', null],
  ['string', 'unknown', Unknown.VALUE],
  ['string', 'null', null],
  ['number', 0, null],
  ['bool', false, null],
  [['list', 'string'], [], null],
  [['list', 'string'], ['a,b'], ['a', 'b']],
  [['map', 'string'], { a: 'x' }, { b: 'x' }],
  [['object', { a: 'string' }], { a: 'x' }, { a: 'y' }],
  ['dynamic', new Dynamic('string', '1'), new Dynamic('number', 1)],
] as const)('as a %j, %j and %j differ', (type, one, other) => {
  expect(sameValue(type, one, other)).toBe(false);
});

test('a missing attribute is the same as null', () => {
  expect(sameValue(['object', { a: 'string' }], {}, { a: null })).toBe(true);
});
