import Ajv from 'ajv';
import fc from 'fast-check';
import { DEFAULT_POLICY, Kind, Manifest, manifestText, STEPS } from '../../lib/rotation';
import schema from '../../schema/rotation-1.schema.json';
import { historyOf, manifestPlans } from './random-manifests';

test('compiles in strict mode, every list of required names included', () => {
  expect(() => new Ajv({ strict: true, strictRequired: true }).compile(schema)).not.toThrow();
});

test('accepts, with plain ajv, every manifest that legal steps make', () => {
  const valid = new Ajv().compile(schema);
  const kinds = new Set<string>();
  fc.assert(
    fc.property(manifestPlans, (plan) => {
      for (const manifest of historyOf(plan).slice(-3)) {
        valid(JSON.parse(manifestText(manifest.document)));
        expect(valid.errors ?? []).toEqual([]);
        for (const name of manifest.names) kinds.add(manifest.find(name).kind.name);
      }
    }),
    { numRuns: 50, seed: 1 },
  );
  expect([...kinds]).toEqual(expect.arrayContaining(Kind.ALL.map(({ name }) => name)));
});

test('refuses what is not a manifest', () => {
  const valid = new Ajv().compile(schema);
  expect([{}, [], { version: 1, id: 'x', sets: { A: {} } }].map((document) => valid(document))).toEqual([
    false,
    false,
    false,
  ]);
});

test('is looked up by the path that a new manifest names', () => {
  const path = Manifest.create('prod').document.$schema ?? '';
  expect(path.endsWith(`/schema/${schema.$id}`)).toBe(true);
});

test('offers editors the defaults that the library takes', () => {
  const { properties } = schema.$defs.policy;
  const offered = Object.entries(properties).flatMap(([name, rules]) =>
    'default' in rules ? [[name, rules.default] as const] : [],
  );
  expect(Object.fromEntries(offered)).toEqual(DEFAULT_POLICY);
});

test('knows the steps that the library knows', () => {
  expect(schema.$defs.takenStep.properties.step.enum).toEqual(['start', ...STEPS]);
});
