import { generateKeyPairSync } from 'node:crypto';
import { Kind, rfc7638, type Step } from '../../lib/rotation';
import { VaultKv } from '../../lib/stores/vault';
import { UaaPrivateKeyJwt } from '../../lib/uaa';
import { rsaKey } from '../support/keys';
import { manifestOf, type SetOptions } from '../support/manifests';
import { rotations, synth, type Synthesized } from '../support/stacks';

const kind = Kind.UAA_PRIVATE_KEY_JWT;
let keys: string[];

beforeAll(async () => {
  const [one, three] = await Promise.all([rsaKey(), rsaKey()]);
  const two = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'pem' });
  keys = [one.publicKey, two.toString(), three.publicKey];
});

function build(steps: readonly Step[] = [], options: SetOptions = {}): Synthesized {
  return synth((stack) => {
    const rotation = rotations(manifestOf({ billing: { kind, steps, keys, ...options } })).get('billing');
    const set = new UaaPrivateKeyJwt(stack, 'billing', { clientId: 'app', rotation });
    set.publishTo(new VaultKv({ mount: 'kv', path: 'billing' }), { current: { clientId: 'ID', keyId: 'KEY_ID' } });
  }).json;
}

const kid = (generation: number): string => rfc7638(keys[generation - 1]!);
const pairOf = (json: Synthesized): Readonly<Record<string, unknown>> =>
  json.resource.rotation_uaa_client_key!.billing_slots!;

/** The key ids of slot a and slot b. */
function kidsOf(json: Synthesized): readonly (string | undefined)[] {
  const { jwk_a: a, jwk_b: b } = pairOf(json) as Readonly<Record<string, string | undefined>>;
  return [a, b].map((text) => (text === undefined ? undefined : (JSON.parse(text) as { kid: string }).kid));
}

describe('the resource', () => {
  test.each<[Step[], string, (number | undefined)[]]>([
    [[], 'a', [1, undefined]],
    [['stage'], 'a', [1, 2]],
    [['stage', 'abort'], 'a', [1, undefined]],
    [['stage', 'promote'], 'b', [1, 2]],
    [['stage', 'promote', 'rollback'], 'a', [1, 2]],
    [['stage', 'promote', 'stage'], 'b', [3, 2]],
    [['stage', 'promote', 'retire'], 'b', [undefined, 2]],
  ])('after %j', (steps, current, generations) => {
    const json = build(steps);
    expect(pairOf(json).current).toBe(current);
    expect(kidsOf(json)).toEqual(generations.map((generation) => generation && kid(generation)));
  });

  test('holds public keys alone, RSA and EC', () => {
    const { jwk_a: rsa, jwk_b: ec } = pairOf(build(['stage'])) as Readonly<Record<string, string>>;
    expect(Object.keys(JSON.parse(rsa!) as object).sort()).toEqual(['e', 'kid', 'kty', 'n']);
    expect(Object.keys(JSON.parse(ec!) as object).sort()).toEqual(['crv', 'kid', 'kty', 'x', 'y']);
  });

  test('a key that stays is byte-identical from step to step', () => {
    const { jwk_a: first } = pairOf(build());
    for (const steps of [['stage'], ['stage', 'promote'], ['stage', 'promote', 'rollback']] as Step[][]) {
      expect(pairOf(build(steps)).jwk_a).toBe(first);
    }
  });

  test('is not destroyed', () => {
    expect(pairOf(build()).lifecycle).toEqual({ prevent_destroy: true });
  });
});

test('publishes the kid of the key in use, after UAA has it', () => {
  const published = build(['stage', 'promote']).resource.vault_kv_secret_v2!.billing_vault!;
  expect(published.data_json).toContain(kid(2));
  expect(published.data_json).not.toContain(kid(1));
  expect(published.depends_on).toEqual(['rotation_uaa_client_key.billing_slots']);
});

test('may start from outside, beside a secret that stays in use', () => {
  const pair = pairOf(
    synth((stack) => {
      const rotation = rotations(manifestOf({ billing: { kind, keys, outside: 'outside', steps: ['stage'] } }));
      new UaaPrivateKeyJwt(stack, 'billing', { clientId: 'app', rotation: rotation.get('billing') });
    }).json,
  );
  expect(pair.current).toBe('outside');
  expect(pair.jwk_b === undefined).not.toBe(pair.jwk_a === undefined);
});
