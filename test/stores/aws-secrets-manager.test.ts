import { AwsSecretsManager } from '../../lib/stores/aws-secrets-manager';
import { published } from '../support/stores/published';

const NAMES = { current: { clientSecret: 'CLIENT_SECRET' }, next: { clientSecret: 'CLIENT_SECRET_NEXT' } };

describe('AwsSecretsManager', () => {
  test.each(['', 'a b', 'a#b', 'é'])('refuses the secret %j', (secretId) => {
    expect(() => new AwsSecretsManager({ secretId })).toThrow(/secretId is a name or an ARN.*pass aws_secretsmanager/);
  });

  test.each(['apps/billing', 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:apps/billing-a1B2c3'])(
    'takes the secret %j',
    (secretId) => {
      expect(new AwsSecretsManager({ secretId }).location).toBe(`aws-secrets-manager ${secretId}`);
    },
  );

  test.each(['', '1A', 'A B', 'A'.repeat(256)])('refuses the name %j', (name) => {
    expect(() => new AwsSecretsManager({ secretId: 'x' }).checkName(name)).toThrow(/a name in aws secrets manager is/);
  });

  test('writes one JSON object, and no label: AWS moves AWSCURRENT to a new version itself', () => {
    expect(published(new AwsSecretsManager({ secretId: 'apps/billing' }), NAMES)).toMatchSnapshot();
  });

  test('keeps the value out of the state when it is write-only', () => {
    expect(published(new AwsSecretsManager({ secretId: 'apps/billing', writeOnly: true }), NAMES)).toMatchSnapshot();
  });

  test.each([true, false])('refuses a literal that would end the expression (write-only: %s)', (writeOnly) => {
    const store = new AwsSecretsManager({ secretId: 'x', writeOnly });
    const publish = (): unknown => store.publish({} as never, 'id', { ID: 'a"b' }, { ID: ['clientId', 'a"b'] });
    expect(publish).toThrow('a literal value in aws-secrets-manager holds no quote');
    expect(publish).not.toThrow(/a"b/);
  });
});
