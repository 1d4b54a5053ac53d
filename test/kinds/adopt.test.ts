import { ApplicationCertificate } from '@cdktf/provider-azuread/lib/application-certificate';
import { Auth0ClientCredentials } from '../../lib/auth0';
import { certificateThumbprint, publicJwk, rfc7638 } from '../../lib/rotation';
import { Adoption } from '../support/adoption';
import { certificate } from '../support/keys';
import { oktaApp, theirKey } from '../support/okta-app';

jest.setTimeout(300_000);

const LIVE = 'Current Credential';
const thumbprint = ({ publicKey }: { readonly publicKey: string }): string => rfc7638(publicKey);

describe('adopting the key of an Auth0 client under real Terraform', () => {
  let adoption: Adoption;
  beforeEach(async () => {
    adoption = await Adoption.of('auth0-private-key-jwt', thumbprint);
  });
  afterEach(() => adoption.close());

  const pool = () => adoption.world.auth0.pool(adoption.application.clientId);

  async function liveUntilRecycled(): Promise<void> {
    const [live] = pool();
    const changes: string[] = [];
    adoption.application.onChange(({ keyId, live: begins }) => changes.push(`${begins ? '+' : '-'}${keyId}`));
    const first = await adoption.applySet();
    expect(first.sets[0]?.findings).toEqual([]);
    expect(first).toMatchObject({ verdict: 'safe', sets: [{ set: 'app', verdict: 'safe' }] });
    expect(first.sets[0]?.proof).toBe(
      'a (generation 1) was in use before the set, and no order of this apply takes it away',
    );
    expect([changes, pool()]).toEqual([[], [live]]);

    expect(await adoption.steps('stage', 'promote', 'rollback', 'rollback')).toEqual(Array(4).fill('safe'));
    expect(pool()[0]).toEqual(live);
    expect(pool().map(({ name }) => name)).toEqual([LIVE, 'app-b']);

    expect(await adoption.steps('stage', 'promote')).toEqual(['safe', 'safe']);
    expect(
      pool()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['app-a', 'app-b']);
    expect(pool().some(({ kid }) => kid === live?.kid)).toBe(false);
    await adoption.expectSignedIn();
  }

  test('by import, it keeps its name and is not touched until its slot is recycled', async () => {
    const { clientId } = adoption.application;
    adoption.world.auth0.addForeignCredential(clientId, { pem: adoption.key.publicKey, name: LIVE, as: 'attached' });
    await adoption.before({ keyId: adoption.kid });
    await adoption.adopt('--key-name', LIVE, '--public-key', adoption.publicKeyFile, '--expires', 'never');
    await liveUntilRecycled();
  });

  test('by a moved block, also with another text and an expiry, it is not touched until its slot is recycled', async () => {
    const { clientId } = adoption.application;
    const pem = adoption.key.publicKey.trimEnd();
    const expiresAt = '2099-01-01T00:00:00.000Z';
    await adoption.before(
      { keyId: adoption.kid },
      (stack) =>
        new Auth0ClientCredentials(stack, 'theirs', {
          clientId,
          credentials: [{ name: LIVE, pem, algorithm: 'RS256', expiresAt }],
        }),
    );
    await adoption.adopt('--from', 'auth0_client_credentials.theirs', '--applied', await adoption.appliedFile());
    expect(adoption.set.state.a).toMatchObject({ expires: '2099-01-01T00:00:00Z', adopted: { name: LIVE, pem } });
    await liveUntilRecycled();
  });
});

test('an Okta app keeps the kid of its key until its slot is recycled', async () => {
  const adoption = await Adoption.of('okta-private-key-jwt', () => 'their-key');
  try {
    const kids = () => adoption.world.okta.liveCredentials('app');
    await adoption.before({ keyId: 'their-key' }, (stack) => oktaApp(stack, theirKey(adoption.key)));
    const before = kids();
    expect(JSON.stringify(before)).toContain('their-key');
    await adoption.adopt('--kid', 'their-key', '--public-key', adoption.publicKeyFile);
    const first = await adoption.applySet();
    expect(first).toMatchObject({ verdict: 'safe', sets: [{ verdict: 'safe' }] });
    expect(first.sets[0]?.proof).toContain('was in use before the set');
    expect(kids()).toEqual(before);
    expect(await adoption.steps('stage', 'promote', 'rollback', 'rollback', 'stage', 'promote')).toEqual(
      Array(6).fill('safe'),
    );
    expect(JSON.stringify(kids())).not.toContain('their-key');
    await adoption.expectSignedIn();
  } finally {
    await adoption.close();
  }
});

test('a UAA client keeps the kid of its key until it is retired', async () => {
  const adoption = await Adoption.of('uaa-private-key-jwt', () => 'their-key');
  try {
    const kids = () => adoption.world.uaa.client('app')?.keys;
    adoption.world.uaa.addForeignKey('app', { kid: 'their-key', ...publicJwk(adoption.key.publicKey) });
    await adoption.before({ keyId: 'their-key' });
    await adoption.adopt('--kid', 'their-key', '--public-key', adoption.publicKeyFile);
    expect(await adoption.applySet()).toMatchObject({ verdict: 'safe' });
    expect(kids()).toEqual(['their-key']);
    expect(await adoption.steps('stage', 'abort', 'stage', 'promote')).toEqual(Array(4).fill('safe'));
    expect(kids()).toContain('their-key');
    expect(await adoption.steps('retire')).toEqual(['safe']);
    expect(kids()).not.toContain('their-key');
    await adoption.expectSignedIn();
  } finally {
    await adoption.close();
  }
});

test('an Entra application keeps its certificate until its slot is recycled', async () => {
  const keyId = '6a1e1d4a-9b0a-4a44-8a55-0c1f2f6f9d11';
  const adoption = await Adoption.of('entra-certificate', () => keyId, await certificate('theirs'));
  try {
    const { entra } = adoption.world;
    const { applicationId, clientId } = adoption.application;
    const value = adoption.key.publicKey;
    const thumbprint = certificateThumbprint(value);
    const live = () => entra.liveCredentials(clientId);
    await adoption.before({ keyId, thumbprint }, (stack) => {
      const theirs = new ApplicationCertificate(stack, 'theirs', {
        applicationId,
        keyId,
        value,
        type: 'AsymmetricX509Cert',
      });
      theirs.overrideLogicalId('theirs');
    });
    await adoption.terraform.run(['state', 'rm', 'azuread_application_certificate.theirs']);
    const before = live();
    await adoption.adopt('--kid', keyId, '--public-key', adoption.publicKeyFile);
    expect(await adoption.applySet()).toMatchObject({ verdict: 'safe', sets: [{ findings: [] }] });
    expect(live()).toEqual(before);
    expect(await adoption.steps('stage', 'promote', 'rollback', 'rollback')).toEqual(Array(4).fill('safe'));
    expect(live()).toContainEqual(before[0]);
    expect(await adoption.steps('stage', 'promote')).toEqual(['safe', 'safe']);
    expect(live().map((one) => one.keyId)).not.toContain(keyId);
    await adoption.expectSignedIn();
  } finally {
    await adoption.close();
  }
});
