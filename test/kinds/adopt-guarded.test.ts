import { writeFileSync } from 'node:fs';
import { ApplicationCertificate } from '@cdktf/provider-azuread/lib/application-certificate';
import { Auth0ClientCredentials } from '../../lib/auth0';
import { checkPlan } from '../../lib/guard';
import { OktaPrivateKeyJwt } from '../../lib/okta';
import { rfc7638 } from '../../lib/rotation';
import { Adoption } from '../support/adoption';
import { certificate, rsaKey } from '../support/keys';
import { oktaApp, type OktaSettings, theirKey } from '../support/okta-app';

jest.setTimeout(300_000);

const LIVE = 'Current Credential';
const thumbprint = ({ publicKey }: { readonly publicKey: string }): string => rfc7638(publicKey);

interface PlanJson {
  readonly resource_changes: readonly { readonly address: string; readonly change: { readonly after: object } }[];
}

/** The same plan, had an earlier apply brought the resource and the leaves that are never written into the state. */
function halfApplied(plan: unknown): object {
  const { resource_changes: changes, ...rest } = plan as PlanJson;
  const kept = changes.map(({ change, ...more }) => {
    if (!/app_step_1|clock_moved/.test(more.address)) return { ...more, change: { ...change, importing: undefined } };
    const after = { ...change.after, output: (change.after as { readonly input: unknown }).input };
    return { ...more, change: { ...change, actions: ['no-op'], before: after, after, after_unknown: {} } };
  });
  return { ...rest, resource_changes: kept };
}

describe('the guard on a first plan that would touch what is in use at Auth0', () => {
  let adoption: Adoption;
  beforeEach(async () => {
    adoption = await Adoption.of('auth0-private-key-jwt', thumbprint);
    const { clientId } = adoption.application;
    adoption.world.auth0.addForeignCredential(clientId, { pem: adoption.key.publicKey, name: LIVE, as: 'attached' });
    await adoption.before({ keyId: adoption.kid });
  });
  afterEach(() => adoption.close());

  const plan = async (...options: readonly string[]) => {
    await adoption.adopt('--expires', 'never', ...options);
    const { verdict, sets } = await adoption.planSet();
    return [verdict, sets.flatMap(({ findings }) => findings.map(({ rule }) => rule))];
  };

  test('refuses another name, which detaches the key', async () => {
    const options = ['--key-name', 'current credential', '--public-key', adoption.publicKeyFile];
    expect(await plan(...options)).toEqual(['unsafe', ['current-stays']]);
  });

  test('refuses another algorithm, which detaches the key', async () => {
    const options = ['--key-name', LIVE, '--public-key', adoption.publicKeyFile, '--algorithm', 'PS256'];
    expect(await plan(...options)).toEqual(['unsafe', ['current-stays']]);
  });

  test('refuses another key in the place of the one in use', async () => {
    writeFileSync(adoption.publicKeyFile, (await rsaKey()).publicKey);
    const options = ['--key-name', LIVE, '--public-key', adoption.publicKeyFile];
    expect(await plan(...options)).toEqual(['unsafe', ['current-stays']]);
  });

  test.each([
    [LIVE, 'safe'],
    ['Other', 'unsafe'],
  ])('still looks when the first apply did not come to its end: the name %s is %s', async (name, expected) => {
    await plan('--key-name', name, '--public-key', adoption.publicKeyFile);
    const json = await adoption.terraform.show('other.tfplan');
    expect(checkPlan(halfApplied(json)).verdict).toBe(expected);
  });

  test('refuses to drop a second key, which somebody may use', async () => {
    const { publicKey: pem } = await rsaKey();
    adoption.world.auth0.addForeignCredential(adoption.application.clientId, { pem, name: 'Next', as: 'attached' });
    const options = ['--key-name', LIVE, '--public-key', adoption.publicKeyFile];
    expect(await plan(...options)).toEqual(['unsafe', ['current-stays']]);
  });
});

test('the first plan of an Auth0 client that signs in with its secret is unsafe', async () => {
  const adoption = await Adoption.of('auth0-private-key-jwt', thumbprint);
  try {
    await adoption.before({ keyId: adoption.kid });
    await adoption.adopt('--key-name', LIVE, '--public-key', adoption.publicKeyFile, '--expires', 'never');
    const { verdict, sets } = await adoption.planSet();
    expect([verdict, sets[0]?.findings.map(({ rule }) => rule)]).toEqual(['unsafe', ['current-stays']]);
  } finally {
    await adoption.close();
  }
});

test('the first plan is unsafe that destroys the resource which had the key of an Auth0 client', async () => {
  const adoption = await Adoption.of('auth0-private-key-jwt', thumbprint);
  try {
    const { clientId } = adoption.application;
    const credentials = [{ name: LIVE, pem: adoption.key.publicKey, algorithm: 'RS256' }];
    await adoption.before(
      { keyId: adoption.kid },
      (stack) => new Auth0ClientCredentials(stack, 'theirs', { clientId, credentials }),
    );
    await adoption.adopt('--key-name', LIVE, '--public-key', adoption.publicKeyFile, '--expires', 'never');
    const { verdict, sets } = await adoption.planSet();
    expect([verdict, sets[0]?.findings.map(({ rule, address }) => [rule, address])]).toEqual([
      'unsafe',
      [['current-stays', 'auth0_client_credentials.theirs']],
    ]);
  } finally {
    await adoption.close();
  }
});

