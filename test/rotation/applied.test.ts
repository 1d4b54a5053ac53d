import fc from 'fast-check';
import {
  InputError,
  type ManifestSet,
  readApplied,
  Refusal,
  requireApplied,
  requireAppliedCredentials,
} from '../../lib/rotation';
import { manifestOf } from '../support/manifests';

const AT = '2026-03-01T02:00:00Z';

const GENERATIONS = { a: 1, b: 2 };

/** Odd steps stage, even ones promote. */
function ledger(set: string, step: number, output: Readonly<Record<string, unknown>> = {}): object {
  return terraformData(`${set}_step_${Math.abs(step % 2)}`, {
    format: 1,
    manifest: 'prod-1',
    set,
    kind: 'entra-client-secret',
    step,
    transition: step % 2 === 0 ? 'promote' : 'stage',
    current: 'a',
    keys: { a: 'id-of-a', b: '' },
    generations: GENERATIONS,
    ...output,
  });
}

function clock(set: string, step: number, output = AT): object {
  return terraformData(`${set}_clock_${step % 2 === 0 ? 'moved' : 'stayed'}`, output);
}

function terraformData(name: string, output: unknown): object {
  return {
    address: `terraform_data.${name}`,
    mode: 'managed',
    type: 'terraform_data',
    name,
    provider_name: 'terraform.io/builtin/terraform',
    schema_version: 0,
    values: { id: 'f7b0d3c0-0000-4000-8000-000000000000', input: output, output, triggers_replace: null },
    sensitive_values: { input: {}, output: {} },
  };
}

const PASSWORD = {
  address: 'azuread_application_password.billing_slot_a',
  mode: 'managed',
  type: 'azuread_application_password',
  name: 'billing_slot_a',
  values: {
    value: 'the secret',
    key_id: 'id-of-a',
    output: { manifest: 'x', set: 'billing', step: 9, generations: GENERATIONS },
  },
  sensitive_values: {},
};

function state(resources: readonly object[], childModules: readonly object[] = []): string {
  return JSON.stringify({
    format_version: '1.0',
    terraform_version: '1.11.4',
    values: { outputs: {}, root_module: { resources, child_modules: childModules } },
  });
}

const read = (text: string): readonly unknown[] => [...readApplied(text).values()];

