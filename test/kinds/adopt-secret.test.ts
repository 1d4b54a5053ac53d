import { Kind } from '../../lib/rotation';
import { OktaClientSecret, OktaSecretRef } from '../../lib/okta';
import { ownProvider } from '../../demo/kind';
import { Adoption } from '../support/adoption';

jest.setTimeout(300_000);

interface OktaSecret {
  readonly id: string;
  readonly client_secret: string;
  readonly secret_hash: string;
}

describe.each(['id', 'hash'] as const)('an Okta client secret that is adopted by its %s', (by) => {
  test('stays until its slot is recycled, and no sign-in fails', async () => {
    const adoption = await Adoption.of(Kind.OKTA_CLIENT_SECRET.name);
    try {
      const { okta } = adoption.world;
      const { applicationId: appId, clientId } = adoption.application;
      const answer = await fetch(`${okta.url}/api/v1/apps/${appId}/credentials/secrets`, {
        headers: { authorization: `SSWS ${okta.apiToken}` },
      });
      const [live] = (await answer.json()) as readonly [OktaSecret];
      const ids = () => okta.secrets(appId).map(({ id }) => id);
      await adoption.before({ clientSecret: live.client_secret, keyId: live.id });
      await adoption.adopt(...(by === 'id' ? ['--secret-id', live.id] : ['--secret-hash', live.secret_hash]));
      const initialSecret = by === 'id' ? OktaSecretRef.fromId(live.id) : OktaSecretRef.fromHash(live.secret_hash);
      adoption.construct = (stack, _registration, rotation) => {
        ownProvider(stack);
        return new OktaClientSecret(stack, 'app', { appId, clientId, initialSecret, rotation });
      };

      expect(await adoption.applySet()).toMatchObject({ verdict: 'safe' });
      expect(ids()).toEqual([live.id]);
      expect(await adoption.steps('stage', 'promote', 'rollback', 'rollback')).toEqual(Array(4).fill('safe'));
      expect(ids()).toContain(live.id);
      expect(await adoption.steps('stage', 'promote')).toEqual(['safe', 'safe']);
      expect(ids()).not.toContain(live.id);
      await adoption.expectSignedIn();
    } finally {
      await adoption.close();
    }
  });
});

test('a UAA client secret that is adopted by its value stays until its slot is recycled', async () => {
  const adoption = await Adoption.of(Kind.UAA_CLIENT_SECRET.name);
  try {
    const live = String(adoption.application.environment?.TF_VAR_initial_secret);
    const secrets = () => adoption.world.uaa.client('app')?.secrets;
    await adoption.before({ clientSecret: live });
    await adoption.adopt('--initial-secret');
    expect(await adoption.applySet()).toMatchObject({ verdict: 'safe' });
    expect(secrets()).toEqual([live]);
    expect(await adoption.steps('stage', 'promote')).toEqual(['safe', 'safe']);
    expect(secrets()).toContain(live);
    expect(await adoption.steps('stage', 'promote')).toEqual(['safe', 'safe']);
    expect(secrets()).not.toContain(live);
    await adoption.expectSignedIn();
  } finally {
    await adoption.close();
  }
});

test('an Entra application goes on with its secret from outside, and the first promote moves its consumers', async () => {
  const adoption = await Adoption.of(Kind.ENTRA_CLIENT_SECRET.name);
  try {
    const { entra } = adoption.world;
    const { clientId } = adoption.application;
    const live = entra.addForeignSecret(clientId);
    const ids = () => entra.liveCredentials(clientId).map(({ keyId }) => keyId);
    await adoption.before({ clientSecret: live.secretText, keyId: live.keyId });
    await adoption.adopt('--from-outside');
    expect(await adoption.applySet()).toMatchObject({ verdict: 'safe' });
    expect([ids(), adoption.world.vault.version('kv', 'app')]).toEqual([[live.keyId], 1]);
    expect(await adoption.steps('stage')).toEqual(['safe']);
    expect(adoption.world.vault.version('kv', 'app')).toBe(1);
    expect(await adoption.steps('promote')).toEqual(['safe']);
    expect(adoption.world.vault.read('kv', 'app')?.keyId).not.toBe(live.keyId);
    expect(ids()).toContain(live.keyId);
    await adoption.expectSignedIn();
  } finally {
    await adoption.close();
  }
});
