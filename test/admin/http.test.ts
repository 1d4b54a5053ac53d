import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpClient } from '../../lib/admin/http';
import { NoAnswer } from '../../lib/admin/no-answer';

type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void;

let server: Server;
let count: number;

async function serve(answer: Answer): Promise<string> {
  count = 0;
  server = createServer((request, response) => answer(request, response, ++count));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

const json = (response: ServerResponse, status: number, body: unknown, headers = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};

test.each(['http://example.com', 'ftp://127.0.0.1', 'nonsense', 'https://user@example.com', 'https://example.com?x=1'])(
  'refuses the base URL %s',
  (url) => {
    expect(() => new HttpClient({ baseUrl: url })).toThrow(/the address of an admin API is https/);
  },
);

test('any status is an answer, with its JSON', async () => {
  const baseUrl = await serve((_request, response) => json(response, 418, { error: 'teapot' }, { 'x-b': 'B' }));
  const answer = await new HttpClient({ baseUrl }).request({ method: 'PUT', path: '/x', json: {} });
  expect(answer).toMatchObject({ status: 418, body: { error: 'teapot' }, headers: { 'x-b': 'B' } });
});

test('sends forms and queries encoded', async () => {
  const seen: string[] = [];
  const baseUrl = await serve((request, response) => {
    request.on('data', (chunk) => seen.push(String(chunk)));
    request.on('end', () => json(response, 200, { url: request.url, type: request.headers['content-type'] }));
  });
  const form = { secret: 'a&b=c d' };
  const { body } = await new HttpClient({ baseUrl }).request({
    method: 'POST',
    path: '/x',
    query: { filter: 'client_id sw "r"' },
    form,
  });
  expect(seen.join('')).toBe(new URLSearchParams(form).toString());
  expect(body).toEqual({
    url: expect.stringMatching(/^\/x\?filter=client_id(\+|%20)sw(\+|%20)%22r%22$/) as string,
    type: 'application/x-www-form-urlencoded',
  });
});

describe('tries again', () => {
  test.each([502, 503, 504])('a read after %s', async (status) => {
    const baseUrl = await serve((_request, response, n) => json(response, n === 1 ? status : 200, {}));
    expect((await new HttpClient({ baseUrl }).request({ method: 'GET', path: '/' })).status).toBe(200);
    expect(count).toBe(2);
  });

  test('a read whose connection broke', async () => {
    const baseUrl = await serve((request, response, n) =>
      n === 1 ? request.socket.destroy() : json(response, 200, {}),
    );
    expect((await new HttpClient({ baseUrl }).request({ method: 'GET', path: '/' })).status).toBe(200);
  });

  test('a write that was turned away with 429, after the wait that was asked for', async () => {
    const baseUrl = await serve((_request, response, n) =>
      json(response, n === 1 ? 429 : 201, {}, { 'retry-after': '0.3' }),
    );
    const started = Date.now();
    expect((await new HttpClient({ baseUrl }).request({ method: 'POST', path: '/', json: {} })).status).toBe(201);
    expect(Date.now() - started).toBeGreaterThanOrEqual(290);
  });
});

describe('never repeats', () => {
  test.each([500, 503])('a write after %s', async (status) => {
    const baseUrl = await serve((_request, response) => json(response, status, {}));
    expect((await new HttpClient({ baseUrl }).request({ method: 'POST', path: '/', json: {} })).status).toBe(status);
    expect(count).toBe(1);
  });

  test('a write whose connection broke', async () => {
    const baseUrl = await serve((request) => request.socket.destroy());
    const call = new HttpClient({ baseUrl }).request({ method: 'PUT', path: '/x', json: { secret: 'hidden' } });
    await expect(call).rejects.toMatchObject({ name: 'NoAnswer', reason: 'connection' });
    expect(count).toBe(1);
  });

  test('a call more than three times', async () => {
    const baseUrl = await serve((_request, response) => json(response, 503, {}));
    await new HttpClient({ baseUrl }).request({ method: 'GET', path: '/' });
    expect(count).toBe(3);
  });
});

test('says that nothing came within the time-out', async () => {
  const baseUrl = await serve(() => undefined);
  const call = new HttpClient({ baseUrl, timeout: 100 }).request({ method: 'PUT', path: '/x', query: { q: 'hidden' } });
  await expect(call).rejects.toThrow(`PUT ${baseUrl}/x got no answer: nothing came within 0.1 s`);
});

test('says that it was stopped', async () => {
  const baseUrl = await serve(() => undefined);
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 50);
  const call = new HttpClient({ baseUrl }).request({ method: 'PUT', path: '/x', signal: stop.signal });
  await expect(call).rejects.toMatchObject({ reason: 'aborted' });
});

test('says that nobody listens', async () => {
  const baseUrl = await serve(() => undefined);
  server.close();
  const call = new HttpClient({ baseUrl }).request({ method: 'PUT', path: '/x', json: {} });
  const error = await call.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(NoAnswer);
  expect(error).toMatchObject({ reason: 'refused' });
});

test('goes through the proxy of the environment', async () => {
  const seen: string[] = [];
  const baseUrl = await serve((request, response) => {
    seen.push(request.url ?? '');
    json(response, 200, {});
  });
  server.on('connect', (request, socket) => {
    seen.push(`CONNECT ${request.url}`);
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  const { HTTPS_PROXY, https_proxy, NO_PROXY, no_proxy } = process.env;
  Object.assign(process.env, { HTTPS_PROXY: baseUrl, https_proxy: baseUrl, NO_PROXY: '', no_proxy: '' });
  try {
    const call = new HttpClient({ baseUrl: 'https://idp.invalid' }).request({ method: 'PUT', path: '/x', json: {} });
    await expect(call).rejects.toBeInstanceOf(NoAnswer);
    expect(seen).toContain('CONNECT idp.invalid:443');
  } finally {
    for (const [name, value] of Object.entries({ HTTPS_PROXY, https_proxy, NO_PROXY, no_proxy })) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  }
});
