import * as fc from 'fast-check';
import { leavesOf } from '../../lib/guard/expression';

function read(expression: unknown): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(leavesOf(expression, 'x').map(({ path, references }) => [path, references]));
}

test.each([
  ['a reference', '${a_b.c.value}', { x: ['a_b.c.value'] }],
  ['an instance', '${a_b.c["one"].value}', { x: ['a_b.c["one"].value'] }],
  [
    'a JSON object',
    '${jsonencode({"id" = "7", "now" = a.b.c, "next" = d.e.f})}',
    { 'x.id': [], 'x.now': ['a.b.c'], 'x.next': ['d.e.f'] },
  ],
  ['an object in an object', '${jsonencode({"deep" = {"one" = a.b.c}})}', { 'x.deep.one': ['a.b.c'] }],
  ['a list', '${[a.b.c, "z", d.e.f]}', { 'x.0': ['a.b.c'], 'x.1': [], 'x.2': ['d.e.f'] }],
  ['sensitive', '${sensitive(jsonencode({"k" = a.b.c}))}', { 'x.k': ['a.b.c'] }],
  ['a colon', '${{"k": a.b.c}}', { 'x.k': ['a.b.c'] }],
  ['two templates in a text', 'u:${a.b.c}@${d.e.f}', { x: ['a.b.c', 'd.e.f'] }],
  ['a function that is not known', '${base64encode(a.b.c)}', { x: ['a.b.c'] }],
  ['a condition', '${a.b.c == "" ? d.e.f : g.h.i}', { x: ['a.b.c', 'd.e.f', 'g.h.i'] }],
  ['an object with an index', '${{"k" = a.b.c}["k"]}', { x: ['a.b.c'] }],
  ['a broken object', '${jsonencode({"k" = )}', { x: [] }],
  ['no expression', 'plain', { x: [] }],
])('%s', (_name, text, leaves) => {
  expect(read({ constant_value: text, references: ['ignored.where.there.is.text'] })).toEqual(leaves);
});

test('HCL has no text: what it refers to is one leaf', () => {
  expect(read({ references: ['a.b.c', 'd.e.f'] })).toEqual({ x: ['a.b.c', 'd.e.f'] });
});

test('blocks are leaves by name', () => {
  expect(read([{ value: { constant_value: '${a.b.c}' } }])).toEqual({ 'x.0.value': ['a.b.c'] });
});

test('any text is read, and ends', () => {
  const pieces = fc.constantFrom('${', '}', '{', '[', ']', '(', ')', '"', '=', ',', ' ', 'a.b.c', 'jsonencode', '\\');
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
      leavesOf({ constant_value: `\${${parts.join('')}}` }, 'x');
    }),
    { numRuns: 5000 },
  );
});
