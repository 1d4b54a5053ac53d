import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { readBody } from './body';
import type { AdminCall, AfterInterceptor, Fault, Interceptor } from './fault';
import { ApiError, type ApiRequest, type ApiResponse, type Handler, matchRoute, type Route } from './route';

export interface ModelServerOptions {
  /**
   * What time it is to the model.
   *
   * @default the system's clock
   */
  readonly clock?: () => Date;
  /**
   * How long each answer takes, in milliseconds.
   *
   * @default 0
   */
  readonly latency?: number;
}

/** A model identity provider or store behind an HTTP API, on the loopback interface only. */
export abstract class ModelServer {
  /** Every call of the admin API so far. */
  readonly calls: AdminCall[] = [];
  protected readonly clock: () => Date;
  private readonly latency: number;
  private readonly server: Server;
  private readonly before = new Set<{ readonly run: Interceptor }>();
  private readonly after = new Set<{ readonly run: AfterInterceptor }>();
  private readonly closing = new AbortController();
  private table: readonly Route[] = [];

  protected constructor({ clock = () => new Date(), latency = 0 }: ModelServerOptions) {
    this.clock = clock;
    this.latency = latency;
    this.server = createServer((request, response) => {
      this.serve(request, response).catch(() => request.socket.destroy());
    });
  }

  /** `http://127.0.0.1:<port>`. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Sees each admin call before it is committed and may return a fault for it; answers how to stop that. */
  intercept(interceptor: Interceptor): () => void {
    return add(this.before, interceptor);
  }

  /** Sees each admin call after it was committed and before it is answered; answers how to stop that. */
  interceptAfter(interceptor: AfterInterceptor): () => void {
    return add(this.after, interceptor);
  }

  async close(): Promise<void> {
    this.closing.abort();
    this.server.closeAllConnections();
    await new Promise<void>((closed) => this.server.close(() => closed()));
  }

  protected abstract routes(): readonly Route[];

  /** The answer to a path that no route has. */
  protected notFound(): ApiResponse {
    return { status: 404, body: { error: 'not found' } };
  }

  protected async listen(): Promise<void> {
    this.table = this.routes();
    await new Promise<void>((listening) => this.server.listen(0, '127.0.0.1', listening));
  }

  private async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = 'GET', headers } = incoming;
    const { pathname: path, searchParams: query } = new URL(incoming.url ?? '/', 'http://model');
    const match = matchRoute(this.table, method, path);
    const call = match?.route.kind === 'token' ? undefined : this.log(method, path);
    const body = await readBody(incoming).catch((error: unknown) => error as Error);
    await sleep(this.latency);
    const answerWith = (answer: ApiResponse): void => send(outgoing, answer, this.clock());
    const commit = (): ApiResponse => {
      if (body instanceof Error) return failed(body);
      if (!match) return this.notFound();
      return handle(match.route.handler, { method, path, params: match.params, query, headers, body });
    };
    if (!call) return answerWith(commit());
    const fault = await this.faultFor(call);
    switch (fault?.kind) {
      case 'hang':
        return;
      case 'refuse':
        return answerWith(fault);
      case 'drop-before-commit':
        incoming.socket.destroy();
        return;
      case 'commit-after-disconnect':
        incoming.socket.destroy();
        await sleep(fault.delay, undefined, { signal: this.closing.signal });
    }
    const answer = commit();
    for (const { run } of [...this.after]) await run(call);
    switch (fault?.kind) {
      case 'drop-after-commit':
        incoming.socket.destroy();
        return;
      case 'commit-after-disconnect':
        return;
      case 'fail-after-commit':
        return answerWith(fault);
      case undefined:
        return answerWith(answer);
    }
  }

  private log(method: string, path: string): AdminCall {
    const call = { index: this.calls.length, method, path, mutating: method !== 'GET' && method !== 'HEAD' };
    this.calls.push(call);
    return call;
  }

  private async faultFor(call: AdminCall): Promise<Fault | undefined> {
    for (const { run } of [...this.before]) {
      const fault = await run(call);
      if (fault) return fault;
    }
    return undefined;
  }
}

function add<Run>(to: Set<{ readonly run: Run }>, run: Run): () => void {
  const entry = { run };
  to.add(entry);
  return () => void to.delete(entry);
}

function handle(handler: Handler, request: ApiRequest): ApiResponse {
  try {
    return handler(request);
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): ApiResponse {
  if (error instanceof ApiError) return error.response;
  return { status: 500, body: { error: error instanceof Error ? error.message : String(error) } };
}

function send(response: ServerResponse, { status, body, headers = {} }: ApiResponse, now: Date): void {
  const date = now.toUTCString();
  if (body === undefined) {
    response.writeHead(status, { date, ...headers }).end();
    return;
  }
  response.writeHead(status, { date, 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
