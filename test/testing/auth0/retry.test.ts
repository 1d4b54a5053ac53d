import { Auth0Model } from '../../../lib/testing/auth0';
import { ManagementClient } from '../../../lib/testing/auth0/management-client';

let model: Auth0Model;
let clientId: string;
let api: ManagementClient;

beforeEach(async () => {
  model = await Auth0Model.start();
  ({ clientId } = model.addClient({ name: 'billing' }));
  api = new ManagementClient({ url: model.url, signal: new AbortController().signal, waitScale: 0.001 });
});

afterEach(() => model.close());

function failing(times: number, status: number): void {
  let left = times;
  model.intercept(() => (left-- > 0 ? { kind: 'refuse', status, body: { message: 'injected' } } : undefined));
}

test.each([500, 502, 503, 504, 524])('%i is tried three times more', async (status) => {
  failing(3, status);
  await api.getClient(clientId);
  expect(model.calls).toHaveLength(4);
});

test('the fourth failure in a row is shown', async () => {
  failing(4, 502);
  await expect(api.getClient(clientId)).rejects.toThrow('502 Bad Gateway: injected');
  expect(model.calls).toHaveLength(4);
});

test('a connection that broke is tried again', async () => {
  let left = 1;
  model.intercept(() => (left-- > 0 ? { kind: 'drop-before-commit' } : undefined));
  await api.getClient(clientId);
  expect(model.calls).toHaveLength(2);
});

test('429 is tried until the limit is lifted', async () => {
  failing(6, 429);
  await api.getClient(clientId);
  expect(model.calls).toHaveLength(7);
});

test.each([400, 403, 404, 409])('%i is not tried again', async (status) => {
  failing(1, status);
  await expect(api.getClient(clientId)).rejects.toThrow(`${status} `);
  expect(model.calls).toHaveLength(1);
});

test('no call is made after Terraform has gone', async () => {
  const gone = new AbortController();
  api = new ManagementClient({ url: model.url, signal: gone.signal, waitScale: 0.001 });
  model.intercept(() => {
    gone.abort();
    return { kind: 'refuse', status: 502 };
  });
  await expect(api.getClient(clientId)).rejects.toThrow('aborted');
  expect(model.calls).toHaveLength(1);
});
