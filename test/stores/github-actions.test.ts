import { GitHubActions } from '../../lib/stores/github-actions';
import { published } from '../support/stores/published';

describe('GitHubActions', () => {
  const store = new GitHubActions({ repository: 'billing' });

  test.each(['', 'acme/billing', 'a b', 'a'.repeat(101)])('refuses the repository %j', (repository) => {
    expect(() => new GitHubActions({ repository })).toThrow(/repository is a name without its owner.*of the provider/);
  });

  test.each(['', '1A', 'A-B', 'A.B', 'GITHUB_TOKEN', 'github_x'])('refuses the name %j', (name) => {
    expect(() => store.checkName(name)).toThrow(/a name in github actions is letters, digits and "_"/);
  });

  test.each(['AZURE_CLIENT_SECRET', '_x', 'a1', 'GITHUBX'])('takes the name %j', (name) => {
    expect(() => store.checkName(name)).not.toThrow();
  });

  test('takes names for one that differ in case', () => {
    expect(store.locationOf('Secret')).toBe(store.locationOf('SECRET'));
  });

  test('writes a secret for each name', () => {
    const names = { current: { clientSecret: 'CLIENT_SECRET' }, next: { clientSecret: 'CLIENT_SECRET_NEXT' } };
    expect(published(store, names)).toMatchSnapshot();
  });
});
