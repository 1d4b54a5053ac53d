import type { Values } from '../../lib/plugin';
import { connectionsOf } from '../../lib/provider/connections';
import { uaaClientKey } from '../../lib/provider/uaa-client-key';
import { uaaClientSecret } from '../../lib/provider/uaa-client-secret';
import { FaultProxy, type Interference } from '../admin/uaa-elevation/fault-proxy';
import { Desk } from '../provider/desk';
import { accessToken } from './api';
import { describeReal, RealUaa } from './server';
import { fresh } from './test-uaa';

/** Seconds. A wrong secret takes the real server up to half a second: bcrypt. */
const TIMEOUT = 2;

/** Seconds that tokens of the client live, so also its grace. */
const VALIDITY = 60;

type Access = Readonly<Record<string, string>>;
const WAYS = ['an admin client', 'the token of a person'] as const;

describeReal('the provider at the real UAA 4.30.0', () => {
  describe.each(WAYS)('with %s', (way) => {
    test('rotates a secret: both sign in while there are two, and nothing else of the client changes', async () => {
      const client = await Rotated.start(way);
      const before = await client.record();
      const first = await client.apply('a1');
      expect(await client.takes(first.secret_a, first.coming)).toEqual([true, false]);
      const staged = await client.apply('a1 b2');
      expect(await client.takes(staged.secret_a, staged.secret_b)).toEqual([true, true]);
      await client.apply('b2 a1');
      const recycled = await client.apply('b2 a3');
      expect(await client.takes(first.secret_a, recycled.secret_b, recycled.secret_a)).toEqual([false, true, true]);
      await client.apply('a3 b2');
      const retired = await client.apply('a3');
      expect(await client.takes(recycled.secret_b, retired.secret_a)).toEqual([false, true]);
      expect(await client.desk.isDone(client.config('a3'))).toBe(true);
      expect(await client.record()).toEqual(before);
    });
  });

  test('tokens got since the stage outlive the removal of the older secret, tokens from before it do not', async () => {
    const client = await Rotated.start();
    const asks = await client.uaa.freshClient({ authorities: ['uaa.resource'] });
    const token = (): Promise<string> => client.uaa.api.clientToken(client.clientId, client.secret);
    const isAlive = async (of: string): Promise<boolean> =>
      (await client.uaa.api.form('/check_token', { token: of }, `${asks.clientId}:${asks.secret}`)).status === 200;
    await client.apply('a1');
    const before = await token();
    await client.apply('a1 b2');
    const since = await token();
    await client.apply('b2 a1');
    expect([await isAlive(before), await isAlive(since)]).toEqual([true, true]);
    await client.apply('b2');
    expect([await isAlive(before), await isAlive(since)]).toEqual([false, true]);
  });

  test.each<[string, Interference]>([
    ['refused', 'refuse'],
    ['answered by 500 after it was committed', 'fail-after'],
    ['committed without an answer', 'drop-after'],
    ['committed when the connection is long gone', { late: TIMEOUT * 900 }],
  ])('a recycling stage heals when its DELETE or its ADD is %s', async (_what, interference) => {
    await Promise.all([0, 1].map((write) => strikeRecycling(write, interference)));
  });

  test('puts a secret in place of the one in use when somebody replaced it', async () => {
    const client = await Rotated.start();
    await client.apply('a1');
    const theirs = fresh('secret');
    await client.change({ changeMode: 'UPDATE', secret: theirs });
    const { secret_a } = await client.apply('a1');
    expect(await client.takes(theirs, secret_a)).toEqual([true, true]);
    expect(await client.desk.isDone(client.config('a1'))).toBe(true);
  });

  test('removes nothing when a secret that somebody added holds the place', async () => {
    const client = await Rotated.start();
    await client.apply('a1');
    const theirs = fresh('secret');
    await client.change({ changeMode: 'ADD', secret: theirs });
    await expect(client.apply('a1 b2')).rejects.toThrow(/a secret that this set did not make/);
    expect(await client.takes(client.secret, theirs)).toEqual([true, true]);
  });

  test('refuses keys at plan, with the version that it found', async () => {
    const uaa = RealUaa.get();
    const { clientId } = await uaa.freshClient();
    const desk = new Desk(uaaClientKey, () => connectionsOf({}, { UAA_URL: uaa.url, ...adminOf(uaa) }));
    const config = { client_id: clientId, current: 'a', jwk_a: '{"kid":"k","kty":"RSA","n":"n","e":"AQAB"}' };
    await expect(desk.plan(config)).rejects.toThrow(/needs UAA 76.22 or later, got 4.30.0.*uaa-client-secret/s);
  });

  afterAll(async () => {
    const uaa = RealUaa.get();
    const filter = encodeURIComponent('client_id sw "rotator-"');
    const { body } = await uaa.api.json('GET', `/oauth/clients?filter=${filter}`, { token: await uaa.adminToken() });
    expect(body.resources).toEqual([]);
  });
});

