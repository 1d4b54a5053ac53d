import { AwsSsm } from '../../lib/stores/aws-ssm';
import { published } from '../support/stores/published';

const NAMES = { current: { clientSecret: 'CLIENT_SECRET' }, next: { clientSecret: 'client.secret' } };

describe('AwsSsm', () => {
  const store = new AwsSsm({ path: '/apps/billing' });

  test.each(['', 'apps', '/', '/apps/', '/a b', '/aws/x', '/SSM', '/a'.repeat(15)])('refuses the path %j', (path) => {
    expect(() => new AwsSsm({ path })).toThrow(/the path of parameters is 1 to 14 levels/);
  });

  test.each(['', 'a/b', 'a b', 'é', 'A'.repeat(911)])('refuses the name %j', (name) => {
    expect(() => store.checkName(name)).toThrow(/a name in aws ssm is letters, digits, .* at most 911 with its path/);
  });

  test.each(['CLIENT_SECRET', 'a.b-c', '1', 'A'.repeat(897)])('takes the name %j', (name) => {
    expect(() => store.checkName(name)).not.toThrow();
  });

  test('tells upper from lower case', () => {
    expect(store.locationOf('a')).not.toBe(store.locationOf('A'));
  });

  test('writes a SecureString for each name, at an address that Terraform takes', () => {
    expect(published(store, NAMES)).toMatchSnapshot();
  });

  test('keeps values out of the state when they are write-only, and writes them again under another key', () => {
    const keyId = 'alias/billing';
    expect(published(new AwsSsm({ path: '/apps/billing', keyId, writeOnly: true }), NAMES)).toMatchSnapshot();
  });

  test('the version of a name called as the key argument still follows its credential', () => {
    const names = { current: { clientSecret: 'keyId' } };
    const version = (path: string): string => JSON.stringify(published(new AwsSsm({ path, writeOnly: true }), names));
    expect(version('/apps/billing')).toContain('slot_a.key_id');
  });
});
