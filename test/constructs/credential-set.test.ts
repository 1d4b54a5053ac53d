import { ApplicationRegistration } from '@cdktf/provider-azuread/lib/application-registration';
import { KvSecretV2 } from '@cdktf/provider-vault/lib/kv-secret-v2';
import { TerraformOutput, TerraformStack, Fn } from 'cdktf';
import { Construct } from 'constructs';
import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { Mount } from '@cdktf/provider-vault/lib/mount';
import { VaultProvider } from '@cdktf/provider-vault/lib/provider';
import { CredentialSet, type CredentialSetProps } from '../../lib';
import { EntraCertificate, EntraClientSecret } from '../../lib/entra';
import { Kind } from '../../lib/rotation';
import { certificate } from '../support/keys';
import { VaultKv } from '../../lib/stores/vault';
import { manifestOf, textOf } from '../support/manifests';
import { clientSecret, rotations, synth } from '../support/stacks';

const CURRENT = { clientId: 'CLIENT_ID', clientSecret: 'CLIENT_SECRET' };
const kv = (path = 'billing'): VaultKv => new VaultKv({ mount: 'kv', path });

describe('addresses', () => {
  const manifest = manifestOf({ billing: { steps: ['stage', 'promote'] } });

  test('come from the name of the set alone, so moving the construct changes no byte', () => {
    const build = (scopeOf: (stack: TerraformStack) => Construct) => {
      const { text } = synth((stack) => {
        const set = new EntraClientSecret(scopeOf(stack), 'any-id', {
          applicationId: '/applications/x',
          clientId: 'x',
          rotation: rotations(manifest).get('billing'),
        });
        set.publishTo(kv(), { current: CURRENT });
      });
      return text.replace(/"\/[^"]*terraform\.stack\.tfstate"/, '""');
    };
    const here = build((stack) => stack);
    const elsewhere = build((stack) => new Construct(new Construct(stack, 'team'), 'payments'));
    expect(elsewhere).toBe(here);
    expect(here).toContain('"billing_slot_a"');
  });

  test('registering publications in another order changes nothing', () => {
    const build = (paths: readonly string[]) =>
      synth((stack) => {
        const set = clientSecret(stack, manifest, 'billing');
        for (const path of paths) set.publishTo(kv(path), { current: CURRENT, id: `vault-${path}` });
      }).json.resource.terraform_data;
    expect(build(['one', 'two'])).toEqual(build(['two', 'one']));
  });

  test('a second publication to one store needs an id', () => {
    expect(() =>
      synth((stack) => {
        const set = clientSecret(stack, manifest, 'billing');
        set.publishTo(kv('one'), { current: CURRENT });
        set.publishTo(kv('two'), { current: CURRENT });
      }),
    ).toThrow(/has a publication with id "vault" already: give one of them an id of its own/);
  });
});

