import { TerraformVariable } from 'cdktf';
import { RotationProvider } from '../../lib';
import { Duration, Kind, type Step } from '../../lib/rotation';
import { VaultKv } from '../../lib/stores/vault';
import { UaaClientSecret, type UaaClientSecretProps } from '../../lib/uaa';
import { manifestOf, type SetOptions } from '../support/manifests';
import { rotations, synth, type Synthesized } from '../support/stacks';

const kind = Kind.UAA_CLIENT_SECRET;

interface Scene {
  readonly steps?: readonly Step[];
  readonly options?: SetOptions;
  readonly props?: Partial<UaaClientSecretProps>;
}

function build({ steps = [], options, props }: Scene = {}): Synthesized {
  return synth((stack) => {
    const initialSecret = new TerraformVariable(stack, 'initial_secret', { sensitive: true }).stringValue;
    const set = new UaaClientSecret(stack, 'billing', {
      clientId: 'app',
      initialSecret,
      rotation: rotations(manifestOf({ billing: { kind, steps, ...options } })).get('billing'),
      ...props,
    });
    set.publishTo(new VaultKv({ mount: 'kv', path: 'billing' }), {
      current: { clientId: 'ID', clientSecret: 'SECRET' },
    });
  }).json;
}

const pairOf = (json: Synthesized): Readonly<Record<string, unknown>> =>
  json.resource.rotation_uaa_client_secret!.billing_slots!;
const publishedOf = (json: Synthesized): Readonly<Record<string, unknown>> =>
  json.resource.vault_kv_secret_v2!.billing_vault!;

describe('the resource', () => {
  test.each<[Step[], string, number | undefined, number | undefined]>([
    [[], 'a', 1, undefined],
    [['stage'], 'a', 1, 2],
    [['stage', 'promote'], 'b', 1, 2],
    [['stage', 'promote', 'rollback'], 'a', 1, 2],
    [['stage', 'promote', 'stage'], 'b', 3, 2],
    [['stage', 'promote', 'retire'], 'b', undefined, 2],
  ])('after %j', (steps, current, a, b) => {
    const pair = pairOf(build({ steps }));
    expect([pair.current, pair.generation_a, pair.generation_b]).toEqual([current, a, b]);
  });

  test('starts empty from outside', () => {
    const pair = pairOf(
      synth((stack) => {
        const rotation = rotations(manifestOf({ billing: { kind, outside: 'outside' } })).get('billing');
        new UaaClientSecret(stack, 'billing', { clientId: 'app', rotation });
      }).json,
    );
    expect(pair).toMatchObject({ client_id: 'app', current: 'outside' });
    for (const name of ['generation_a', 'generation_b', 'initial_secret']) expect(pair).not.toHaveProperty(name);
  });

  test('gets the grace of the policy in seconds', () => {
    const manifest = manifestOf({ billing: { kind } });
    expect(pairOf(build()).grace).toBe(manifest.find('billing').policy.grace.inSeconds);
    expect(manifest.find('billing').policy.grace.inSeconds).toBeGreaterThanOrEqual(Duration.parse('12h').inSeconds);
  });

  test('holds the initial secret as a reference to the variable', () => {
    expect(pairOf(build()).initial_secret).toBe('${var.initial_secret}');
  });

  test('is not destroyed, unless that is asked for or the set is removed', () => {
    expect(pairOf(build()).lifecycle).toEqual({ prevent_destroy: true });
    expect(pairOf(build({ props: { protect: false } })).lifecycle).toEqual({});
    const removal = { at: '2026-01-02T00:00:00Z', reason: 'application retired' };
    expect(pairOf(build({ options: { entry: { removal } } })).lifecycle).toEqual({});
  });
});

describe('what is published', () => {
  test.each<[Step[], 'a' | 'b']>([
    [[], 'a'],
    [['stage'], 'a'],
    [['stage', 'promote'], 'b'],
    [['stage', 'promote', 'rollback'], 'a'],
  ])('after %j is the secret in use, after it was written', (steps, slot) => {
    const published = publishedOf(build({ steps }));
    expect(published.data_json).toContain(`rotation_uaa_client_secret.billing_slots.secret_${slot}`);
    expect(published.data_json).not.toContain(`secret_${slot === 'a' ? 'b' : 'a'}`);
    expect(published.depends_on).toEqual(['rotation_uaa_client_secret.billing_slots']);
  });
});

describe('the provider', () => {
  test('comes with the set', () => {
    const providers = build().provider as Readonly<Record<string, readonly unknown[]>>;
    expect(providers.rotation).toHaveLength(1);
  });

  test('is the one that is given', () => {
    const json = synth((stack) => {
      const provider = new RotationProvider(stack, 'eu', { alias: 'eu', uaa: { url: 'https://uaa.eu.example.com' } });
      const rotation = rotations(manifestOf({ billing: { kind, outside: 'outside' } })).get('billing');
      new UaaClientSecret(stack, 'billing', { clientId: 'app', rotation, provider });
    }).json;
    expect(pairOf(json).provider).toBe('rotation.eu');
    expect((json.provider as Readonly<Record<string, readonly unknown[]>>).rotation).toHaveLength(1);
  });
});

test('refuses an initial secret that stands in code, without repeating it', () => {
  const build1 = (): unknown => build({ props: { initialSecret: 'hunter2-hunter2' } });
  expect(build1).toThrow(/initialSecret is a secret and never stands in code, got a literal: pass a sensitive/);
  expect(build1).not.toThrow(/hunter2/);
});
