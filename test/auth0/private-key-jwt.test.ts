import { Auth0PrivateKeyJwt } from '../../lib/auth0';
import { Kind, rfc7638, type Step } from '../../lib/rotation';
import { VaultKv } from '../../lib/stores/vault';
import { rsaKey } from '../support/keys';
import { manifestOf } from '../support/manifests';
import { rotations, synth, type Synthesized } from '../support/stacks';

const kind = Kind.AUTH0_PRIVATE_KEY_JWT;
let keys: string[];

beforeAll(async () => {
  keys = await Promise.all([1, 2, 3].map(async () => (await rsaKey()).publicKey));
});

function build(steps: readonly Step[]): Synthesized {
  return synth((stack) => {
    const set = new Auth0PrivateKeyJwt(stack, 'orders', {
      clientId: 'client',
      rotation: rotations(manifestOf({ orders: { kind, steps, keys } })).get('orders'),
    });
    set.publishTo(new VaultKv({ mount: 'kv', path: 'orders' }), { current: { clientId: 'ID', keyId: 'KEY_ID' } });
  }).json;
}

interface Block {
  readonly name: string;
  readonly pem: string;
  readonly expires_at: string;
}

function blocks(json: Synthesized): readonly Block[] {
  const resource = json.resource.auth0_client_credentials?.orders_slots as unknown as {
    readonly private_key_jwt: readonly [{ readonly credentials: readonly Block[] }];
  };
  return resource.private_key_jwt[0].credentials;
}

describe('Auth0PrivateKeyJwt', () => {
  test('never moves a key to another name', () => {
    const names = new Map<string, Set<string>>();
    for (const steps of [
      [],
      ['stage'],
      ['stage', 'promote'],
      ['stage', 'promote', 'stage'],
      ['stage', 'promote', 'stage', 'promote'],
    ] as Step[][]) {
      for (const { name, pem } of blocks(build(steps))) names.set(pem, (names.get(pem) ?? new Set()).add(name));
    }
    expect([...names.values()].map((set) => [...set])).toEqual([['orders-a'], ['orders-b'], ['orders-a']]);
  });

  test('a key that stays is byte-identical from step to step', () => {
    const [a] = blocks(build([]));
    expect(blocks(build(['stage']))[0]).toEqual(a);
    expect(blocks(build(['stage', 'promote']))[0]).toEqual(a);
  });

  test('writes the expiry as the provider reads it back', () => {
    expect(blocks(build([]))[0]?.expires_at).toBe('2026-12-01T00:00:00.000Z');
  });

  test('publishes the kid of the current key after the keys are there', () => {
    const json = build(['stage', 'promote']);
    const published = json.resource.vault_kv_secret_v2?.orders_vault;
    expect(published?.data_json).toContain(rfc7638(keys[1] as string));
    expect(published?.depends_on).toEqual(['auth0_client_credentials.orders_slots']);
  });

  test('the plan refuses an edit of a key that stays', () => {
    const clock = build(['stage', 'promote']).resource.terraform_data?.orders_clock_stayed as unknown as {
      readonly lifecycle: { readonly precondition: readonly { readonly condition: string }[] };
    };
    expect(clock.lifecycle.precondition.at(-1)?.condition).toContain(`"${rfc7638(keys[1] as string)}"`);
  });

  test('cannot start from outside', () => {
    expect(() => manifestOf({ orders: { kind, outside: 'outside' } })).toThrow(
      /cannot start from outside: auth0_client_credentials owns/,
    );
  });
});