describe('readApplied', () => {
  test('takes the later of the two ledgers and its own clock', () => {
    const text = state([
      PASSWORD,
      ledger('billing', 6),
      clock('billing', 6),
      ledger('billing', 5),
      clock('billing', 5, '2026-02-01T02:00:00Z'),
    ]);
    expect(read(text)).toEqual([{ manifest: 'prod-1', set: 'billing', step: 6, generations: GENERATIONS, at: AT }]);
  });

  test('does so whichever ledger comes first', () => {
    const text = state([ledger('billing', 5), clock('billing', 5, '2026-02-01T02:00:00Z'), ledger('billing', 4)]);
    expect(read(text)).toEqual([
      { manifest: 'prod-1', set: 'billing', step: 5, generations: GENERATIONS, at: '2026-02-01T02:00:00Z' },
    ]);
  });

  test('passes over what was replaced and is still there under the same address', () => {
    const deposed = { deposed_key: '5d0f1a2b' };
    const before = '2026-02-01T02:00:00Z';
    const text = state([
      ledger('billing', 6),
      { ...ledger('billing', 4), ...deposed },
      clock('billing', 6),
      { ...clock('billing', 6, before), ...deposed },
    ]);
    expect(read(text)).toMatchObject([{ step: 6, at: AT }]);
  });

  test('keeps nothing of the state but manifest, set, step, generations and time', () => {
    expect(JSON.stringify(read(state([PASSWORD, ledger('billing', 0), clock('billing', 0)])))).toBe(
      `[{"manifest":"prod-1","set":"billing","step":0,"generations":{"a":1,"b":2},"at":"${AT}"}]`,
    );
  });

  test('reads several sets, also of modules within modules', () => {
    const inner = { address: 'module.one.module.two', resources: [ledger('inner', 3), clock('inner', 3)] };
    const outer = { address: 'module.one', resources: [ledger('outer', 2)], child_modules: [inner] };
    expect(read(state([ledger('billing', 1)], [outer]))).toEqual([
      { manifest: 'prod-1', set: 'billing', step: 1, generations: GENERATIONS },
      { manifest: 'prod-1', set: 'outer', step: 2, generations: GENERATIONS },
      { manifest: 'prod-1', set: 'inner', step: 3, generations: GENERATIONS, at: AT },
    ]);
  });

  test('does not mix the resources of two modules that have the same names', () => {
    const other = {
      address: 'module.other',
      resources: [terraformData('billing_step_0', 'of somebody else'), clock('billing', 0, '2020-01-01T00:00:00Z')],
    };
    expect(read(state([ledger('billing', 4), clock('billing', 4)], [other]))).toEqual([
      { manifest: 'prod-1', set: 'billing', step: 4, generations: GENERATIONS, at: AT },
    ]);
  });

  test('knows no time where the clock has none', () => {
    expect(read(state([ledger('billing', 4), clock('billing', 4, '')]))).toEqual([
      { manifest: 'prod-1', set: 'billing', step: 4, generations: GENERATIONS },
    ]);
  });

  test('takes a first deployment that failed half-way as not applied', () => {
    const unwritten = ledger('billing', 2, { transition: '', keys: { a: '', b: '' } });
    expect(read(state([unwritten, clock('billing', 2, '')]))).toEqual([]);
    expect(read(state([unwritten, clock('billing', 2, ''), ledger('billing', 3), clock('billing', 3)]))).toEqual([
      { manifest: 'prod-1', set: 'billing', step: 3, generations: GENERATIONS, at: AT },
    ]);
  });

  test('passes over terraform_data that is no ledger', () => {
    const others = [
      terraformData('billing_step_1', 'text'),
      terraformData('billing_step_0', { manifest: 'prod-1', set: 'billing', step: '1' }),
      terraformData('billing_step_2', { manifest: 'prod-1', set: 'billing', step: 1, generations: GENERATIONS }),
      { ...ledger('billing', 5), type: 'some_data' },
      terraformData('note', { manifest: 'prod-1', set: 'billing', step: 8, generations: GENERATIONS }),
    ];
    expect(read(state(others))).toEqual([]);
  });

  test('of an empty state is empty', () => {
    expect(read('{"format_version":"1.0"}')).toEqual([]);
  });

  test.each([
    ['', 'the applied state is not JSON: give the output of "terraform show -json"'],
    ['# terraform_data.x:', 'the applied state is not JSON: give the output of "terraform show -json"'],
    ['null', 'the applied state is not the output of "terraform show -json": it has no format_version'],
    ['[]', 'the applied state is not the output of "terraform show -json": it has no format_version'],
    [
      '{"version":4,"resources":[]}',
      'the applied state is not the output of "terraform show -json": it has no format_version',
    ],
    [
      '{"format_version":"1.2","planned_values":{},"prior_state":{}}',
      'the applied state is a plan: give the output of "terraform show -json" without a plan file',
    ],
  ])('refuses %j', (text, message) => {
    expect(() => readApplied(text)).toThrow(new InputError(message));
  });

  test('of any JSON with a format_version gives what it finds and never fails otherwise', () => {
    const key = fc.constantFrom('values', 'root_module', 'resources', 'child_modules', 'type', 'name', 'output', 'x');
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 7 },
        fc.constantFrom(null, 0, '', 'terraform_data', 'a_step_0', true),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    const rooted = fc.oneof(
      tree,
      tree.map((module) => ({ root_module: module })),
      tree.map((list) => ({ root_module: { resources: [list, ledger('billing', 1)], child_modules: list } })),
    );
    let found = 0;
    fc.assert(
      fc.property(rooted, (values) => {
        found += readApplied(JSON.stringify({ format_version: '1.0', values })).size;
      }),
      { numRuns: 2_000, seed: 1 },
    );
    expect(found).toBeGreaterThan(100);
  });
});

describe('requireApplied', () => {
  const set = manifestOf({ billing: { steps: ['stage', 'promote'] } }, 'prod-1').find('billing') as ManifestSet;
  const applied = { manifest: 'prod-1', set: 'billing', step: 2, generations: GENERATIONS };

  test('is content when exactly the present step is applied', () => {
    expect(() => requireApplied(set, applied)).not.toThrow();
  });

  test.each([
    ['nothing is', undefined, 'set "billing" is not in the applied state: apply step 2 first'],
    [
      'another manifest is',
      { ...applied, manifest: 'test-1' },
      'the applied state of set "billing" belongs to manifest "test-1", got manifest "prod-1": use the manifest of this deployment',
    ],
    [
      'an earlier step is',
      { ...applied, step: 1 },
      'one step in one apply: set "billing" is at step 2 here and step 1 is applied: apply step 2 first',
    ],
    [
      'a later step is',
      { ...applied, step: 3 },
      'set "billing" is at step 2 here, but step 3 is applied: this manifest is old, update it from the main branch',
    ],
  ])('refuses while %s applied', (_, state, message) => {
    expect(() => requireApplied(set, state)).toThrow(new Refusal(message));
  });
});

describe('requireAppliedCredentials', () => {
  const set = manifestOf({ billing: { steps: ['stage'] } }, 'prod-1').find('billing') as ManifestSet;
  const applied = { manifest: 'prod-1', set: 'billing', step: 1, generations: GENERATIONS };

  test('is content when every slot holds what is applied, and with what an abort has left behind', () => {
    expect(() => requireAppliedCredentials(set, applied)).not.toThrow();
    const aborted = manifestOf({ billing: { steps: ['stage', 'abort'] } }, 'prod-1').find('billing');
    expect(() =>
      requireAppliedCredentials(aborted, { ...applied, step: 2, generations: { a: 1, b: 0 } }),
    ).not.toThrow();
  });

  test('refuses while another credential was staged within the step', () => {
    expect(() => requireAppliedCredentials(set, { ...applied, generations: { a: 1, b: 3 } })).toThrow(
      new Refusal(
        'set "billing" holds generation 2 in slot b here and generation 3 is applied: apply step 1 again first',
      ),
    );
  });
});
