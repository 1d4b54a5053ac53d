import type { BlockSchema } from '../../lib/plugin';
import { parsePath, pathMessage } from '../../lib/plugin/path-message';

const schema: BlockSchema = {
  attributes: { name: { type: 'string' }, tags: { type: ['map', 'string'] } },
  blocks: {
    part: { nesting: 'list', block: { attributes: { size: { type: 'number' } } } },
    rule: { nesting: 'set', block: { attributes: { size: { type: 'number' } } } },
  },
};

test.each([
  [['name'], [{ attributeName: 'name' }]],
  [
    ['part', 1, 'size'],
    [{ attributeName: 'part' }, { elementKeyInt: 1 }, { attributeName: 'size' }],
  ],
  [
    ['tags', 'team'],
    [{ attributeName: 'tags' }, { elementKeyString: 'team' }],
  ],
  [['rule', 0, 'size'], [{ attributeName: 'rule' }]],
])('%j is followed by name, key and index, and ends at a set', (path, steps) => {
  expect(pathMessage(schema, path)).toEqual({ steps });
});

test('digits in a text are an index', () => {
  expect(parsePath('part.10.size')).toEqual(['part', 10, 'size']);
});