/** Recycles while one write goes wrong, and applies until all is well. */
async function strikeRecycling(write: number, interference: Interference): Promise<void> {
  const proxy = await FaultProxy.start(RealUaa.get().url);
  try {
    const client = await Rotated.start('an admin client', proxy.url);
    for (const slots of ['a1', 'a1 b2', 'b2 a1']) await client.apply(slots);
    const { secret_b } = client.desk.state ?? {};
    let writes = 0;
    proxy.before = ({ method }) => (method === 'PUT' && writes++ === write ? interference : 'pass');
    await client.desk.converge(client.config('b2 a3'), 2);
    expect(writes).toBeGreaterThan(write);
    expect(client.desk.state?.secret_b).toBe(secret_b);
    expect(await client.takes(secret_b, client.desk.state?.secret_a)).toEqual([true, true]);
  } finally {
    await proxy.close();
  }
}

/** A client of its own at the real server, and the resource that rotates its secrets. */
class Rotated {
  static async start(way: (typeof WAYS)[number] = 'an admin client', url = RealUaa.get().url): Promise<Rotated> {
    const uaa = RealUaa.get();
    const { clientId, secret } = await uaa.freshClient({ accessTokenValidity: VALIDITY });
    const access = way === 'an admin client' ? adminOf(uaa) : { UAA_TOKEN: await personsToken(uaa) };
    return new Rotated(uaa, clientId, secret, { UAA_URL: url, ...access });
  }

  readonly desk: Desk;

  private constructor(
    readonly uaa: RealUaa,
    readonly clientId: string,
    readonly secret: string,
    access: Access,
  ) {
    this.desk = new Desk(uaaClientSecret, () => connectionsOf({ uaa: { request_timeout: TIMEOUT } }, access));
  }

  /** `b2 a1`: slot b is current and holds generation 2, slot a holds generation 1. */
  config(slots: string): Values {
    const filled = slots.split(' ').map((slot) => [`generation_${slot[0]}`, Number(slot.slice(1))] as const);
    const current = slots.charAt(0);
    const { clientId: client_id, secret: initial_secret } = this;
    return { client_id, current, ...Object.fromEntries(filled), initial_secret, grace: VALIDITY };
  }

  apply(slots: string): Promise<Values> {
    return this.desk.apply(this.config(slots));
  }

  /** Whether the server takes each secret. */
  takes(...secrets: readonly unknown[]): Promise<readonly boolean[]> {
    const probe = async (secret: unknown): Promise<boolean> =>
      (await this.uaa.api.probe(this.clientId, String(secret))) === 'right';
    return Promise.all(secrets.map(probe));
  }

  /** What an administrator does by hand. */
  async change(body: object): Promise<void> {
    const { status } = await this.uaa.api.changeSecret(this.clientId, await this.uaa.adminToken(), body);
    expect(status).toBe(200);
  }

  async record(): Promise<unknown> {
    const token = await this.uaa.adminToken();
    return (await this.uaa.api.json('GET', `/oauth/clients/${this.clientId}`, { token })).body;
  }
}

function adminOf({ admin }: RealUaa): Access {
  return { UAA_CLIENT_ID: admin.clientId, UAA_CLIENT_SECRET: admin.clientSecret };
}

async function personsToken(uaa: RealUaa): Promise<string> {
  const cli = await uaa.freshClient({ grantTypes: ['password'], scope: ['uaa.admin'] });
  const { userName: username, password } = await uaa.freshUser(['uaa.admin']);
  const signIn = { grant_type: 'password', client_id: cli.clientId, client_secret: cli.secret };
  return accessToken(await uaa.api.signIn({ ...signIn, username, password }));
}
