import { type CallOptions, Client, credentials, type ServiceError } from '@grpc/grpc-js';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ReattachedProvider, serveReattach } from '../../lib/plugin';
import { replyCoder, requestCoder } from '../../lib/plugin/protocol';
import type { Calls } from '../../lib/plugin/messages';
import { writeValues } from '../../lib/plugin/wire-values';
import { type Things, thingsProvider } from './support/things';

const made = thingsProvider();
const things: Things = made.things;
let served: ReattachedProvider;
let client: Client;

beforeAll(async () => {
  served = await serveReattach(made.provider);
  client = new Client(`unix:${served.reattach.Addr.String}`, credentials.createInsecure());
});

afterAll(async () => {
  client.close();
  await served.close();
});

interface Begun<Name extends keyof Calls> {
  readonly reply: Promise<Calls[Name]['reply']>;
  cancel(): void;
}

function call<Name extends keyof Calls>(
  name: Name,
  request: Calls[Name]['request'],
  options: CallOptions = {},
): Begun<Name> {
  let cancel = (): void => undefined;
  const reply = new Promise<Calls[Name]['reply']>((resolve, reject) => {
    const { encode } = requestCoder(name);
    const { decode } = replyCoder(name);
    const path = `/tfplugin5.Provider/${name}`;
    const begun = client.makeUnaryRequest(
      path,
      encode,
      decode,
      request,
      options,
      (error: ServiceError | null, answer) => (error ? reject(error) : resolve(answer as Calls[Name]['reply'])),
    );
    cancel = () => begun.cancel();
  });
  return { reply, cancel };
}

test('the schema arrives as it was written', async () => {
  const { resourceSchemas, dataSourceSchemas } = await call('GetSchema', {}).reply;
  const { block, version } = resourceSchemas!.things_box!;
  expect(version).toBe(1);
  expect(block.attributes.find(({ name }) => name === 'secret')).toMatchObject({
    optional: true,
    required: false,
    computed: false,
    sensitive: true,
    writeOnly: true,
    type: Buffer.from('"string"'),
  });
  expect(block.blockTypes).toMatchObject([{ typeName: 'part', nesting: 3, block: { attributes: [{}, {}] } }]);
  expect(Object.keys(dataSourceSchemas!)).toEqual(['things_region']);
});

test('a call that is cancelled is aborted, and others on the same connection go on', async () => {
  await call('Configure', {}).reply;
  const { schema } = made.provider.resources.things_box!;
  const creation = (name: string): Calls['ApplyResourceChange']['request'] => ({
    typeName: 'things_box',
    priorState: writeValues(schema, undefined),
    plannedState: writeValues(schema, { name }),
    config: writeValues(schema, { name }),
  });
  const slow = call('ApplyResourceChange', creation('slow'));
  const cancelled = expect(slow.reply).rejects.toMatchObject({ code: 1 });
  while (things.creating.length === 0) await sleep(5);
  slow.cancel();
  await cancelled;
  while (things.aborted.length === 0) await sleep(5);
  expect((await call('ApplyResourceChange', creation('n')).reply).diagnostics).toEqual([]);
});

test('a call that the protocol has not is unimplemented', async () => {
  const unknown = new Promise((_, reject) =>
    client.makeUnaryRequest('/tfplugin5.Provider/GetMetadata', Buffer.from, Buffer.from, '', (error) => reject(error)),
  );
  await expect(unknown).rejects.toMatchObject({ code: 12 });
});
