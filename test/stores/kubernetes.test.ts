import { Kubernetes } from '../../lib/stores/kubernetes';
import { published } from '../support/stores/published';

const NAMES = { current: { clientSecret: 'client-secret' }, next: { clientSecret: 'client-secret.next' } };

describe('Kubernetes', () => {
  test.each(['', 'Billing', 'a_b', '-a', 'a-', 'a..b', 'a'.repeat(254)])('refuses the secret %j', (name) => {
    expect(() => new Kubernetes({ name })).toThrow(/the name of a kubernetes secret is 1 to 253 lower-case letters/);
  });

  test.each(['', 'Apps', 'a.b', 'a-', 'a'.repeat(64)])('refuses the namespace %j', (namespace) => {
    expect(() => new Kubernetes({ name: 'x', namespace })).toThrow(/a kubernetes namespace is 1 to 63 lower-case/);
  });

  test.each(['', '.', '..', 'a b', 'a/b', 'a'.repeat(254)])('refuses the key %j', (name) => {
    expect(() => new Kubernetes({ name: 'x' }).checkName(name)).toThrow(/a key of a kubernetes secret is 1 to 253/);
  });

  test.each(['CLIENT_SECRET', 'a.b-c', '...', '1'])('takes the key %j', (name) => {
    expect(() => new Kubernetes({ name: 'x.y' }).checkName(name)).not.toThrow();
  });

  test('is in the namespace default unless another one is named', () => {
    expect(new Kubernetes({ name: 'billing' }).location).toBe('kubernetes default/billing');
    expect(new Kubernetes({ name: 'billing', namespace: 'apps' }).location).toBe('kubernetes apps/billing');
  });

  test('writes one secret with a key for each name', () => {
    expect(published(new Kubernetes({ name: 'billing', namespace: 'apps' }), NAMES)).toMatchSnapshot();
  });

  test('keeps values out of the state when they are write-only', () => {
    const store = new Kubernetes({ name: 'billing', namespace: 'apps', writeOnly: true });
    expect(published(store, NAMES)).toMatchSnapshot();
  });
});
