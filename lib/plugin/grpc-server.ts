import {
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import type { Calls } from './messages';
import { CALL_NAMES, replyCoder, requestCoder } from './protocol';
import type { Handlers } from './session';

/** A gRPC server that answers the calls of Terraform's plugin protocol 5 with the given handlers. */
export function grpcServer(handlers: Handlers): Server {
  const definition: Record<string, ServiceDefinition[string]> = {};
  const implementation: UntypedServiceImplementation = {};
  for (const name of CALL_NAMES) {
    definition[name] = method(name);
    implementation[name] = unary(name, handlers);
  }
  const server = new Server({ 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 });
  server.addService(definition, implementation);
  return server;
}

export const insecure = ServerCredentials.createInsecure;

function method<Name extends keyof Calls>(name: Name): ServiceDefinition[string] {
  const request = requestCoder(name);
  const reply = replyCoder(name);
  return {
    path: `/tfplugin5.Provider/${name}`,
    requestStream: false,
    responseStream: false,
    requestSerialize: request.encode,
    requestDeserialize: request.decode,
    responseSerialize: reply.encode,
    responseDeserialize: reply.decode,
  };
}

function unary<Name extends keyof Calls>(name: Name, handlers: Handlers) {
  return (
    call: ServerUnaryCall<Calls[Name]['request'], Calls[Name]['reply']>,
    done: sendUnaryData<Calls[Name]['reply']>,
  ): void => {
    const cancelled = new AbortController();
    call.on('cancelled', () => cancelled.abort());
    handlers[name](call.request, cancelled.signal).then(
      (reply) => done(null, reply),
      (thrown) => done(thrown instanceof Error ? thrown : new Error(String(thrown))),
    );
  };
}
