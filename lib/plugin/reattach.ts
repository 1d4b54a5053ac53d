import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { grpcServer, insecure } from './grpc-server';
import { listenOnSocket } from './listen';
import { providerCalls } from './provider-calls';
import type { ProviderType } from './resource';
import { Session } from './session';

/** How Terraform reaches a provider that it has not started: one entry of `TF_REATTACH_PROVIDERS`. */
export interface Reattach {
  readonly Protocol: 'grpc';
  readonly ProtocolVersion: 5;
  readonly Pid: number;
  readonly Test: true;
  readonly Addr: { readonly Network: 'unix'; readonly String: string };
}

export interface ReattachedProvider {
  readonly address: string;
  readonly reattach: Reattach;
  /** Ends the sessions under way and removes the socket. */
  close(): Promise<void>;
}

export interface ServeOptions {
  /**
   * Where the private directory of the socket is made.
   *
   * @default the system's directory for temporary files
   */
  readonly socketDirectory?: string;
}

/**
 * Serves a provider from this process, to any number of Terraform runs one after the other and at once:
 * each connection is a session of its own, with its own configuration.
 *
 * @throws Error when the path of the socket would be longer than 107 bytes
 */
export async function serveReattach<Client>(
  provider: ProviderType<Client>,
  { socketDirectory = tmpdir() }: ServeOptions = {},
): Promise<ReattachedProvider> {
  const sockets = new Set<Socket>();
  const listener = createServer((socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)));
    serveConnection(provider, socket);
  });
  const { address, remove } = await listenOnSocket(listener, socketDirectory);
  return {
    address: provider.address,
    reattach: {
      Protocol: 'grpc',
      ProtocolVersion: 5,
      Pid: process.pid,
      Test: true,
      Addr: { Network: 'unix', String: address },
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((closed) => listener.close(() => closed()));
      await remove();
    },
  };
}

/** The environment in which Terraform uses these providers instead of downloading them. */
export function reattachEnvironment(providers: readonly ReattachedProvider[]): {
  readonly TF_REATTACH_PROVIDERS: string;
} {
  return {
    TF_REATTACH_PROVIDERS: JSON.stringify(Object.fromEntries(providers.map((one) => [one.address, one.reattach]))),
  };
}

function serveConnection<Client>(provider: ProviderType<Client>, socket: Socket): void {
  const session = new Session(provider);
  const server = grpcServer(providerCalls(session));
  server.createConnectionInjector(insecure()).injectConnection(socket);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    session.stop();
    server.forceShutdown();
  });
}
