import { type BlockSchema, Unknown, type Values } from '../../lib/plugin';
import { changedForceNew } from '../../lib/plugin/replacement';

const part: BlockSchema = {
  attributes: { name: { type: 'string', forceNew: true }, note: { type: 'string' } },
};

const schema: BlockSchema = {
  attributes: {
    name: { type: 'string', forceNew: true },
    note: { type: 'string' },
    tags: { type: ['set', 'string'], forceNew: true },
  },
  blocks: {
    one: { nesting: 'single', block: part },
    list: { nesting: 'list', block: part },
    set: { nesting: 'set', block: part },
    map: { nesting: 'map', block: part },
    free: { nesting: 'set', block: { attributes: { note: { type: 'string' } } } },
  },
};

const element = (name: string, note = ''): Values => ({ name, note });

test.each<[string, Values, Values, readonly (readonly (string | number)[])[]]>([
  ['nothing', { name: 'a' }, { name: 'a' }, []],
  ['another attribute', { name: 'a', note: 'x' }, { name: 'a', note: 'y' }, []],
  ['an attribute', { name: 'a' }, { name: 'b' }, [['name']]],
  ['an attribute that was not set', { name: null }, { name: 'b' }, [['name']]],
  ['an attribute that becomes unknown', { name: 'a' }, { name: Unknown.VALUE }, [['name']]],
  ['the order of a set', { tags: ['a', 'b'] }, { tags: ['b', 'a'] }, []],
  ['in a single block', { one: element('a') }, { one: element('b') }, [['one', 'name']]],
  ['another attribute of a block', { one: element('a') }, { one: element('a', 'y') }, []],
  [
    'in the second block of a list',
    { list: [element('a'), element('b')] },
    { list: [element('a'), element('c')] },
    [['list', 1, 'name']],
  ],
  ['a block more in a list', { list: [] }, { list: [element('a')] }, [['list', 0, 'name']]],
  ['a block fewer in a list', { list: [element('a')] }, { list: [] }, [['list']]],
  ['in a block of a map', { map: { k: element('a') } }, { map: { k: element('b') } }, [['map', 'k', 'name']]],
  ['in a set', { set: [element('a')] }, { set: [element('b')] }, [['set']]],
  ['the order of blocks in a set', { set: [element('a'), element('b')] }, { set: [element('b'), element('a')] }, []],
  ['a set that forces nothing', { free: [{ note: 'a' }] }, { free: [{ note: 'b' }] }, []],
])('a change of %s', (_, prior, planned, paths) => {
  expect(changedForceNew(schema, prior, planned)).toEqual(paths);
});