describe('roles', () => {
  const lifecycles = (steps: Parameters<typeof manifestOf>[0][string]['steps'], props = {}, entry = {}) => {
    const manifest = manifestOf({ billing: { steps, entry } });
    const { json } = synth((stack) => void clientSecret(stack, manifest, 'billing', props));
    return Object.fromEntries(
      Object.entries(json.resource.azuread_application_password ?? {}).map(([name, { lifecycle }]) => [
        name,
        lifecycle,
      ]),
    );
  };
  const touched = { create_before_destroy: true };
  const kept = { create_before_destroy: true, prevent_destroy: true };

  test.each([
    ['start', [], { billing_slot_a: kept }],
    ['stage', ['stage'], { billing_slot_a: kept, billing_slot_b: touched }],
    ['promote', ['stage', 'promote'], { billing_slot_a: kept, billing_slot_b: kept }],
    ['recycle', ['stage', 'promote', 'stage'], { billing_slot_a: touched, billing_slot_b: kept }],
    ['retire', ['stage', 'promote', 'retire'], { billing_slot_b: kept }],
    ['rollback', ['stage', 'promote', 'rollback'], { billing_slot_a: kept, billing_slot_b: kept }],
  ] as const)('%s protects every slot but the one it stages', (_name, steps, expected) => {
    expect(lifecycles(steps)).toEqual(expected);
  });

  test('protect: false and a removal mark lift the protection', () => {
    expect(lifecycles(['stage', 'promote'], { protect: false })).toEqual({
      billing_slot_a: touched,
      billing_slot_b: touched,
    });
    const removal = { at: '2026-01-02T00:00:00Z', reason: 'application retired' };
    expect(lifecycles([], {}, { removal })).toEqual({ billing_slot_a: touched });
  });

  test('current, next and previous follow the slots, and next equals current while nothing is staged', () => {
    const values = (steps: Parameters<typeof manifestOf>[0][string]['steps']) => {
      const { json } = synth((stack) => {
        const set = clientSecret(stack, manifestOf({ billing: { steps } }), 'billing');
        const value = (name: string, secret: string) =>
          new TerraformOutput(stack, name, { value: secret, sensitive: true });
        value('current', set.current.clientSecret);
        value('next', set.next.clientSecret);
        value('previous', set.previous?.clientSecret ?? 'none');
      });
      const outputs = json.output as Record<string, { value: string }>;
      return ['current', 'next', 'previous'].map(
        (name) => /slot_([ab])/.exec(outputs[name]?.value ?? '')?.[1] ?? 'none',
      );
    };
    expect(values([])).toEqual(['a', 'a', 'none']);
    expect(values(['stage'])).toEqual(['a', 'b', 'none']);
    expect(values(['stage', 'promote'])).toEqual(['b', 'b', 'a']);
    expect(values(['stage', 'promote', 'rollback'])).toEqual(['a', 'a', 'b']);
  });

  test('the configuration of an unchanged slot is byte-identical from step to step', () => {
    const slot = (steps: Parameters<typeof manifestOf>[0][string]['steps'], name: string) => {
      const { json } = synth((stack) => void clientSecret(stack, manifestOf({ billing: { steps } }), 'billing'));
      const { lifecycle: _, ...rest } = json.resource.azuread_application_password?.[name] ?? {};
      return JSON.stringify(rest);
    };
    expect(slot(['stage'], 'billing_slot_a')).toBe(slot([], 'billing_slot_a'));
    expect(slot(['stage', 'promote'], 'billing_slot_b')).toBe(slot(['stage'], 'billing_slot_b'));
    expect(slot(['stage', 'promote', 'stage'], 'billing_slot_a')).not.toBe(slot([], 'billing_slot_a'));
  });
});

describe('a set whose current is outside', () => {
  const outside = manifestOf({ billing: { outside: 'outside', steps: ['stage'] } });

  test('publishes nothing and says so when it is read', () => {
    const { json } = synth((stack) => {
      const set = clientSecret(stack, outside, 'billing');
      set.publishTo(kv(), { current: CURRENT, next: { clientSecret: 'NEXT' } });
      expect(set.currentIsOutside).toBe(true);
      expect(() => set.current).toThrow(/no current credential.*got current "outside": read it only after promote/);
    });
    expect(json.resource.vault_kv_secret_v2).toBeUndefined();
    expect(Object.keys(json.resource.azuread_application_password ?? {})).toEqual(['billing_slot_a']);
  });

  test('publishes slot a after promote', () => {
    const { text } = synth((stack) => {
      const manifest = manifestOf({ billing: { outside: 'outside', steps: ['stage', 'promote'] } });
      clientSecret(stack, manifest, 'billing').publishTo(kv(), { current: CURRENT });
    });
    expect(text).toContain('azuread_application_password.billing_slot_a.value');
  });
});

