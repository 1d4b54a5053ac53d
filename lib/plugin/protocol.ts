import protobuf from 'protobufjs/light';
import type { Calls } from './messages';

type Field = readonly [id: number, type: string, rule?: 'repeated'];

function message(fields: Readonly<Record<string, Field>>, nested?: protobuf.INamespace['nested']): protobuf.IType {
  return {
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, [id, type, rule]]) => [name, rule ? { id, type, rule } : { id, type }]),
    ),
    ...(nested && { nested }),
  };
}

const shared: Readonly<Record<string, protobuf.IType>> = {
  Value: message({ msgpack: [1, 'bytes'], json: [2, 'bytes'] }),
  Step: message({ attributeName: [1, 'string'], elementKeyString: [2, 'string'], elementKeyInt: [3, 'int64'] }),
  Path: message({ steps: [1, 'Step', 'repeated'] }),
  Diagnostic: message({
    severity: [1, 'int32'],
    summary: [2, 'string'],
    detail: [3, 'string'],
    attribute: [4, 'Path'],
  }),
  Attribute: message({
    name: [1, 'string'],
    type: [2, 'bytes'],
    description: [3, 'string'],
    required: [4, 'bool'],
    optional: [5, 'bool'],
    computed: [6, 'bool'],
    sensitive: [7, 'bool'],
    deprecated: [9, 'bool'],
    writeOnly: [10, 'bool'],
  }),
  NestedBlock: message({
    typeName: [1, 'string'],
    block: [2, 'Block'],
    nesting: [3, 'int32'],
    minItems: [4, 'int64'],
    maxItems: [5, 'int64'],
  }),
  Block: message({ attributes: [2, 'Attribute', 'repeated'], blockTypes: [3, 'NestedBlock', 'repeated'] }),
  Schema: message({ version: [1, 'int64'], block: [2, 'Block'] }),
  Resource: message({ typeName: [1, 'string'], state: [2, 'Value'], private: [3, 'bytes'] }),
};

function schemasByName(id: number): protobuf.IMapField {
  return { id, type: 'Schema', keyType: 'string' };
}

const problems: Field = [2, 'Diagnostic', 'repeated'];

/** Every call with the fields of its request and its reply. */
const calls: Readonly<Record<keyof Calls, readonly [request: protobuf.IType, reply: protobuf.IType]>> = {
  GetSchema: [
    message({}),
    {
      fields: {
        provider: { id: 1, type: 'Schema' },
        resourceSchemas: schemasByName(2),
        dataSourceSchemas: schemasByName(3),
        diagnostics: { id: 4, type: 'Diagnostic', rule: 'repeated' },
      },
    },
  ],
  GetResourceIdentitySchemas: [message({}), message({})],
  PrepareProviderConfig: [
    message({ config: [1, 'Value'] }),
    message({ preparedConfig: [1, 'Value'], diagnostics: problems }),
  ],
  Configure: [
    message({ terraformVersion: [1, 'string'], config: [2, 'Value'] }),
    message({ diagnostics: [1, 'Diagnostic', 'repeated'] }),
  ],
  ValidateResourceTypeConfig: [
    message(
      { typeName: [1, 'string'], config: [2, 'Value'], clientCapabilities: [3, 'ClientCapabilities'] },
      { ClientCapabilities: message({ writeOnlyAttributesAllowed: [2, 'bool'] }) },
    ),
    message({ diagnostics: [1, 'Diagnostic', 'repeated'] }),
  ],
  ValidateDataSourceConfig: [
    message({ typeName: [1, 'string'], config: [2, 'Value'] }),
    message({ diagnostics: [1, 'Diagnostic', 'repeated'] }),
  ],
  UpgradeResourceState: [
    message(
      { typeName: [1, 'string'], version: [2, 'int64'], rawState: [3, 'RawState'] },
      {
        RawState: message({ json: [1, 'bytes'] }),
      },
    ),
    message({ upgradedState: [1, 'Value'], diagnostics: problems }),
  ],
  ReadResource: [
    message({ typeName: [1, 'string'], currentState: [2, 'Value'], private: [3, 'bytes'] }),
    message({ newState: [1, 'Value'], diagnostics: problems, private: [3, 'bytes'] }),
  ],
  PlanResourceChange: [
    message({
      typeName: [1, 'string'],
      priorState: [2, 'Value'],
      proposedNewState: [3, 'Value'],
      config: [4, 'Value'],
      priorPrivate: [5, 'bytes'],
    }),
    message({
      plannedState: [1, 'Value'],
      requiresReplace: [2, 'Path', 'repeated'],
      plannedPrivate: [3, 'bytes'],
      diagnostics: [4, 'Diagnostic', 'repeated'],
      legacyTypeSystem: [5, 'bool'],
    }),
  ],
  ApplyResourceChange: [
    message({
      typeName: [1, 'string'],
      priorState: [2, 'Value'],
      plannedState: [3, 'Value'],
      config: [4, 'Value'],
      plannedPrivate: [5, 'bytes'],
    }),
    message({
      newState: [1, 'Value'],
      private: [2, 'bytes'],
      diagnostics: [3, 'Diagnostic', 'repeated'],
      legacyTypeSystem: [4, 'bool'],
    }),
  ],
  ImportResourceState: [
    message({ typeName: [1, 'string'], id: [2, 'string'] }),
    message({ importedResources: [1, 'Resource', 'repeated'], diagnostics: problems }),
  ],
  ReadDataSource: [
    message({ typeName: [1, 'string'], config: [2, 'Value'] }),
    message({ state: [1, 'Value'], diagnostics: problems }),
  ],
  Stop: [message({}), message({ error: [1, 'string'] })],
};

const root = protobuf.Root.fromJSON({
  nested: {
    ...shared,
    ...Object.fromEntries(
      Object.entries(calls).flatMap(([name, [request, reply]]) => [
        [`${name}Request`, request],
        [`${name}Reply`, reply],
      ]),
    ),
  },
});

/** How one message of Terraform's plugin protocol travels. */
export interface Coder<Message> {
  encode(message: Message): Buffer;
  decode(bytes: Buffer): Message;
}

export const CALL_NAMES = Object.keys(calls) as readonly (keyof Calls)[];

export function requestCoder<Name extends keyof Calls>(name: Name): Coder<Calls[Name]['request']> {
  return coder(`${name}Request`);
}

export function replyCoder<Name extends keyof Calls>(name: Name): Coder<Calls[Name]['reply']> {
  return coder(`${name}Reply`);
}

function coder<Message>(name: string): Coder<Message> {
  const type = root.lookupType(name);
  return {
    encode: (message) => Buffer.from(type.encode(type.fromObject(message as Record<string, unknown>)).finish()),
    decode: (bytes) => type.toObject(type.decode(bytes), { longs: Number, defaults: true }) as Message,
  };
}
