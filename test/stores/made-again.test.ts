import { STORES } from '../support/stores/store-case';
import { StoreRotation } from '../support/stores/store-rotation';

const stores = STORES.filter(({ hasWriteOnly }) => hasWriteOnly);

/** Somebody deletes the credential in use at the identity provider: Terraform makes it again, in the same generation. */
describe('write-only values, after the credential in use was deleted and made again without a step', () => {
  let rotation: StoreRotation;
  let before: Readonly<Record<string, string>>;

  beforeAll(async () => {
    rotation = await StoreRotation.start(stores, true);
    await rotation.begin();
    before = rotation.read(stores[0]!, '') ?? {};
    rotation.entra.removeCredential(rotation.clientId, before.keyId ?? '');
    await rotation.deployment.deploy();
  });
  afterAll(() => rotation?.close());

  test.each(stores)('$name holds the new one', (store) => {
    const [credential] = rotation.entra.liveCredentials(rotation.clientId);
    const { keyId, clientSecret } = rotation.read(store, '') ?? {};
    expect(keyId).toBe(credential?.keyId);
    expect(keyId).not.toBe(before.keyId);
    expect(clientSecret).not.toBe(before.clientSecret);
  });
});
