import { type TerraformStack, TerraformVariable } from 'cdktf';
import { OktaClientSecret, type OktaClientSecretProps, OktaSecretRef } from '../../lib/okta';
import { Kind, type Step } from '../../lib/rotation';
import { VaultKv } from '../../lib/stores/vault';
import { manifestOf, type SetOptions } from '../support/manifests';
import { rotations, synth, type Synthesized } from '../support/stacks';

interface Scene {
  readonly steps?: readonly Step[];
  readonly options?: SetOptions;
  readonly props?: (stack: TerraformStack) => Partial<OktaClientSecretProps>;
}

function build({ steps = [], options, props }: Scene): Synthesized {
  return synth((stack) => {
    const manifest = manifestOf({ billing: { kind: Kind.OKTA_CLIENT_SECRET, steps, ...options } });
    const set = new OktaClientSecret(stack, 'billing', {
      appId: '0oa1',
      clientId: 'billing-client',
      rotation: rotations(manifest).get('billing'),
      ...props?.(stack),
    });
    set.publishTo(new VaultKv({ mount: 'kv', path: 'billing' }), {
      current: { clientId: 'ID', clientSecret: 'SECRET', keyId: 'KEY' },
      next: { clientSecret: 'SECRET_NEXT' },
    });
  }).json;
}

const RESOURCE = 'rotation_okta_client_secret';
const slotsOf = (json: Synthesized): Readonly<Record<string, unknown>> => json.resource[RESOURCE]?.billing_slots ?? {};
const published = (json: Synthesized): string =>
  JSON.stringify(Object.values(json.resource.vault_kv_secret_v2 ?? {})[0]);

describe('the pair of an app', () => {
  test.each<[readonly Step[], object]>([
    [[], { current: 'a', generation_a: 1 }],
    [['stage'], { current: 'a', generation_a: 1, generation_b: 2 }],
    [['stage', 'promote'], { current: 'b', generation_a: 1, generation_b: 2 }],
    [['stage', 'promote', 'stage'], { current: 'b', generation_a: 3, generation_b: 2 }],
    [['stage', 'promote', 'retire'], { current: 'b', generation_b: 2 }],
    [['stage', 'abort'], { current: 'a', generation_a: 1 }],
  ])('after %j is %j', (steps, slots) => {
    const { '//': _, lifecycle, provider, ...attributes } = slotsOf(build({ steps }));
    expect(attributes).toEqual({ app_id: '0oa1', ...slots });
    expect(lifecycle).toEqual({ prevent_destroy: true });
    expect(provider).toBe('rotation');
  });

  test('from outside is empty at the start', () => {
    const json = synth((stack) => {
      const manifest = manifestOf({ billing: { kind: Kind.OKTA_CLIENT_SECRET, outside: 'outside' } });
      const rotation = rotations(manifest).get('billing');
      new OktaClientSecret(stack, 'billing', { appId: '0oa1', clientId: 'billing-client', rotation });
    }).json;
    expect(slotsOf(json)).toMatchObject({ current: 'outside' });
    expect(Object.keys(slotsOf(json))).not.toContain('generation_a');
  });

  test('publishes the secret in use, and the staged one beside it', () => {
    const read = (json: Synthesized): readonly string[] => published(json).match(/(id|secret)_[ab]/g) ?? [];
    expect(published(build({}))).toContain('billing-client');
    expect(read(build({}))).toEqual(['secret_a', 'id_a', 'secret_a']);
    expect(read(build({ steps: ['stage'] }))).toEqual(['secret_a', 'id_a', 'secret_b']);
    expect(read(build({ steps: ['stage', 'promote'] }))).toEqual(['secret_b', 'id_b', 'secret_b']);
  });
});

describe('secrets of others', () => {
  const variable = (stack: TerraformStack): string =>
    new TerraformVariable(stack, 'first', { type: 'string', sensitive: true }).stringValue;

  test.each<[string, (stack: TerraformStack) => OktaSecretRef, object]>([
    ['id', () => OktaSecretRef.fromId('ocs1'), { id: 'ocs1' }],
    ['value', (stack) => OktaSecretRef.fromValue(variable(stack)), { value: '${var.first}' }],
    ['hash', () => OktaSecretRef.fromHash('hash1'), { secret_hash: 'hash1' }],
  ])('are named by their %s', (_by, ref, attributes) => {
    const json = build({ props: (stack) => ({ initialSecret: ref(stack) }) });
    expect(slotsOf(json)).toMatchObject({ initial: attributes });
  });

  test('adopted ones are a list of the same', () => {
    const adoptedSecrets = [OktaSecretRef.fromId('ocs1'), OktaSecretRef.fromHash('hash1')];
    const { adopted } = slotsOf(build({ props: () => ({ adoptedSecrets }) }));
    expect(adopted).toEqual([{ id: 'ocs1' }, { secret_hash: 'hash1' }]);
  });

  test('never by a literal value', () => {
    expect(() => OktaSecretRef.fromValue('hunter2-hunter2')).toThrow(/a secret never stands in code, got a literal/);
  });

  test('an initial secret is refused from outside, with what to write instead', () => {
    const scene: Scene = {
      options: { outside: 'outside' },
      props: () => ({ initialSecret: OktaSecretRef.fromId('ocs1') }),
    };
    expect(() => build(scene)).toThrow(/starts from outside has no initial secret.*adoptedSecrets/s);
  });
});

test('two sets on one app are refused', () => {
  const both = (): unknown =>
    synth((stack) => {
      const manifest = manifestOf({ one: { kind: Kind.OKTA_CLIENT_SECRET }, two: { kind: Kind.OKTA_CLIENT_SECRET } });
      for (const name of ['one', 'two']) {
        const rotation = rotations(manifest).get(name);
        new OktaClientSecret(stack, name, { appId: '0oa1', clientId: 'client', rotation });
      }
    });
  expect(both).toThrow(/an application has one credential set, got sets "one" and "two"/);
});
