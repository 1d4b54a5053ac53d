import { generateKeyPairSync } from 'node:crypto';
import { AppOauth, type AppOauthConfig } from '@cdktf/provider-okta/lib/app-oauth';
import { AppOauthApiScope } from '@cdktf/provider-okta/lib/app-oauth-api-scope';
import { OktaProvider } from '@cdktf/provider-okta/lib/provider';
import { KvSecretV2 } from '@cdktf/provider-vault/lib/kv-secret-v2';
import { TerraformStack } from 'cdktf';
import { OktaPrivateKeyJwt, type OktaPrivateKeyJwtProps } from '../../lib/okta/private-key-jwt';
import { Kind, type Step } from '../../lib/rotation';
import { VaultKv } from '../../lib/stores/vault';
import { rsaKey } from '../support/keys';
import { manifestOf, type SetOptions } from '../support/manifests';
import { rotations, synth, type Synthesized } from '../support/stacks';

const kind = Kind.OKTA_PRIVATE_KEY_JWT;
let keys: string[];

beforeAll(async () => {
  const [one, three] = await Promise.all([rsaKey(), rsaKey()]);
  const two = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'pem' });
  keys = [one.publicKey, two.toString(), three.publicKey];
});

const kid = (generation: number): string => kind.key!.keyId(keys[generation - 1]!, generation);

interface Scene {
  readonly steps?: readonly Step[];
  readonly options?: SetOptions;
  readonly config?: Partial<AppOauthConfig>;
  readonly props?: Partial<OktaPrivateKeyJwtProps>;
  readonly more?: (stack: TerraformStack, set: OktaPrivateKeyJwt, app: AppOauth) => void;
}

function build({ steps = [], options, config, props, more }: Scene): Synthesized {
  return synth((stack) => {
    new OktaProvider(stack, 'okta', { orgName: 'example', baseUrl: 'okta.com' });
    const app = new AppOauth(stack, 'app', {
      label: 'billing',
      type: 'service',
      tokenEndpointAuthMethod: 'private_key_jwt',
      ...config,
    });
    const rotation = rotations(manifestOf({ billing: { kind, steps, keys, ...options } })).get('billing');
    const set = new OktaPrivateKeyJwt(stack, 'billing', { app, rotation, ...props });
    more?.(stack, set, app);
  }).json;
}

interface AppBlock {
  readonly jwks?: readonly { readonly kid: string }[];
  readonly lifecycle?: unknown;
}

const appOf = (json: Synthesized): AppBlock => json.resource.okta_app_oauth!.app as AppBlock;
const kidsOf = (json: Synthesized): readonly string[] => (appOf(json).jwks ?? []).map((jwk) => jwk.kid);

describe('the keys on the app', () => {
  test.each<[Step[], number[]]>([
    [[], [1]],
    [['stage'], [1, 2]],
    [
      ['stage', 'promote'],
      [1, 2],
    ],
    [['stage', 'abort'], [1]],
    [
      ['stage', 'promote', 'rollback'],
      [1, 2],
    ],
    [
      ['stage', 'promote', 'stage'],
      [2, 3],
    ],
    [
      ['stage', 'promote', 'stage', 'promote'],
      [2, 3],
    ],
    [['stage', 'promote', 'retire'], [2]],
  ])('after %j stand in the order of their age', (steps, generations) => {
    expect(kidsOf(build({ steps }))).toEqual(generations.map(kid));
  });

  test('are public RSA or EC, without what the provider does not know', () => {
    const [rsa, ec] = appOf(build({ steps: ['stage'] })).jwks ?? [];
    expect(Object.keys(rsa!)).toEqual(['e', 'kid', 'kty', 'n']);
    expect(Object.keys(ec!)).toEqual(['kid', 'kty', 'x', 'y']);
    expect(kid(2)).toMatch(/^k0002-[\w-]{43}$/);
  });

  test('come after those that consumers from outside use', () => {
    const jwks = [{ kid: 'theirs', kty: 'RSA', n: 'n', e: 'AQAB' }];
    expect(kidsOf(build({ config: { jwks }, options: { outside: 'outside' } }))).toEqual(['theirs']);
    expect(kidsOf(build({ config: { jwks }, options: { outside: 'outside' }, steps: ['stage'] }))).toEqual([
      'theirs',
      kid(1),
    ]);
  });

  test('a key that stays is byte-identical from step to step', () => {
    const [first] = appOf(build({})).jwks ?? [];
    for (const steps of [['stage'], ['stage', 'promote']] as Step[][]) {
      expect(JSON.stringify(appOf(build({ steps })).jwks?.[0])).toBe(JSON.stringify(first));
    }
  });
});

