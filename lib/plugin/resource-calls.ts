import { blockType } from './block-type';
import { complete } from './complete';
import { PluginError } from './diagnostic';
import { diagnosticMessage } from './diagnostic-message';
import { fromStateJson } from './state-json';
import type { ResourceType } from './resource';
import { plan } from './plan-call';
import { find, type Handlers, reply, type Session } from './session';
import { isObject, type Values } from './value';
import { readValues, writeValues } from './wire-values';
import { writeOnlyRefusals } from './write-only';

type ResourceCalls = Pick<
  Handlers,
  | 'ValidateResourceTypeConfig'
  | 'UpgradeResourceState'
  | 'ReadResource'
  | 'PlanResourceChange'
  | 'ApplyResourceChange'
  | 'ImportResourceState'
>;

export function resourceCalls<Client>(session: Session<Client>): ResourceCalls {
  const { provider } = session;
  const schemaOf = (typeName: string) => provider.resources[typeName]?.schema ?? {};
  return {
    ValidateResourceTypeConfig: ({ typeName, config, clientCapabilities }) =>
      reply(schemaOf(typeName), async () => {
        const type = find(provider.resources, typeName);
        const values = readValues(type.schema, config) ?? {};
        const refused = clientCapabilities?.writeOnlyAttributesAllowed ? [] : writeOnlyRefusals(type.schema, values);
        const diagnostics = [...refused, ...(type.validate?.(values) ?? [])];
        return { diagnostics: diagnostics.map((one) => diagnosticMessage(one, type.schema)) };
      }),

    UpgradeResourceState: ({ typeName, rawState }) =>
      reply(schemaOf(typeName), async () => {
        const { schema } = find(provider.resources, typeName);
        const stored = fromStateJson(blockType(schema), JSON.parse(Buffer.from(rawState?.json ?? []).toString()));
        return { upgradedState: writeValues(schema, isObject(stored) ? stored : undefined) };
      }),

    ReadResource: ({ typeName, currentState, private: kept }, signal) =>
      reply(schemaOf(typeName), async (warnings) => {
        const type = find(provider.resources, typeName);
        const state = readValues(type.schema, currentState);
        const found = state && (await type.read(session.context(signal, warnings), state));
        return { newState: writeValues(type.schema, found), private: kept };
      }),

    PlanResourceChange: (request, signal) =>
      reply(schemaOf(request.typeName), (warnings) =>
        plan(find(provider.resources, request.typeName), request, {
          context: () => session.context(signal, warnings),
          legacyTypes: session.provider.legacyTypes,
        }),
      ),

    ApplyResourceChange: async ({ typeName, priorState, plannedState, config, plannedPrivate }, signal) => {
      const schema = schemaOf(typeName);
      const prior = readValues(schema, priorState);
      const answer = (values: Values | undefined) => ({
        newState: writeValues(schema, values),
        private: plannedPrivate,
        legacyTypeSystem: provider.legacyTypes,
      });
      return reply(
        schema,
        async (warnings) => {
          const type = find(provider.resources, typeName);
          const planned = readValues(schema, plannedState);
          const given = readValues(schema, config) ?? {};
          return answer(await apply(type, () => session.context(signal, warnings), prior, planned, given));
        },
        (thrown) => answer((thrown instanceof PluginError ? (thrown.state as Values | undefined) : undefined) ?? prior),
      );
    },

    ImportResourceState: ({ typeName, id }, signal) =>
      reply(schemaOf(typeName), async (warnings) => {
        const type = find(provider.resources, typeName);
        if (!type.import) throw new PluginError(`resource ${typeName} doesn't support import`);
        const state = await type.import(session.context(signal, warnings), id);
        return { importedResources: [{ typeName, state: writeValues(type.schema, complete(type.schema, state)) }] };
      }),
  };
}

async function apply<Client>(
  type: ResourceType<Client>,
  context: () => Parameters<ResourceType<Client>['delete']>[0],
  prior: Values | undefined,
  planned: Values | undefined,
  config: Values,
): Promise<Values | undefined> {
  if (planned && prior) {
    if (!type.update) throw new Error('the resource cannot be updated in place');
    return type.update(context(), prior, planned, config);
  }
  if (planned) return type.create(context(), planned, config);
  if (prior) await type.delete(context(), prior);
  return undefined;
}
