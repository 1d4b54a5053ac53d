import { type BlockSchema, Unknown, type Values } from '../../lib/plugin';
import { defaultPlan } from '../../lib/plugin/default-plan';

const unknown = Unknown.VALUE;

const part: BlockSchema = {
  attributes: {
    name: { type: 'string', required: true },
    serial: { type: 'string', computed: true },
  },
};

const schema: BlockSchema = {
  attributes: {
    id: { type: 'string', computed: true },
    note: { type: 'string', optional: true },
    zone: { type: 'string', optional: true, computed: true },
    secret: { type: 'string', optional: true, writeOnly: true },
    size: { type: 'number', optional: true, default: 2 },
  },
  blocks: {
    one: { nesting: 'single', block: part },
    list: { nesting: 'list', block: part },
    set: { nesting: 'set', block: part },
    map: { nesting: 'map', block: part },
  },
};

const nothing = { id: null, note: null, zone: null, secret: null, size: null, one: null, list: [], set: [], map: {} };
const existing = { ...nothing, id: '1', zone: 'z', size: 2 };
const element = (name: string, serial: Values[string] = null): Values => ({ name, serial });

describe('a new resource', () => {
  test.each([
    ['computed values are unknown', {}, { id: unknown, zone: unknown }],
    ['an optional computed value that is given stays', { zone: 'here' }, { zone: 'here' }],
    ['an optional value that is not given is null', {}, { note: null }],
    ['a default stands for what is not given', {}, { size: 2 }],
    ['what is given wins over the default', { size: 3 }, { size: 3 }],
    ['a write-only value is not planned', { secret: 's' }, { secret: null }],
    ['computed values in a single block are unknown', { one: element('a') }, { one: element('a', unknown) }],
    ['computed values in a list are unknown', { list: [element('a')] }, { list: [element('a', unknown)] }],
    ['computed values in a set are unknown', { set: [element('a')] }, { set: [element('a', unknown)] }],
    ['computed values in a map are unknown', { map: { k: element('a') } }, { map: { k: element('a', unknown) } }],
    ['blocks that are not there stay away', {}, { one: null, list: [], set: [], map: {} }],
    ['blocks that are not known stay so', { list: unknown }, { list: unknown }],
  ])('%s', (_, given, planned) => {
    expect(defaultPlan(schema, { ...nothing, ...given })).toMatchObject(planned);
  });
});

describe('a resource that is there', () => {
  test('is planned as it is when nothing changed', () => {
    const prior = { ...existing, one: element('a', '1'), set: [element('b', '2')], list: [element('c', null)] };
    expect(defaultPlan(schema, prior, prior)).toEqual(prior);
  });

  test('keeps its computed values when something else changes, null ones too', () => {
    const prior = { ...existing, zone: null };
    const planned = defaultPlan(schema, { ...prior, note: 'new' }, prior);
    expect(planned).toMatchObject({ id: '1', zone: null, note: 'new' });
  });

  test.each([
    ['list', [element('a', '1')], [element('a', '1'), element('b')], [element('a', '1'), element('b', unknown)]],
    ['set', [element('b', '1')], [element('a'), element('b', '1')], [element('a', unknown), element('b', '1')]],
    [
      'map',
      { k: element('a', '1') },
      { k: element('a', '1'), l: element('b') },
      { k: element('a', '1'), l: element('b', unknown) },
    ],
  ])('gets unknown computed values in the new element of a %s only', (name, before, proposed, planned) => {
    const prior = { ...existing, [name]: before };
    expect(defaultPlan(schema, { ...prior, [name]: proposed }, prior)[name]).toEqual(planned);
  });

  test('keeps the computed values of a set element that comes without them', () => {
    const prior = { ...existing, set: [element('a', '1')] };
    expect(defaultPlan(schema, { ...prior, set: [element('a')] }, prior).set).toEqual([element('a', '1')]);
  });
});
