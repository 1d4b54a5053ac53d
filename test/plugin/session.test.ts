import { type Handlers, providerCalls, Session, type Values } from '../../lib/plugin';
import { blockType } from '../../lib/plugin/block-type';
import { complete } from '../../lib/plugin/complete';
import type { Calls } from '../../lib/plugin/messages';
import { toMsgpack } from '../../lib/plugin/msgpack';
import { readValues, writeValues } from '../../lib/plugin/wire-values';
import { thingsProvider } from './support/things';

const { provider, things } = thingsProvider();
const { schema } = provider.resources.things_box!;
const never = new AbortController().signal;
const box = { id: 'box-1', name: 'n', part: [] };

function calls(changed: Partial<typeof provider> = {}): Handlers {
  return providerCalls(new Session({ ...provider, ...changed }));
}

function planRequest(prior: Values | undefined, proposed: Values | undefined): Calls['PlanResourceChange']['request'] {
  return {
    typeName: 'things_box',
    priorState: writeValues(schema, prior),
    proposedNewState: writeValues(schema, proposed),
    config: writeValues(schema, proposed),
  };
}

test('a call before the provider is configured is answered with an error', async () => {
  const { diagnostics } = await calls().ReadResource(
    { typeName: 'things_box', currentState: writeValues(schema, box) },
    never,
  );
  expect(diagnostics).toMatchObject([
    { severity: 1, summary: 'provider registry.terraform.io/acme/things is not configured' },
  ]);
});

test.each([
  'ReadResource',
  'PlanResourceChange',
  'ApplyResourceChange',
  'ImportResourceState',
  'ReadDataSource',
] as const)('%s of a type that is not there is answered with an error', async (name) => {
  const { diagnostics } = await calls()[name]({ typeName: 'constructor', id: '' }, never);
  expect(diagnostics).toMatchObject([{ severity: 1, summary: 'the provider has no type "constructor"' }]);
});

test('a provider that fails to configure says so', async () => {
  const failing = calls({ configure: () => Promise.reject(new Error('no such tenant')) });
  expect(await failing.Configure({}, never)).toMatchObject({ diagnostics: [{ summary: 'no such tenant' }] });
});

test.each([
  ['refused by name under a Terraform that would store it', null, ['secret']],
  ['fine under one that knows it', { writeOnlyAttributesAllowed: true }, []],
])('a write-only attribute is %s', async (_, clientCapabilities, refused) => {
  const config = { msgpack: toMsgpack(blockType(schema), { ...complete(schema, box), secret: 'hush' }) };
  const request = { typeName: 'things_box', config, clientCapabilities };
  const { diagnostics } = await calls().ValidateResourceTypeConfig(request, never);
  expect(diagnostics?.map(({ attribute }) => attribute?.steps[0]?.attributeName)).toEqual(refused);
  expect(JSON.stringify(diagnostics)).not.toContain('hush');
});

test('a delete is planned without asking the resource', async () => {
  const { plannedState } = await calls().PlanResourceChange(planRequest(box, undefined), never);
  expect(readValues(schema, plannedState)).toBeUndefined();
});

test('a plan of its own decides what replaces, by paths as text', async () => {
  const plan = async (): Promise<{ planned: Values; requiresReplace: string[] }> => ({
    planned: { ...box, name: 'm' },
    requiresReplace: ['part.0.name', 'name'],
  });
  const handlers = calls({ resources: { things_box: { ...provider.resources.things_box!, plan } } });
  await handlers.Configure({}, never);
  const reply = await handlers.PlanResourceChange(planRequest(box, box), never);
  expect(reply.requiresReplace).toEqual([
    { steps: [{ attributeName: 'part' }] },
    { steps: [{ attributeName: 'name' }] },
  ]);
  expect(readValues(schema, reply.plannedState)).toMatchObject({ name: 'm' });
});

test.each(['update', 'delete'] as const)('an %s that fails without a state keeps the prior one', async (name) => {
  const failing = { ...provider.resources.things_box!, [name]: () => Promise.reject(new Error('no')) };
  const handlers = calls({ resources: { things_box: failing } });
  await handlers.Configure({}, never);
  const planned = name === 'delete' ? undefined : { ...box, name: 'm' };
  const reply = await handlers.ApplyResourceChange(
    { typeName: 'things_box', priorState: writeValues(schema, box), plannedState: writeValues(schema, planned) },
    never,
  );
  expect(readValues(schema, reply.newState)).toMatchObject({ name: 'n' });
});

describe('a change of timeouts alone', () => {
  const withTimeouts = {
    ...provider.resources.things_box!,
    schema: {
      ...schema,
      blocks: {
        timeouts: { nesting: 'single', block: { attributes: { create: { type: 'string', optional: true } } } },
      },
    },
  } as const;
  const state = (create: string): Values => ({ id: 'box-1', name: 'n', timeouts: { create } });
  const plannedBy = async (legacyTypes: boolean): Promise<unknown> => {
    const handlers = calls({ legacyTypes, resources: { things_box: withTimeouts } });
    const reply = await handlers.PlanResourceChange(
      {
        typeName: 'things_box',
        priorState: writeValues(withTimeouts.schema, state('5m')),
        proposedNewState: writeValues(withTimeouts.schema, state('9m')),
      },
      never,
    );
    return readValues(withTimeouts.schema, reply.plannedState)?.timeouts;
  };

  test('is none for a provider on the older SDK', async () => {
    expect(await plannedBy(true)).toEqual({ create: '5m' });
  });

  test('is one for others', async () => {
    expect(await plannedBy(false)).toEqual({ create: '9m' });
  });
});

test('the private data of a resource is given back as it came', async () => {
  const kept = Buffer.from('private');
  const handlers = calls();
  await handlers.Configure({}, never);
  things.boxes.set('box-1', box);
  const currentState = writeValues(schema, box);
  const read = await handlers.ReadResource({ typeName: 'things_box', currentState, private: kept }, never);
  const planned = await handlers.PlanResourceChange({ ...planRequest(box, box), priorPrivate: kept }, never);
  const { priorState, proposedNewState: plannedState } = planRequest(box, box);
  const applied = await handlers.ApplyResourceChange(
    { typeName: 'things_box', priorState, plannedState, plannedPrivate: kept },
    never,
  );
  expect([read.private, planned.plannedPrivate, applied.private]).toEqual([kept, kept, kept]);
});
