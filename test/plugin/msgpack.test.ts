import { encode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { Dynamic, Unknown } from '../../lib/plugin';
import { fromMsgpack, toMsgpack } from '../../lib/plugin/msgpack';
import { typedValue } from './support/typed-value';

test('every value of every type survives the way there and back', () => {
  fc.assert(
    fc.property(typedValue, ({ type, value }) => {
      expect(fromMsgpack(type, toMsgpack(type, value))).toEqual(value);
    }),
    { numRuns: 500 },
  );
});

test('an unknown value is extension 0 with one zero byte', () => {
  expect(Buffer.from(toMsgpack('string', Unknown.VALUE)).toString('hex')).toBe('d40000');
});

test('an unknown value of which something is known is read as unknown', () => {
  const refined = Buffer.from('c7030c810142', 'hex');
  expect(fromMsgpack('string', refined)).toBe(Unknown.VALUE);
  expect(fromMsgpack('dynamic', refined)).toBe(Unknown.VALUE);
});

test('a dynamic value travels with its type', () => {
  const bytes = toMsgpack('dynamic', new Dynamic(['list', 'string'], ['a']));
  expect(Buffer.from(bytes)).toEqual(Buffer.from(encode([Buffer.from('["list","string"]'), ['a']])));
});

test('a number that came as text is a number', () => {
  expect(fromMsgpack('number', encode('0.1'))).toBe(0.1);
});

test('an attribute that is missing is null', () => {
  const type = ['object', { a: 'string', b: 'string' }] as const;
  expect(fromMsgpack(type, toMsgpack(type, { a: 'x' }))).toEqual({ a: 'x', b: null });
});

test('an attribute that the schema has not is refused by its path', () => {
  const type = ['object', { part: ['list', ['object', { a: 'string' }]] }] as const;
  expect(() => toMsgpack(type, { part: [{ a: 'x', b: 'y' }] })).toThrow('the schema has no attribute "part.0.b"');
});

test.each([
  ['string', 1],
  ['number', '1'],
  ['bool', 'true'],
  [['list', 'string'], 'a'],
  [['map', 'string'], ['a']],
  ['dynamic', 'a'],
] as const)('a %j is not made of %j, and the error does not show the value', (type, value) => {
  const text = JSON.stringify(value);
  const wrong = (): unknown => toMsgpack(['object', { secret: type }], { secret: value });
  expect(wrong).toThrow('attribute "secret" must be of type');
  expect(wrong).not.toThrow(text);
});