describe('an error at synth', () => {
  const two = manifestOf({ billing: {}, orders: {} });

  test('two sets on one application, also through different reads of one token', () => {
    expect(() =>
      synth((stack) => {
        const app = new ApplicationRegistration(stack, 'app', { displayName: 'app' });
        clientSecret(stack, two, 'billing', { applicationId: app.id });
        clientSecret(stack, two, 'orders', { applicationId: app.id });
      }),
    ).toThrow(/an application has one credential set, got sets "billing" and "orders"/);
  });

  test('the same set twice', () => {
    expect(() =>
      synth((stack) => {
        clientSecret(stack, two, 'billing');
        clientSecret(new Construct(stack, 'again') as TerraformStack, two, 'billing');
      }),
    ).toThrow(/a set has one construct, .* got set "billing" at stack\/billing and at stack\/again\/billing/);
  });

  test('a resource that reads a value without being registered, also inside a function', () => {
    const build = (register: boolean) =>
      synth((stack) => {
        const set = clientSecret(stack, two, 'billing');
        const mine = new KvSecretV2(stack, 'mine', {
          mount: 'kv',
          name: 'mine',
          dataJson: Fn.jsonencode({ secret: Fn.base64encode(set.current.clientSecret) }),
        });
        if (register) set.publishes(mine);
      });
    expect(() => build(false)).toThrow(
      /registered with its set, got stack\/mine, which reads set "billing": .* call publishes/,
    );
    const { json } = build(true);
    expect(json.resource.vault_kv_secret_v2?.mine?.depends_on).toEqual(['azuread_application_password.billing_slot_a']);
    const ledger = json.resource.terraform_data?.billing_step_0;
    expect(ledger?.depends_on).toContain('vault_kv_secret_v2.mine');
    expect(ledger?.input).toMatchObject({ publications: ['vault_kv_secret_v2.mine'] });
  });

  test('a publication in another stack, registered or read', () => {
    expect(() =>
      synth((stack, app) => {
        const other = new TerraformStack(app, 'other');
        const set = clientSecret(stack, two, 'billing');
        set.publishes(new KvSecretV2(other, 'mine', { mount: 'kv', name: 'mine', dataJson: '{}' }));
      }),
    ).toThrow(
      /published in its own stack "stack", got "other\/mine" of another stack.*let the other stack read the store/,
    );
    expect(() =>
      synth((stack, app) => {
        const other = new TerraformStack(app, 'other');
        const set = clientSecret(stack, two, 'billing');
        new KvSecretV2(other, 'mine', { mount: 'kv', name: 'mine', dataJson: set.current.clientSecret });
      }),
    ).toThrow(/set "billing" is read in another stack/);
  });

  test('a reader below the construct of the set, which is a consumer like any other', () => {
    expect(() =>
      synth((stack) => {
        const set = clientSecret(stack, two, 'billing');
        new KvSecretV2(set, 'mine', { mount: 'kv', name: 'mine', dataJson: set.current.clientSecret });
      }),
    ).toThrow(/got stack\/billing\/mine, which reads set "billing"/);
  });

  test('a reader of a key id that is a literal, in the stack and in another one', async () => {
    const keys = [(await certificate()).publicKey];
    const manifest = manifestOf({ payroll: { kind: Kind.ENTRA_CERTIFICATE, keys } });
    for (const elsewhere of [false, true]) {
      expect(() =>
        synth((stack, app) => {
          const home = elsewhere ? new TerraformStack(app, 'other') : stack;
          if (elsewhere) new VaultProvider(home, 'vault', { address: 'http://127.0.0.1:8200' });
          const rotation = rotations(manifest).get('payroll');
          const set = new EntraCertificate(stack, 'payroll', {
            applicationId: '/applications/x',
            clientId: 'x',
            rotation,
          });
          const dataJson = Fn.jsonencode({ kid: set.current.keyId });
          new KvSecretV2(home, 'mine', { mount: 'kv', name: 'mine', dataJson });
        }),
      ).toThrow(
        elsewhere
          ? /set "payroll" is read in another stack \(other\/mine\)/
          : /got stack\/mine, which reads set "payroll"/,
      );
    }
  });

  test('a publication whose dependsOn was assigned after it was registered', () => {
    expect(() =>
      synth((stack) => {
        const set = clientSecret(stack, two, 'billing');
        const mine = new KvSecretV2(stack, 'mine', { mount: 'kv', name: 'mine', dataJson: set.current.clientSecret });
        set.publishes(mine);
        mine.dependsOn = [];
      }),
    ).toThrow(/got stack\/mine of set "billing" without: assign its dependsOn before publishes/);
  });

  test('an address of a set that another resource of the stack has', () => {
    expect(() =>
      synth((stack) => {
        clientSecret(stack, two, 'billing').publishTo(kv(), { current: CURRENT });
        new KvSecretV2(stack, 'billing_vault', { mount: 'kv', name: 'mine', dataJson: '{}' });
      }),
    ).toThrow(
      /got vault_kv_secret_v2\.billing_vault from a credential set and from stack\/billing_vault: rename yours/,
    );
  });

  test('a set of the same name from another manifest in one stack', () => {
    expect(() =>
      synth((stack) => {
        clientSecret(stack, two, 'billing');
        new EntraClientSecret(stack, 'other', {
          applicationId: '/applications/other',
          clientId: 'other',
          rotation: rotations(manifestOf({ billing: {} }, 'test-2')).get('billing'),
        });
      }),
    ).toThrow(/its name is its own in a stack; got set "billing"/);
  });

  test('a kind that never took over its slots', () => {
    class Forgetful extends CredentialSet {
      constructor(scope: Construct, props: CredentialSetProps) {
        super(scope, 'forgetful', Kind.ENTRA_CLIENT_SECRET, 'x', props);
      }
    }
    expect(() => synth((stack) => void new Forgetful(stack, { rotation: rotations(two).get('billing') }))).toThrow(
      /the kind of set "billing" never called hold\(\)/,
    );
  });

  test('a construct of another kind than the manifest says', () => {
    const manifest = manifestOf({ billing: { outside: 'outside' } });
    const rotation = { ...rotations(manifest).get('billing'), kind: { name: 'entra-certificate' } as never };
    expect(() => synth((stack) => void clientSecret(stack, manifest, 'billing', { rotation }))).toThrow(
      /is of kind entra-certificate in the manifest, got a construct for entra-client-secret/,
    );
  });

  test.each([
    [
      'an unknown value',
      { current: { clientsecret: 'X' } },
      /has the values clientId, clientSecret, keyId, got "clientsecret"/,
    ],
    [
      'a name given twice',
      { current: { clientId: 'X', clientSecret: 'X' } },
      /published once, got "X" twice in set "billing"/,
    ],
    [
      'a name against the rule of the store',
      { current: { clientId: 'no blanks' } },
      /a name in vault is .* got "no blanks"/,
    ],
  ])('%s', (_name, names, message) => {
    expect(() => synth((stack) => clientSecret(stack, two, 'billing').publishTo(kv(), names))).toThrow(message);
  });

  test('two publications to one place', () => {
    expect(() =>
      synth((stack) => {
        clientSecret(stack, two, 'billing').publishTo(kv('shared'), { current: CURRENT });
        clientSecret(stack, two, 'orders').publishTo(kv('shared'), { current: CURRENT });
      }),
    ).toThrow(/written by one publication, got vault kv\/shared from set "billing" and set "orders"/);
  });

  test('no error: the same place in the Vaults of two stacks, each with its manifest', () => {
    synth((stack, app) => {
      const prod = new TerraformStack(app, 'prod');
      new VaultProvider(prod, 'vault', { address: 'http://127.0.0.1:8201' });
      new AzureadProvider(prod, 'azuread');
      clientSecret(stack, two, 'billing').publishTo(kv(), { current: CURRENT });
      clientSecret(prod, manifestOf({ billing: {} }, 'prod'), 'billing').publishTo(kv(), { current: CURRENT });
    });
  });

  test('no error: a mount that Terraform makes', () => {
    const { text } = synth((stack) => {
      const mount = new Mount(stack, 'mount', { path: 'kv', type: 'kv-v2' });
      const store = new VaultKv({ mount: mount.path, path: 'billing' });
      clientSecret(stack, two, 'billing').publishTo(store, { current: CURRENT });
    });
    expect(text).toContain('"mount": "${vault_mount.mount.path}"');
  });

  test('a literal value that would break the expression', () => {
    expect(() =>
      synth((stack) => clientSecret(stack, two, 'billing', { clientId: 'a"b' }).publishTo(kv(), { current: CURRENT })),
    ).toThrow(/holds no quote, .* got one in "CLIENT_ID"/);
  });

  test('a set the manifest does not have', () => {
    expect(() => rotations(two).get('bililng')).toThrow(/no set "bililng": it has billing, orders/);
  });
});

describe('synth', () => {
  test('is the same text on another day', () => {
    const manifest = manifestOf({ billing: { steps: ['stage', 'promote'] } });
    const build = () =>
      synth((stack) => clientSecret(stack, manifest, 'billing').publishTo(kv(), { current: CURRENT })).text;
    const today = build();
    jest.useFakeTimers({ now: new Date('2031-07-01T12:00:00Z') });
    try {
      expect(build()).toBe(today);
    } finally {
      jest.useRealTimers();
    }
    expect(textOf(manifest)).toBe(textOf(manifestOf({ billing: { steps: ['stage', 'promote'] } })));
  });

  test('an override of the pinned provider version reaches the stack', () => {
    const { json } = synth((stack) => {
      stack.addOverride('terraform.required_providers.azuread.version', '~> 3.9');
      clientSecret(stack, manifestOf({ billing: {} }), 'billing');
    });
    expect(json.terraform).toMatchObject({
      required_providers: { azuread: { version: '~> 3.9', source: 'hashicorp/azuread' } },
    });
  });
});
