import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from '../../demo/world';
import { KINDS } from '../../demo/two-slot';
import { Pilot } from '../support/pilot';

const tokenUrlOf = ({ entra, auth0, okta, uaa }: World, kind: string): string =>
  (kind.startsWith('entra') ? entra : kind.startsWith('auth0') ? auth0 : kind.startsWith('okta') ? okta : uaa).tokenUrl;

/** One secret of the vendor's provider, one of ours, and a key: the models of all kinds are tried without Terraform. */
const TRIED = ['entra-client-secret', 'okta-client-secret', 'auth0-private-key-jwt'];

describe.each(KINDS.filter(({ kind }) => TRIED.includes(kind)))('$kind under real Terraform', (kind) => {
  test('is promoted only after what is published as next has signed in', async () => {
    const pilot = await Pilot.start(kind);
    try {
      await pilot.add('--interval', '1h', '--soak', '0s', '--grace', '0s', '--verify', '1s');
      await pilot.apply();
      await pilot.step('stage');
      await expect(pilot.take('promote')).rejects.toThrow('got no record of a sign-in');
      await pilot.take('verify', ...optionsOf(pilot));
      await pilot.step('promote');
      expect(pilot.set.state.current).toBe('b');
      expect(pilot.rehearsal.refused).toEqual([]);
    } finally {
      await pilot.close();
    }
  });

  function optionsOf({ world, application, set }: Pilot): readonly string[] {
    const next = world.vault.read('kv', 'app') ?? {};
    const given =
      next.next_keyId && set.kind.key ? keyOf(world, next.next_keyId) : secretOf(world, next.next_clientSecret);
    const place = ['--client-id', application.clientId, '--token-url', tokenUrlOf(world, kind.kind)];
    return [...given, ...place, '--every', '1s', '--timeout', '20s'];
  }

  function secretOf({ directory }: World, secret = ''): readonly string[] {
    const path = join(directory, 'next');
    writeFileSync(path, secret, { mode: 0o600 });
    return ['--secret-from', `file:${path}`];
  }

  /** The application finds its key by the id that is published. */
  function keyOf({ directory }: World, keyId: string): readonly string[] {
    const path = join(directory, 'keys', `${keyId}.pem`);
    expect(readFileSync(path, 'utf8')).toContain('PRIVATE KEY');
    return ['--private-key', path];
  }
});