describe('the app', () => {
  test('keeps its address and lifecycle, and is not destroyed', () => {
    const lifecycle = { ignoreChanges: ['label'], createBeforeDestroy: true };
    expect(appOf(build({ config: { lifecycle } })).lifecycle).toEqual({
      create_before_destroy: true,
      ignore_changes: ['label'],
      prevent_destroy: true,
    });
  });

  test('is as the user wants it with protect: false and after removal', () => {
    expect(appOf(build({ props: { protect: false } })).lifecycle).toBeUndefined();
    const removal = { at: '2026-01-02T00:00:00Z', reason: 'application retired' };
    expect(appOf(build({ options: { entry: { removal } } })).lifecycle).toBeUndefined();
    const lifecycle = { preventDestroy: true };
    expect(appOf(build({ props: { protect: false }, config: { lifecycle } })).lifecycle).toEqual({
      prevent_destroy: true,
    });
  });

  test('may be read by other resources, in the stack and in another one', () => {
    const more: Scene['more'] = (stack, _set, app) => {
      for (const where of [stack, new TerraformStack(stack.node.root, 'other')]) {
        if (where !== stack) new OktaProvider(where, 'okta', { orgName: 'example', baseUrl: 'okta.com' });
        new AppOauthApiScope(where, 'scopes', { appId: app.id, issuer: app.clientId, scopes: ['okta.apps.read'] });
      }
    };
    expect(build({ more }).resource.okta_app_oauth_api_scope?.scopes?.app_id).toBe('${okta_app_oauth.app.id}');
  });

  test('is written before the kid of its key is published', () => {
    const more: Scene['more'] = (_stack, set) =>
      set.publishTo(new VaultKv({ mount: 'kv', path: 'billing' }), { current: { clientId: 'ID', keyId: 'KEY_ID' } });
    const json = build({ steps: ['stage', 'promote'], more });
    const published = json.resource.vault_kv_secret_v2?.billing_vault;
    expect(published?.data_json).toContain(kid(2));
    expect(published?.data_json).toContain('okta_app_oauth.app.client_id');
    expect(published?.depends_on).toEqual(['okta_app_oauth.app']);
  });
});

describe('refuses at synth', () => {
  test.each<[string, Partial<AppOauthConfig>, RegExp]>([
    [
      'another method',
      { tokenEndpointAuthMethod: 'client_secret_post' },
      /signs in with private_key_jwt, got tokenEndpointAuthMethod "client_secret_post" on stack\/app: set/,
    ],
    ['no method', { tokenEndpointAuthMethod: undefined }, /got tokenEndpointAuthMethod "client_secret_basic"/],
    ['a jwks_uri', { jwksUri: 'https://example.com/jwks' }, /got jwksUri on stack\/app: leave jwksUri out/],
    ['omit_secret', { omitSecret: true }, /got omitSecret on stack\/app: leave it out/],
    ['ignored keys', { lifecycle: { ignoreChanges: ['jwks'] } }, /leave jwks out of ignoreChanges/],
    ['everything ignored', { lifecycle: { ignoreChanges: 'all' } }, /leave jwks out of ignoreChanges/],
    ['several apps', { count: 2 }, /a set belongs to one app, got count or forEach/],
  ])('an app with %s', (_, config, message) => {
    expect(() => build({ config })).toThrow(message);
  });

  test('no error: other changes are ignored', () => {
    expect(() => build({ config: { lifecycle: { ignoreChanges: ['jwks_uri'] } } })).not.toThrow();
  });

  test('an app of another stack', () => {
    expect(() =>
      synth((stack) => {
        const other = new TerraformStack(stack.node.root, 'other');
        new OktaProvider(other, 'okta', { orgName: 'example', baseUrl: 'okta.com' });
        const app = new AppOauth(other, 'app', { label: 'billing', type: 'service' });
        const rotation = rotations(manifestOf({ billing: { kind, keys } })).get('billing');
        new OktaPrivateKeyJwt(stack, 'billing', { app, rotation });
      }),
    ).toThrow('a set is in the stack of its app, got other/app of another stack: make the set where the app is made');
  });

  test('keys that are taken off the app after the set was made', () => {
    const more: Scene['more'] = (_stack, _set, app) => app.putJwks([{ kid: 'theirs', kty: 'RSA', n: 'n', e: 'AQAB' }]);
    expect(() => build({ more })).toThrow(/the keys of a set stay on its app, got jwks without/);
  });

  test('two sets on one app', () => {
    const more: Scene['more'] = (stack, _set, app) => {
      const rotation = rotations(manifestOf({ orders: { kind, keys: [keys[2]!] } }, 'test-2')).get('orders');
      new OktaPrivateKeyJwt(stack, 'orders', { app, rotation });
    };
    expect(() => build({ more })).toThrow(/an application has one credential set, got sets "billing" and "orders"/);
  });

  test('a literal kid in a resource that is not registered', () => {
    const more: Scene['more'] = (stack) =>
      void new KvSecretV2(stack, 'reader', { mount: 'kv', name: 'x', dataJson: `{"kid":"${kid(1)}"}` });
    expect(() => build({ more })).toThrow(/got stack\/reader, which reads set "billing"/);
  });

  test('an app that reads the key of another set', () => {
    const more: Scene['more'] = (stack, set) => {
      const app = new AppOauth(stack, 'app2', {
        label: 'orders',
        type: 'service',
        tokenEndpointAuthMethod: 'private_key_jwt',
        adminNote: set.current.keyId,
      });
      const rotation = rotations(manifestOf({ orders: { kind, keys: [keys[2]!] } }, 'test-2')).get('orders');
      new OktaPrivateKeyJwt(stack, 'orders', { app, rotation });
    };
    expect(() => build({ more })).toThrow(/got stack\/app2, which reads set "billing"/);
  });
});

test('an override of the pinned provider version reaches the stack', () => {
  const more: Scene['more'] = (stack) => stack.addOverride('terraform.required_providers.okta.version', '~> 6.12');
  const { required_providers } = build({ more }).terraform as { required_providers: Record<string, unknown> };
  expect(required_providers.okta).toEqual({ source: 'okta/okta', version: '~> 6.12' });
});
