import { createServer } from 'node:tls';
import { grpcServer, insecure } from './grpc-server';
import { addHousekeeping } from './housekeeping';
import { makeIdentity } from './identity';
import { listenAnywhere } from './listen';
import type { Log } from './log';
import { providerCalls } from './provider-calls';
import type { ProviderType } from './resource';
import { type Handlers, Session } from './session';

/** Terraform sets it for whatever it starts as a plugin, so that nobody starts one by hand and waits. */
const MAGIC_COOKIE = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2';

/** How long an answer may take to leave before the process ends, in milliseconds. */
const LAST_WORDS = 100;

/** How long Terraform has to connect, in milliseconds: it gives up a plugin after a minute itself. */
const PATIENCE = 60_000;

export interface LaunchOptions {
  readonly environment: NodeJS.ProcessEnv;
  /** Standard output: the handshake line, and nothing else ever. */
  readonly print: (line: string) => void;
  readonly log: Log;
  /**
   * How long Terraform has to connect before the process ends, in milliseconds.
   *
   * @default 60 000
   */
  readonly patience?: number;
}

/** Whether this process was started by Terraform, as a plugin. */
export function isLaunched(environment: NodeJS.ProcessEnv): boolean {
  return environment.TF_PLUGIN_MAGIC_COOKIE === MAGIC_COOKIE;
}

/**
 * Serves a provider as the process that Terraform started for it; answers when the process may end.
 *
 * Both ends know each other by certificates of this run. An interrupt reaches the whole process group, so it is left to
 * Terraform, which says `Stop`. When Terraform is gone without a word, what is under way is told to stop and finished.
 */
export async function serveLaunched<Client>(
  provider: ProviderType<Client>,
  { environment, print, log, patience = PATIENCE }: LaunchOptions,
): Promise<void> {
  survive(log);
  const identity = await makeIdentity();
  const session = new Session(provider);
  const work = new Work(log);
  const server = grpcServer(work.watched(providerCalls(session)));
  const ended = new Promise<void>((end) => {
    addHousekeeping(server, () => setTimeout(end, LAST_WORDS));
    work.onIdle = end;
  });
  const injector = server.createConnectionInjector(insecure());
  // An empty text would mean the public authorities; an empty buffer means nobody.
  const ca = Buffer.from(environment.PLUGIN_CLIENT_CERT ?? '');
  const tls = { cert: identity.certificate, key: identity.privateKey, ca, requestCert: true, ALPNProtocols: ['h2'] };
  const alone = setTimeout(() => work.end(), patience);
  // Only Terraform comes this far: who has not its certificate is turned away before.
  const listener = createServer(tls, (socket) => {
    clearTimeout(alone);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      session.stop();
      work.end();
    });
    injector.injectConnection(socket);
  });
  const { network, address, remove } = await listenAnywhere(listener, environment.PLUGIN_UNIX_SOCKET_DIR || undefined);
  print(`1|5|${network}|${address}|grpc|${identity.announced}\n`);
  await ended;
  listener.close();
  await remove();
}

/** Nothing but Terraform ends this process: an interrupt reaches it too, and a crash would cut off what is under way. */
function survive(log: Log): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  // Terraform may be gone, and its end of the pipes with it. An error that is logged there would be the next one.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    process.on(event, (error: unknown) => log('error', error instanceof Error ? error.name : typeof error));
  }
}

/** The calls under way. */
class Work {
  /** Called once, when Terraform is gone and nothing is under way any more. */
  onIdle: () => void = () => undefined;
  private count = 0;
  private isEnding = false;

  constructor(private readonly log: Log) {}

  end(): void {
    this.isEnding = true;
    if (this.count === 0) this.onIdle();
  }

  watched(handlers: Handlers): Handlers {
    const watch = (name: string, handle: (request: object, signal: AbortSignal) => Promise<object>) => {
      return async (request: object, signal: AbortSignal): Promise<object> => {
        const of = 'typeName' in request ? ` of ${String(request.typeName)}` : '';
        const started = Date.now();
        this.count++;
        try {
          const reply = await handle(request, signal);
          const { diagnostics = [] } = reply as { readonly diagnostics?: readonly { readonly severity: number }[] };
          const outcome = diagnostics.some(({ severity }) => severity === 1) ? 'refused' : 'done';
          this.log('debug', `${name}${of}: ${outcome} after ${Date.now() - started} ms`);
          return reply;
        } finally {
          this.count--;
          if (this.isEnding) this.end();
        }
      };
    };
    const entries = Object.entries(handlers) as readonly (readonly [string, Parameters<typeof watch>[1]])[];
    return Object.fromEntries(entries.map(([name, handle]) => [name, watch(name, handle)])) as unknown as Handlers;
  }
}
