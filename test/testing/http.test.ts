import { setTimeout as sleep } from 'node:timers/promises';
import {
  adminRoute,
  ApiError,
  ModelServer,
  type ModelServerOptions,
  type Route,
  tokenRoute,
} from '../../lib/testing/http';

/** Counts what is committed. */
class Counter extends ModelServer {
  static async start(options: ModelServerOptions = {}): Promise<Counter> {
    const counter = new Counter(options);
    await counter.listen();
    return counter;
  }

  commits = 0;

  protected override routes(): readonly Route[] {
    return [
      adminRoute('POST', '/things/{id}/count', ({ params, query, body }) => {
        this.commits++;
        return { status: 201, body: { id: params.id, query: query.get('q'), body } };
      }),
      adminRoute('GET', '/files/{path...}/meta', ({ params }) => ({ status: 200, body: params })),
      adminRoute('DELETE', '/things/{id}', () => ({ status: 204 })),
      adminRoute('PUT', '/things/{id}', () => {
        throw new ApiError({ status: 409, body: { error: 'busy' } });
      }),
      tokenRoute('/token', ({ body }) => ({ status: 200, body: { form: body } })),
    ];
  }
}

let model: Counter;

beforeEach(async () => {
  model = await Counter.start();
});

afterEach(() => model.close());

const count = (signal?: AbortSignal): Promise<Response> =>
  fetch(`${model.url}/things/a%2Fb/count?q=1`, {
    method: 'POST',
    body: '{"x":1}',
    headers: { 'content-type': 'application/json' },
    signal,
  });

test('a handler gets the parts of the path, the query and the parsed body', async () => {
  const response = await count();
  expect(response.status).toBe(201);
  expect(await response.json()).toEqual({ id: 'a/b', query: '1', body: { x: 1 } });
});

test('a pattern may end in the middle of a longer path', async () => {
  const response = await fetch(`${model.url}/files/a/b/c/meta`);
  expect(await response.json()).toEqual({ path: 'a/b/c' });
});

test.each([
  ['DELETE', '/things/1', 204],
  ['PUT', '/things/1', 409],
  ['GET', '/nothing', 404],
  ['GET', '/things/1/2/count', 404],
])('%s %s is answered with %d', async (method, path, status) => {
  expect((await fetch(`${model.url}${path}`, { method })).status).toBe(status);
});

test('a body that is no json is refused before it is committed', async () => {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${model.url}/things/1/count`, { method: 'POST', body: '{', headers });
  expect([response.status, model.commits]).toEqual([400, 0]);
});

test('it listens on loopback only', () => {
  expect(model.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

test('admin calls are logged in order, without their bodies; token calls are not', async () => {
  await count();
  const form = new URLSearchParams({ client_secret: 'hush' });
  const token = await fetch(`${model.url}/token`, { method: 'POST', body: form });
  expect(await token.json()).toEqual({ form: { client_secret: 'hush' } });
  await fetch(`${model.url}/files/x/meta`);
  expect(model.calls).toEqual([
    { index: 0, method: 'POST', path: '/things/a%2Fb/count', mutating: true },
    { index: 1, method: 'GET', path: '/files/x/meta', mutating: false },
  ]);
});

describe('a fault', () => {
  test('refuse answers and commits nothing', async () => {
    model.intercept(() => ({ kind: 'refuse', status: 503, body: { error: 'later' } }));
    const response = await count();
    expect([response.status, await response.json(), model.commits]).toEqual([503, { error: 'later' }, 0]);
  });

  test('fail-after-commit answers another status than the one of the commit', async () => {
    model.intercept(() => ({ kind: 'fail-after-commit', status: 500 }));
    expect([(await count()).status, model.commits]).toEqual([500, 1]);
  });

  test.each([
    ['drop-before-commit', 0],
    ['drop-after-commit', 1],
  ] as const)('%s breaks the connection with %d commits', async (kind, commits) => {
    model.intercept(() => ({ kind }));
    await expect(count()).rejects.toThrow('fetch failed');
    expect(model.commits).toBe(commits);
  });

  test('commit-after-disconnect breaks the connection at once and commits later', async () => {
    model.intercept(() => ({ kind: 'commit-after-disconnect', delay: 500 }));
    const committed = new Promise<void>((done) => model.interceptAfter(() => done()));
    await expect(count()).rejects.toThrow('fetch failed');
    expect(model.commits).toBe(0);
    await committed;
    expect(model.commits).toBe(1);
  });

  test('commit-after-disconnect commits nothing any more once the model is closed', async () => {
    model.intercept(() => ({ kind: 'commit-after-disconnect', delay: 300 }));
    await expect(count()).rejects.toThrow('fetch failed');
    await model.close();
    await sleep(400);
    expect(model.commits).toBe(0);
  });

  test('hang neither answers nor commits', async () => {
    model.intercept(() => ({ kind: 'hang' }));
    await expect(count(AbortSignal.timeout(200))).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(model.commits).toBe(0);
  });

  test('does not reach the token endpoint', async () => {
    model.intercept(() => ({ kind: 'refuse', status: 503 }));
    expect((await fetch(`${model.url}/token`, { method: 'POST' })).status).toBe(200);
  });
});

test('an interceptor sees the call before the commit and the other one after it, and both may wait', async () => {
  const seen: string[] = [];
  model.intercept(async ({ index, method }) => {
    await sleep(20);
    seen.push(`before ${index} ${method} ${model.commits}`);
    return undefined;
  });
  model.interceptAfter(async ({ index }) => {
    await sleep(20);
    seen.push(`after ${index} ${model.commits}`);
  });
  await count();
  expect(seen).toEqual(['before 0 POST 0', 'after 0 1']);
});

test('an interceptor that is stopped sees nothing more', async () => {
  const seen: number[] = [];
  const stop = model.intercept(() => ({ kind: 'refuse', status: 503 }));
  model.intercept(({ index }) => void seen.push(index));
  stop();
  stop();
  expect((await count()).status).toBe(201);
  expect(seen).toEqual([0]);
});

test('an answer takes the latency', async () => {
  const slow = await Counter.start({ latency: 100 });
  const begun = performance.now();
  await fetch(`${slow.url}/files/x/meta`);
  expect(performance.now() - begun).toBeGreaterThanOrEqual(95);
  await slow.close();
});
