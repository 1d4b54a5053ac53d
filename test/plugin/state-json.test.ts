import { Dynamic } from '../../lib/plugin';
import { fromStateJson } from '../../lib/plugin/state-json';

const type = [
  'object',
  { id: 'string', tags: ['map', 'string'], parts: ['list', ['object', { name: 'string', size: 'number' }]] },
] as const;

test('what the schema no longer knows is dropped, at every level', () => {
  const state = { id: '1', old: true, tags: { a: 'b' }, parts: [{ name: 'n', size: 1, old: 'x' }] };
  expect(fromStateJson(type, state)).toEqual({ id: '1', tags: { a: 'b' }, parts: [{ name: 'n', size: 1 }] });
});

test('what an older state did not have is null, at every level', () => {
  expect(fromStateJson(type, { parts: [{ name: 'n' }] })).toEqual({
    id: null,
    tags: null,
    parts: [{ name: 'n', size: null }],
  });
});

test('a dynamic value is read with the type beside it', () => {
  const state = { type: ['list', 'number'], value: [1] };
  expect(fromStateJson('dynamic', state)).toEqual(new Dynamic(['list', 'number'], [1]));
});
