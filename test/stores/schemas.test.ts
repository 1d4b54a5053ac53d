import { boundSchema, STORE_BINDINGS } from '../../scripts/store-bindings';
import { manifestOf } from '../support/manifests';
import { clientSecret, synth } from '../support/stacks';
import { FIXTURES } from '../support/stores/schemas';
import { addProviders, namesOf, STORES, type StoreCase } from '../support/stores/store-case';

const META = ['depends_on', 'lifecycle', 'provider'];

function argumentsOf(store: StoreCase, writeOnly: boolean): readonly Readonly<Record<string, unknown>>[] {
  const { json } = synth((stack) => {
    addProviders(stack, [store]);
    clientSecret(stack, manifestOf({ billing: {} }), 'billing').publishTo(store.make(writeOnly), namesOf(store));
  });
  return Object.values(json.resource[store.type] ?? {});
}

describe.each(STORES)('the resource of $name', (store) => {
  const fixture = FIXTURES[store.type]!;

  test.each(store.hasWriteOnly ? [false, true] : [false])(
    'has arguments of the real schema only, and every required one (write-only: %s)',
    (writeOnly) => {
      const resources = argumentsOf(store, writeOnly);
      expect(resources.length).toBeGreaterThan(0);
      const settable = Object.entries(fixture.attributes).filter(([, { computed }]) => !computed);
      const required = [...settable, ...Object.entries(fixture.blocks)].filter(([, one]) => one.required);
      for (const resource of resources) {
        const names = Object.keys(resource).filter((name) => !META.includes(name) && name !== '//');
        expect([...settable.map(([name]) => name), ...Object.keys(fixture.blocks)]).toEqual(
          expect.arrayContaining(names),
        );
        expect(names).toEqual(expect.arrayContaining(required.map(([name]) => name)));
      }
    },
  );

  test('sets of a block only what the block has', () => {
    for (const [name, block] of Object.entries(fixture.blocks)) {
      for (const resource of argumentsOf(store, false)) {
        const given = (resource[name] ?? []) as readonly Readonly<Record<string, unknown>>[];
        for (const one of given)
          expect(Object.keys(block.attributes)).toEqual(expect.arrayContaining(Object.keys(one)));
      }
    }
  });

  test('has values of the types of the real schema', () => {
    for (const resource of argumentsOf(store, true)) {
      for (const [name, { type }] of Object.entries(fixture.attributes)) {
        const value = resource[name];
        if (value === undefined) continue;
        // A number that Terraform computes stands in JSON as a text.
        const expected = Array.isArray(type) ? 'object' : type === 'bool' ? 'boolean' : 'string';
        expect([name, typeof value]).toEqual([name, expected]);
      }
    }
  });

  test('is cut from the bindings that the script reads, whose provider is the one that the tests simulate', () => {
    const from = STORE_BINDINGS.find(({ type }) => type === store.type)!;
    expect(fixture).toMatchObject({ bindings: `${from.bindings}@${from.version}`, source: store.source });
  });
});

test('no bindings of a store but those of vault are a dependency', () => {
  const { dependencies, devDependencies, peerDependencies } =
    jest.requireActual<Readonly<Record<string, Readonly<Record<string, string>>>>>('../../package.json');
  const all = Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies });
  expect(all.filter((name) => STORE_BINDINGS.some(({ bindings }) => bindings === name))).toEqual([]);
});

describe('a schema out of bindings', () => {
  const from = { type: 'x_y', bindings: '@x/y', version: '1.0.0', module: 'y', source: 'x/y' };
  const code = `
class Y extends cdktf.TerraformResource {
    constructor() { this.z = { providerVersion: '2.0.0' }; }
    get arn() { return this.getStringAttribute('arn'); }
    get fooBar() { return this.getNumberAttribute('foo_bar'); }
    synthesizeHclAttributes() {
        const attrs = {
            foo_bar: {
                value: cdktf.numberToHclTerraform(this._fooBar),
                isBlock: false,
                type: "simple",
                storageClassType: "number",
            },
            tags: {
                value: cdktf.hashMapperHcl(cdktf.stringToHclTerraform)(this._tags),
                isBlock: false,
                type: "map",
                storageClassType: "stringMap",
            },
        };
        // remove undefined attributes
    }
}
`;
  const declarations = `
export interface YConfig extends cdktf.TerraformMetaArguments {
    readonly fooBar: number;
    readonly tags?: {
        [key: string]: string;
    };
}
`;

  test('tells types, what is required, and what is only read', () => {
    expect(boundSchema(from, code, declarations)).toEqual({
      type: 'x_y',
      source: 'x/y',
      providerVersion: '2.0.0',
      bindings: '@x/y@1.0.0',
      attributes: {
        arn: { type: 'string', computed: true },
        foo_bar: { type: 'number', required: true },
        tags: { type: ['map', 'string'], optional: true },
      },
      blocks: {},
    });
  });

  test('is refused where the bindings have another form', () => {
    expect(() => boundSchema(from, '', declarations)).toThrow(/do not say which provider/);
    expect(() => boundSchema(from, code, '')).toThrow(/the bindings have no/);
  });
});
