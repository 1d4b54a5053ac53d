import { GoogleSecretManager } from '../../lib/stores/google-secret-manager';
import { published } from '../support/stores/published';
import { GOOGLE_SECRET } from '../support/stores/store-case';

const NAMES = { current: { clientSecret: 'CLIENT_SECRET' }, next: { clientSecret: 'CLIENT_SECRET_NEXT' } };

describe('GoogleSecretManager', () => {
  test.each(['', 'billing', 'projects/apps/secrets/', 'projects/apps/secrets/a/versions/1', `/${GOOGLE_SECRET}`])(
    'refuses the secret %j',
    (secret) => {
      expect(() => new GoogleSecretManager({ secret })).toThrow(/secret is "projects\/<project>\/secrets\/<id>"/);
    },
  );

  test.each(['', '1A', 'A B'])('refuses the name %j', (name) => {
    const store = new GoogleSecretManager({ secret: GOOGLE_SECRET });
    expect(() => store.checkName(name)).toThrow(/a name in google secret manager is 1 to 255 letters/);
  });

  test('makes the new version before it gives up the old one', () => {
    expect(published(new GoogleSecretManager({ secret: GOOGLE_SECRET }), NAMES)).toMatchSnapshot();
  });

  test('keeps the value out of the state when it is write-only', () => {
    expect(published(new GoogleSecretManager({ secret: GOOGLE_SECRET, writeOnly: true }), NAMES)).toMatchSnapshot();
  });
});
