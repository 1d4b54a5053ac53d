import { mapEntries } from './msgpack';
import { resourceCalls } from './resource-calls';
import { schemaMessage } from './schema-message';
import { find, type Handlers, reply, type Session } from './session';
import { readValues, writeValues } from './wire-values';

/** Every call of a session; they know nothing of the transport. */
export function providerCalls<Client>(session: Session<Client>): Handlers {
  const { provider } = session;
  return {
    ...resourceCalls(session),

    GetSchema: async () => ({
      provider: schemaMessage(provider.schema),
      resourceSchemas: mapEntries(provider.resources, (_, { schema, version }) => schemaMessage(schema, version)),
      dataSourceSchemas: mapEntries(provider.dataSources ?? {}, (_, { schema }) => schemaMessage(schema)),
    }),

    GetResourceIdentitySchemas: async () => ({}),

    PrepareProviderConfig: async ({ config }) => ({ preparedConfig: config }),

    Configure: ({ config }) =>
      reply(provider.schema, async () => {
        session.configure(await provider.configure(readValues(provider.schema, config) ?? {}));
        return {};
      }),

    ValidateDataSourceConfig: async () => ({}),

    ReadDataSource: ({ typeName, config }, signal) =>
      reply(provider.dataSources?.[typeName]?.schema ?? {}, async (warnings) => {
        const type = find(provider.dataSources, typeName);
        const state = await type.read(session.context(signal, warnings), readValues(type.schema, config) ?? {});
        return { state: writeValues(type.schema, state) };
      }),

    Stop: async () => {
      session.stop();
      return {};
    },
  };
}
