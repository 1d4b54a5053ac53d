import type { Server, ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';

/**
 * The calls with which Terraform looks after a plugin that it started, beside those of the provider. What is printed
 * goes to standard error and no second connection is ever offered, so both streams stay open and silent.
 */
export function addHousekeeping(server: Server, onShutdown: () => void): void {
  const holdOpen = (): void => undefined;
  server.addService(
    { StreamStdio: method('/plugin.GRPCStdio/StreamStdio', { responseStream: true }) },
    { StreamStdio: holdOpen },
  );
  server.addService(
    { StartStream: method('/plugin.GRPCBroker/StartStream', { requestStream: true, responseStream: true }) },
    { StartStream: holdOpen },
  );
  const controller: UntypedServiceImplementation = {
    Shutdown: (_call: unknown, done: (error: null, reply: Buffer) => void) => {
      done(null, EMPTY);
      onShutdown();
    },
  };
  server.addService({ Shutdown: method('/plugin.GRPCController/Shutdown', {}) }, controller);
}

const EMPTY = Buffer.alloc(0);

function method(
  path: string,
  { requestStream = false, responseStream = false }: { requestStream?: boolean; responseStream?: boolean },
): ServiceDefinition[string] {
  const same = (bytes: Buffer): Buffer => bytes;
  return {
    path,
    requestStream,
    responseStream,
    requestSerialize: same,
    requestDeserialize: same,
    responseSerialize: same,
    responseDeserialize: same,
  };
}
