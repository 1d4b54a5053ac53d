import type { AppSecret, OktaAdmin } from '../../../lib/admin/okta';
import { ensure } from '../../../lib/provider/okta/ensure';
import type { Fault } from '../../../lib/testing';
import { RotatedApp } from './app';

let app: RotatedApp;
beforeEach(async () => void (app = await RotatedApp.start()));
afterEach(() => app.close());

/** The first call of this kind goes wrong. */
const strike = (what: string, fault: Fault): void => {
  let struck = false;
  app.okta.intercept(({ method, path }) => {
    if (struck || `${method} ${path.split('/').at(-1)}` !== what) return undefined;
    struck = true;
    return fault;
  });
};

describe('one apply is enough', () => {
  test.each<[string, Fault, number]>([
    ['was committed', { kind: 'drop-after-commit' }, 1],
    ['was committed, with a 503', { kind: 'fail-after-commit', status: 503 }, 1],
    ['is committed later', { kind: 'commit-after-disconnect', delay: 300 }, 1],
    ['was not committed', { kind: 'drop-before-commit' }, 2],
  ])('for a secret whose making %s without an answer', async (_when, fault, times) => {
    await app.apply('a1');
    strike('POST secrets', fault);
    const { id_a, id_b } = await app.apply('a1 b2');
    expect(app.secrets).toEqual([id_a, id_b]);
    expect(app.writes).toEqual(Array.from({ length: times }, () => 'POST secrets'));
  });

  test('for a secret that goes, though the answer to its deactivation is lost', async () => {
    const { id_b } = await app.apply('a1', 'a1 b2', 'b2 a1');
    strike('POST deactivate', { kind: 'drop-after-commit' });
    await app.apply('b2');
    expect(app.secrets).toEqual([id_b]);
    expect(app.writes.slice(1).map((write) => write.split(' ')[0])).toEqual(['POST', 'DELETE']);
  });
});

test('a secret that the list does not show at once is waited for and not made twice', async () => {
  const shown: AppSecret = { id: 'ocs1', value: '', hash: '', created: '', isActive: true };
  const lists = [[], [], [shown]];
  const create = jest.fn(async () => undefined);
  const admin = { secrets: async () => lists.shift() ?? [shown], create } as unknown as OktaAdmin;
  const place = { admin, appId: '0oa1', signal: new AbortController().signal };
  const wanted = { slot: 'a', generation: 1 } as const;
  await ensure(place, (list) => (list.length === 0 ? { kind: 'create', wanted } : undefined));
  expect(create).toHaveBeenCalledTimes(1);
});
