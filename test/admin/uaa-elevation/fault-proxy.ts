import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ProxiedCall {
  readonly method: string;
  /** Below the base URL, with its query. */
  readonly path: string;
}

/** What becomes of a call on its way; `late` commits it that many milliseconds after the connection is gone. */
export type Interference =
  'pass' | 'refuse' | 'hang' | 'drop-before' | 'drop-after' | 'fail-after' | { readonly late: number };

/** Stands before a UAA, a model or a real one, and loses, delays or falsifies what goes through. */
export class FaultProxy {
  /** `host` is what the target is told, as when a zone of it is meant. */
  static async start(target: string, host?: string): Promise<FaultProxy> {
    const proxy = new FaultProxy(new URL(target), host);
    await new Promise<void>((listening) => proxy.server.listen(0, '127.0.0.1', listening));
    return proxy;
  }

  /** Sees each call before it goes on, and decides over it. */
  before: (call: ProxiedCall) => Interference | Promise<Interference> = () => 'pass';
  /** Sees each call that was committed before it is answered. */
  after: (call: ProxiedCall) => void | Promise<void> = () => undefined;
  private readonly underway = new Set<Promise<unknown>>();
  private readonly server: Server = createServer((incoming, outgoing) => {
    this.serve(incoming, outgoing).catch(() => incoming.socket.destroy());
  });

  private constructor(
    private readonly target: URL,
    private readonly host = target.host,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${this.target.pathname}`;
  }

  /** Waits for the late calls, too. */
  async close(): Promise<void> {
    await Promise.all(this.underway);
    this.server.closeAllConnections();
    await new Promise<void>((closed) => this.server.close(() => closed()));
  }

  private async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = 'GET', url = '' } = incoming;
    const body = await bodyOf(incoming);
    const call = { method, path: url.slice(this.target.pathname.length) };
    const what = await this.before(call);
    if (what === 'hang') return;
    if (what === 'refuse') {
      outgoing.writeHead(503).end();
      return;
    }
    if (what === 'drop-before') {
      incoming.socket.destroy();
      return;
    }
    if (typeof what === 'object') {
      incoming.socket.destroy();
      const late = sleep(what.late).then(() => this.forward(incoming, body));
      this.underway.add(late);
      await late;
      return;
    }
    const answer = await this.forward(incoming, body);
    await this.after(call);
    if (what === 'drop-after') incoming.socket.destroy();
    else if (what === 'fail-after') outgoing.writeHead(500).end();
    else outgoing.writeHead(answer.status, answer.headers).end(answer.body);
  }

  private forward({ method, url, headers }: IncomingMessage, body: Buffer): Promise<Forwarded> {
    const { hostname, port } = this.target;
    const { host } = this;
    return new Promise((resolve, reject) => {
      const call = request({ hostname, port, method, path: url, headers: { ...headers, host } }, (answer) => {
        bodyOf(answer).then(
          (text) => resolve({ status: answer.statusCode ?? 500, headers: plain(answer.headers), body: text }),
          reject,
        );
      });
      call.on('error', reject);
      call.end(body);
    });
  }
}

interface Forwarded {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

function plain(headers: IncomingMessage['headers']): Record<string, string> {
  const type = headers['content-type'];
  return type === undefined ? {} : { 'content-type': type };
}

async function bodyOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}
