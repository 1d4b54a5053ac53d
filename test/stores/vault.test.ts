import { VaultKv } from '../../lib/stores/vault';

describe('VaultKv', () => {
  test.each(['', '/kv', 'kv/', 'a//b', 'a b', '${x}', '../kv'])('refuses the path %j', (path) => {
    expect(() => new VaultKv({ mount: 'kv', path })).toThrow(/vault path is letters, digits/);
    expect(() => new VaultKv({ mount: path, path: 'x' })).toThrow(/vault mount is letters, digits/);
  });

  test.each(['', ' A', 'A B', '1A', 'A${B}', 'A/B', 'A'.repeat(256)])('refuses the name %j', (name) => {
    expect(() => new VaultKv({ mount: 'kv', path: 'x' }).checkName(name)).toThrow(/a name in vault is 1 to 255/);
  });

  test.each(['AZURE_CLIENT_SECRET', 'clientSecret', '_x', 'a.b-c'])('takes the name %j', (name) => {
    expect(() => new VaultKv({ mount: 'kv', path: 'apps/billing' }).checkName(name)).not.toThrow();
  });

  test('names the place it writes to, with its namespace', () => {
    expect(new VaultKv({ mount: 'kv', path: 'apps/billing' }).location).toBe('vault kv/apps/billing');
    expect(new VaultKv({ mount: 'kv', path: 'x', namespace: 'team' }).location).toBe('vault team kv/x');
  });
});
