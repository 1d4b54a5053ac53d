import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppOauth } from '@cdktf/provider-okta/lib/app-oauth';
import { OktaProvider } from '@cdktf/provider-okta/lib/provider';
import { VaultProvider } from '@cdktf/provider-vault/lib/provider';
import { type App, TerraformStack } from 'cdktf';
import { OktaPrivateKeyJwt } from '../../lib/okta/private-key-jwt';
import { Kind, type Step } from '../../lib/rotation';
import { VaultKv } from '../../lib/stores/vault';
import { Consumer, Deployment, OktaModel, SimulatedProviders, VaultModel } from '../../lib/testing';
import type { TestKey } from '../support/keys';
import { manifestOf } from '../support/manifests';
import { rotations } from '../support/stacks';
import { jwk, key, signInWithKey } from '../testing/okta/organization';

const kind = Kind.OKTA_PRIVATE_KEY_JWT;
const CLIENT_ID = 'billing-client';

/** Every step, and a recycle of each slot. */
const STEPS: readonly Step[] = [
  'stage',
  'promote',
  'stage',
  'abort',
  'stage',
  'promote',
  'rollback',
  'rollback',
  'stage',
  'promote',
  'retire',
];

test.each([
  ['RSA', undefined, 'by creation'],
  ['EC', 'outside', 'by kid'],
] as const)(
  '%s keys, current %s at the start, answers %s: each step applies, the next plan is empty, no sign-in fails',
  async (type, outside, order) => {
    const okta = await OktaModel.start({ order });
    const vault = await VaultModel.start();
    const providers = await SimulatedProviders.start({ okta, vault }, { waitScale: 0.001 });
    const directory = mkdtempSync(join(tmpdir(), 'okta-rotation-'));
    const [theirs, ...keys] = (await Promise.all(Array.from({ length: 6 }, () => key(type)))) as [
      TestKey,
      ...TestKey[],
    ];
    const privateKeys = new Map([['a-key-of-theirs', theirs.privateKey]]);
    const steps: Step[] = [];

    const stack = (app: App): TerraformStack => {
      const made = new TerraformStack(app, 'stack');
      new OktaProvider(made, 'okta', { orgName: 'example', baseUrl: 'okta.com' });
      new VaultProvider(made, 'vault', { address: vault.url, token: 'token' });
      const rotation = rotations(
        manifestOf({
          billing: {
            kind,
            steps,
            outside,
            keys: keys.map(({ publicKey }) => publicKey),
            entry: { policy: { interval: '1h', soak: '0s', grace: '0s' } },
          },
        }),
      ).get('billing');
      const set = new OktaPrivateKeyJwt(made, 'billing', {
        rotation,
        app: new AppOauth(made, 'app', {
          label: 'billing',
          type: 'service',
          clientId: CLIENT_ID,
          tokenEndpointAuthMethod: 'private_key_jwt',
          ...(outside && { jwks: [{ ...jwk(theirs), kid: 'a-key-of-theirs' }] }),
        }),
      });
      set.publishTo(new VaultKv({ mount: 'kv', path: 'app' }), { current: { clientId: 'clientId', keyId: 'keyId' } });
      return made;
    };
    const deployment = new Deployment({ directory, environment: providers.environment, stack });
    const consumer = new Consumer({
      name: 'reads each time',
      read: async () => vault.read('kv', 'app'),
      signIn: ({ clientId = '', keyId = '' }) =>
        signInWithKey(okta, clientId, privateKeys.get(keyId) ?? theirs.privateKey, { kid: keyId }),
    });
    try {
      keys.forEach(({ publicKey, privateKey }, index) => {
        privateKeys.set(kind.key!.keyId(publicKey, index + 1), privateKey);
      });
      if (outside) vault.write('kv', 'app', { clientId: CLIENT_ID, keyId: 'a-key-of-theirs' });
      await deployment.deploy();
      consumer.start();
      for (const step of STEPS) {
        steps.push(step);
        const puts = okta.calls.filter(({ method, path }) => method === 'PUT' && !path.includes('policies')).length;
        const { changes, output } = await deployment.deploy();
        expect([step, changes, output]).toEqual([step, false, expect.anything()]);
        const more = okta.calls.filter(({ method, path }) => method === 'PUT' && !path.includes('policies')).length;
        expect([step, more - puts]).toEqual([step, step === 'promote' || step === 'rollback' ? 0 : 1]);
      }
      await consumer.stop();
      expect(consumer.failures).toEqual([]);
      expect(new Set(consumer.signIns.map(({ published }) => published.keyId)).size).toBe(4);
      await expect(deployment.terraform.plan({ destroy: true })).rejects.toThrow(/Instance cannot be destroyed/);
    } finally {
      await consumer.stop();
      await providers.close();
      await okta.close();
      await vault.close();
      rmSync(directory, { recursive: true });
    }
  },
  90_000,
);
