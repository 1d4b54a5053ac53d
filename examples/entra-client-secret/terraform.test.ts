import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Rotations } from 'cdktf-rotation';
import { Deployment, EntraModel, requestToken, SimulatedProviders, VaultModel } from 'cdktf-rotation/testing';
import { BillingStack } from './stack';

// The same stack under real Terraform, with model identity provider and store: no account, nothing to download.
test('what the stack publishes signs in, and the next plan is empty', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'billing-'));
  const [entra, vault] = [await EntraModel.start(), await VaultModel.start()];
  const providers = await SimulatedProviders.start({ entra, vault });
  try {
    const rotations = Rotations.fromFile(join(__dirname, 'rotation.json'));
    const deployment = new Deployment({
      directory,
      environment: providers.environment,
      stack: (app) => new BillingStack(app, 'billing', rotations),
    });
    expect((await deployment.deploy()).changes).toBe(false);

    const published = vault.read('kv', 'billing') as Readonly<Record<string, string>>;
    for (const secret of ['AZURE_CLIENT_SECRET', 'AZURE_CLIENT_SECRET_NEXT']) {
      const refused = await requestToken(entra.tokenUrl, {
        client_id: published.AZURE_CLIENT_ID ?? '',
        client_secret: published[secret] ?? '',
        scope: 'https://graph.microsoft.com/.default',
      });
      expect(refused).toBeUndefined();
    }
  } finally {
    await providers.close();
    await Promise.all([entra.close(), vault.close()]);
    rmSync(directory, { recursive: true });
  }
});
