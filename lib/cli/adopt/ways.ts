import { InputError, type Kind } from '../../rotation';
import { FLAGS, type LiveFlags } from './flags';

/** How a set comes by the credential that is in use. */
export type WayName = 'outside' | 'moved' | 'import' | 'kid' | 'secret-id' | 'secret-hash' | 'initial-secret';

interface Way {
  readonly needs: readonly (keyof LiveFlags)[];
  readonly takes?: readonly (keyof LiveFlags)[];
}

const WAYS: Readonly<Record<WayName, Way>> = {
  outside: { needs: ['fromOutside'] },
  moved: { needs: ['from', 'applied'] },
  import: { needs: ['keyName', 'publicKey', 'expires'], takes: ['algorithm'] },
  kid: { needs: ['kid', 'publicKey'], takes: ['expires'] },
  'secret-id': { needs: ['secretId'] },
  'secret-hash': { needs: ['secretHash'] },
  'initial-secret': { needs: ['initialSecret'] },
};

interface Adoptable {
  readonly ways: readonly WayName[];
  /** What cannot be adopted, and why. */
  readonly limit: string;
}

const OUTSIDE: Adoptable = {
  ways: ['outside'],
  limit: 'what a kind of your own takes over is for its construct to say',
};

const KINDS: ReadonlyMap<string, Adoptable> = new Map<string, Adoptable>([
  [
    'entra-client-secret',
    { ways: ['outside'], limit: 'Entra shows a secret once, and the provider cannot import what it cannot read' },
  ],
  [
    'entra-certificate',
    { ways: ['kid', 'outside'], limit: 'a certificate is known by its key id, and Entra does not show its text' },
  ],
  [
    'auth0-private-key-jwt',
    {
      ways: ['moved', 'import'],
      limit:
        'the set owns the whole list of keys and the method of the client: its first apply would detach a key from outside and end a client secret',
    },
  ],
  ['okta-private-key-jwt', { ways: ['kid', 'outside'], limit: 'a key is known by its kid' }],
  [
    'okta-client-secret',
    {
      ways: ['secret-id', 'secret-hash', 'initial-secret', 'outside'],
      limit: 'a secret is known by its id, its hash or its value',
    },
  ],
  [
    'uaa-private-key-jwt',
    { ways: ['kid', 'outside'], limit: 'a key is known by its kid, and UAA never shows which it has' },
  ],
  [
    'uaa-client-secret',
    { ways: ['initial-secret', 'outside'], limit: 'UAA never shows a secret, so only who knows it can give it' },
  ],
]);

/** @throws InputError when the flags name no credential that this kind can adopt; the message says what can be */
export function wayOf(set: string, kind: Kind, flags: LiveFlags): WayName {
  const { ways, limit } = KINDS.get(kind.name) ?? OUTSIDE;
  const given = (Object.keys(FLAGS) as (keyof LiveFlags)[]).filter((flag) => flags[flag] !== undefined);
  const choice = ways.map((way) => shown(WAYS[way].needs)).join(', or ');
  if (given.length === 0) {
    throw new InputError(
      `adopt needs the credential of "${set}" that is in use, got nothing that says it: ${kind.name} takes ${choice} (${limit})`,
    );
  }
  const possible = ways.filter((way) => given.every((flag) => flagsOf(way).includes(flag)));
  const [found] = possible.filter((way) => WAYS[way].needs.every((flag) => given.includes(flag)));
  if (found !== undefined) return found;
  const [near] = possible;
  if (near !== undefined) {
    const missing = WAYS[near].needs.filter((flag) => !given.includes(flag));
    throw new InputError(`${kind.name} takes ${choice}, got ${shown(given)} alone: give ${shown(missing)} too`);
  }
  throw new InputError(`${kind.name} cannot be adopted by ${shown(given)}: ${limit}; it takes ${choice}`);
}

function flagsOf(way: WayName): readonly (keyof LiveFlags)[] {
  return [...WAYS[way].needs, ...(WAYS[way].takes ?? [])];
}

function shown(flags: readonly (keyof LiveFlags)[]): string {
  const [last, ...first] = flags.map((flag) => FLAGS[flag]).reverse();
  return first.length === 0 ? String(last) : `${first.reverse().join(', ')} and ${last}`;
}