test('the first plan is not safe that makes the resource of an adopted key anew, for it is in the state of another stack', async () => {
  const adoption = await Adoption.of('auth0-private-key-jwt', thumbprint);
  try {
    const { clientId } = adoption.application;
    const pem = adoption.key.publicKey;
    adoption.world.auth0.addForeignCredential(clientId, { pem, name: LIVE, as: 'attached' });
    await adoption.before({ keyId: adoption.kid });
    const key = { name: LIVE, pem, algorithm: 'RS256' };
    const values = { client_id: clientId, private_key_jwt: [{ credentials: [key] }] };
    const resources = [{ address: 'auth0_client_credentials.theirs', type: 'auth0_client_credentials', values }];
    writeFileSync(
      adoption.publicKeyFile,
      JSON.stringify({ format_version: '1.0', values: { root_module: { resources } } }),
    );
    await adoption.adopt('--from', 'auth0_client_credentials.theirs', '--applied', adoption.publicKeyFile);
    const { verdict, sets } = await adoption.planSet();
    expect([verdict, sets[0]?.findings.map(({ rule, address }) => [rule, address])]).toEqual([
      'unsafe',
      [['current-stays', 'auth0_client_credentials.app_slots']],
    ]);
  } finally {
    await adoption.close();
  }
});

describe('the first plan that destroys the resource which had the certificate of an Entra application', () => {
  const keyId = '6a1e1d4a-9b0a-4a44-8a55-0c1f2f6f9d11';

  test.each([
    ['unsafe', ['--kid', keyId, '--public-key']],
    ['unknown', ['--from-outside']],
  ])('is %s with %j', async (expected, [option = '', ...more]) => {
    const adoption = await Adoption.of('entra-certificate', () => keyId, await certificate('theirs'));
    try {
      const { applicationId } = adoption.application;
      const theirs = { applicationId, keyId, value: adoption.key.publicKey, type: 'AsymmetricX509Cert' };
      await adoption.before({ keyId }, (stack) =>
        new ApplicationCertificate(stack, 'theirs', theirs).overrideLogicalId('theirs'),
      );
      await adoption.adopt(option, ...more, ...(more.length > 0 ? [adoption.publicKeyFile] : []));
      const { verdict, sets } = await adoption.planSet();
      expect([verdict, sets[0]?.findings.map(({ rule, address }) => [rule, address])]).toEqual([
        expected,
        [['current-stays', 'azuread_application_certificate.theirs']],
      ]);
    } finally {
      await adoption.close();
    }
  });
});

describe('the first plan of an Okta app whose credential in use the manifest does not name as it is', () => {
  let adoption: Adoption;
  beforeEach(async () => {
    adoption = await Adoption.of('okta-private-key-jwt', () => 'their-key');
  });
  afterEach(() => adoption.close());

  async function plan(before: OktaSettings, kid: string): Promise<readonly unknown[]> {
    await adoption.before({ keyId: 'their-key' }, (stack) => oktaApp(stack, before));
    await adoption.adopt('--kid', kid, '--public-key', adoption.publicKeyFile);
    const { verdict, sets } = await adoption.planSet();
    return [verdict, sets[0]?.findings.map(({ rule }) => rule)];
  }

  test('is unsafe with another text of its key', async () => {
    writeFileSync(adoption.publicKeyFile, (await rsaKey()).publicKey);
    expect(await plan(theirKey(adoption.key), 'their-key')).toEqual(['unsafe', ['current-stays']]);
  });

  test('is unsafe when the app took a client secret until then', async () => {
    expect(await plan({ tokenEndpointAuthMethod: 'client_secret_basic' }, 'their-key')).toEqual([
      'unsafe',
      ['current-stays'],
    ]);
  });

  test('is not called safe when consumers go on with a client secret, which the app then takes no more', async () => {
    await adoption.before({ keyId: 'their-key' }, (stack) =>
      oktaApp(stack, { tokenEndpointAuthMethod: 'client_secret_basic' }),
    );
    await adoption.adopt('--from-outside');
    const { verdict, sets } = await adoption.planSet();
    expect([verdict, sets[0]?.findings.map(({ rule, address }) => [rule, address])]).toEqual([
      'unknown',
      [['current-stays', 'okta_app_oauth.okta_app']],
    ]);
  });

  test('is not called safe with a kid that the app does not have, for it would be published', async () => {
    const before = theirKey(adoption.key);
    adoption.construct = (stack, _application, rotation) =>
      new OktaPrivateKeyJwt(stack, 'set', { app: oktaApp(stack, before), rotation });
    writeFileSync(adoption.publicKeyFile, (await rsaKey()).publicKey);
    expect(await plan(before, 'their-kee')).toEqual(['unknown', ['current-stays']]);
  });
});
