import { generateKeyPairSync } from 'node:crypto';
import type { Values } from '../../../lib/plugin';
import { connectionsOf } from '../../../lib/provider/connections';
import { uaaClientKey } from '../../../lib/provider/uaa-client-key';
import { type Fault, UaaModel } from '../../../lib/testing';
import { Desk } from '../desk';

const KIDS = ['one', 'two', 'three'] as const;
type Kid = (typeof KIDS)[number];

const JWKS = Object.fromEntries(
  KIDS.map((kid) => {
    const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
    return [kid, JSON.stringify({ kid, ...jwk })];
  }),
) as Readonly<Record<Kid, string>>;

let uaa: UaaModel;
let desk: Desk;
/** Seconds. */
let timeout: number;

async function start(version = '77.18.0'): Promise<void> {
  uaa = await UaaModel.start({ version });
  uaa.addClient({ clientId: 'app', secrets: ['secret'] });
  timeout = 10;
  const access = { UAA_URL: uaa.url, UAA_CLIENT_ID: 'admin', UAA_CLIENT_SECRET: 'adminsecret' };
  desk = new Desk(uaaClientKey, () => connectionsOf({ uaa: { request_timeout: timeout } }, access));
}

afterEach(() => uaa.close());

function config(current: string, a?: Kid, b?: Kid): Values {
  return { client_id: 'app', current, jwk_a: a ? JWKS[a] : null, jwk_b: b ? JWKS[b] : null };
}

const keys = (): readonly string[] => [...(uaa.client('app')?.keys ?? [])].sort();
const writes = (): number => uaa.calls.filter(({ method }) => method === 'PUT').length;

describe('a rotation of keys', () => {
  beforeEach(() => start());

  test('adds before it removes, aborts, and leaves the keys and the secret of others alone', async () => {
    uaa.addForeignKey('app', JSON.parse(JWKS.three) as Record<string, unknown>);
    const counts: number[] = [];
    uaa.interceptAfter(() => void counts.push(keys().length));
    expect(await desk.apply(config('a', 'one'))).toMatchObject({ id: 'app', kid_a: 'one', kid_b: null });
    await desk.apply(config('a', 'one', 'two'));
    await desk.apply(config('a', 'one'));
    expect(keys()).toEqual(['one', 'three']);
    await desk.apply(config('a', 'one', 'two'));
    const before = writes();
    await desk.apply(config('b', 'one', 'two'));
    expect(writes()).toBe(before);
    await desk.apply(config('b', undefined, 'two'));
    expect(keys()).toEqual(['three', 'two']);
    expect(uaa.client('app')?.secrets).toEqual(['secret']);
    expect(await desk.isDone(config('b', undefined, 'two'))).toBe(true);
    expect(Math.min(...counts.slice(counts.indexOf(2)))).toBe(2);
  });

  test('a recycled slot gets its new key before the old one goes', async () => {
    for (const step of [config('a', 'one'), config('a', 'one', 'two'), config('b', 'one', 'two')])
      await desk.apply(step);
    const seen: string[] = [];
    uaa.interceptAfter(({ method }) => void (method === 'PUT' && seen.push(keys().join(' '))));
    await desk.apply(config('b', 'three', 'two'));
    expect(seen).toEqual(['one three two', 'three two']);
  });

  test('a teardown removes the keys of the set, the last one too', async () => {
    await desk.apply(config('a', 'one', 'two'));
    await desk.destroy();
    expect(keys()).toEqual([]);
  });

  test('a client that is gone leaves the state with a warning', async () => {
    await desk.apply(config('a', 'one'));
    uaa.removeClient('app');
    await desk.refresh();
    expect(desk.state).toBeUndefined();
    expect(desk.warnings.join()).toMatch(/UAA has no client "app" any more/);
  });

  test.each([
    ['another key in the slot in use', config('a', 'three', 'two'), 'jwk_a'],
    ['the removal of the key in use', config('b', 'one'), 'jwk_b'],
  ])('refuses %s', async (_what, step, attribute) => {
    await desk.apply(config('a', 'one', 'two'));
    await expect(desk.plan(step)).rejects.toMatchObject({ path: [attribute] });
    expect(keys()).toEqual(['one', 'two']);
  });

  test.each([
    ['no kid', '{"kty":"EC","crv":"P-256","x":"x","y":"y"}'],
    ['a private part', '{"kid":"k","kty":"EC","crv":"P-256","x":"x","y":"y","d":"hidden"}'],
    ['no JSON', 'hidden'],
  ])('refuses a key with %s, without repeating it', async (_what, jwk) => {
    const refused: unknown = await desk.plan({ ...config('a'), jwk_a: jwk }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ path: ['jwk_a'], summary: expect.stringMatching(/public part of a JSON Web Key/) });
    expect(String(refused)).not.toMatch(/hidden/);
  });

  test('cannot be imported, and says why', async () => {
    await expect(uaaClientKey.import?.({} as never, 'app')).rejects.toThrow(/UAA never shows them/);
  });
});

describe('the version', () => {
  test.each(['74.0.0', '76.21.9'])('%s is refused at plan, with what was found and the other kind', async (version) => {
    await start(version);
    await expect(desk.plan(config('a', 'one'))).rejects.toThrow(
      new RegExp(`needs UAA 76.22 or later, got ${version}: Use the kind uaa-client-secret`),
    );
  });

  test('76.22.0 is new enough', async () => {
    await start('76.22.0');
    await desk.apply(config('a', 'one'));
    expect(keys()).toEqual(['one']);
  });
});

const FAULTS: Readonly<Record<string, Fault>> = {
  refused: { kind: 'refuse', status: 500, body: {} },
  '500 after commit': { kind: 'fail-after-commit', status: 500, body: {} },
  'dropped after commit': { kind: 'drop-after-commit' },
  'committed after disconnect': { kind: 'commit-after-disconnect', delay: 80 },
  'left hanging': { kind: 'hang' },
};

test.each(Object.entries(FAULTS))(
  'each write of a recycling stage that is %s heals within two more applies',
  async (_what, fault) => {
    for (const write of [0, 1]) {
      await start();
      for (const step of [config('a', 'one'), config('a', 'one', 'two'), config('b', 'one', 'two')])
        await desk.apply(step);
      timeout = 0.6;
      let count = 0;
      uaa.intercept(({ method }) => (method === 'PUT' && count++ === write ? fault : undefined));
      uaa.interceptAfter(() => expect(keys()).toContain('two'));
      await desk.converge(config('b', 'three', 'two'), 2);
      expect([count > write, keys()]).toEqual([true, ['three', 'two']]);
      if (write === 0) await uaa.close();
    }
  },
);
