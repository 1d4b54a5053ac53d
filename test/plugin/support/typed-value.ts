import fc from 'fast-check';
import { type AttributeType, Dynamic, Unknown, type Value } from '../../../lib/plugin';

const name = fc.string({ minLength: 1, maxLength: 6 }).filter((text) => text !== '__proto__');

const anyType: fc.Arbitrary<AttributeType> = fc.letrec<{ type: AttributeType }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<AttributeType>('string', 'number', 'bool'),
    fc.constant<AttributeType>('dynamic'),
    fc.tuple(fc.constantFrom('list' as const, 'set' as const, 'map' as const), tie('type')),
    fc.array(tie('type'), { maxLength: 3 }).map((types) => ['tuple', types] as AttributeType),
    fc.dictionary(name, tie('type'), { maxKeys: 3 }).map((types) => ['object', { ...types }] as AttributeType),
  ),
})).type;

/** A type and a value of it, unknown and null parts included. */
export const typedValue: fc.Arbitrary<{ readonly type: AttributeType; readonly value: Value }> = anyType.chain((type) =>
  valueOf(type).map((value) => ({ type, value })),
);

function valueOf(type: AttributeType): fc.Arbitrary<Value> {
  return fc.oneof(
    { arbitrary: known(type), weight: 8 },
    { arbitrary: fc.constant<Value>(null), weight: 1 },
    { arbitrary: fc.constant<Value>(Unknown.VALUE), weight: 1 },
  );
}

function known(type: AttributeType): fc.Arbitrary<Value> {
  if (type === 'string') return fc.string();
  if (type === 'bool') return fc.boolean();
  // Terraform has no negative zero, no infinity and no NaN.
  if (type === 'number') {
    return fc
      .oneof(fc.integer(), fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }))
      .map((n) => n || 0);
  }
  if (type === 'dynamic') {
    return fc
      .constantFrom<AttributeType>('string', 'number', ['list', 'string'], ['object', { a: 'bool' }])
      .chain((actual) => known(actual).map((value) => new Dynamic(actual, value)));
  }
  switch (type[0]) {
    case 'list':
    case 'set':
      return fc.array(valueOf(type[1]), { maxLength: 3 });
    case 'map':
      return fc.dictionary(name, valueOf(type[1]), { maxKeys: 3 }).map((map) => ({ ...map }));
    case 'tuple':
      return fc.tuple(...type[1].map(valueOf));
    case 'object':
      return fc
        .tuple(...Object.values(type[1]).map(valueOf))
        .map((values) => Object.fromEntries(Object.keys(type[1]).map((key, index) => [key, values[index] as Value])));
  }
}
