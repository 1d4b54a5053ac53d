import { listOf, objectOf, rfc7638, type Unchecked } from '../../rotation';
import type { Holder } from './holder';

/**
 * `auth0_client_credentials`, provider >= 1.55. An update keeps a key whose name, algorithm and PEM text are all the
 * same. Anything else detaches and deletes it, also when the same key is added again under another name or in another
 * form: it is not attached in between.
 */
export const auth0ClientCredentials: Holder = {
  application: 'client_id',
  calls: 'Auth0 detaches and deletes a key before it attaches another one',
  holds: (values, { keys }, slot) => keysOf(values).some((key) => kidOf(key) === keys[slot]),
  update: (before, after, unknown, { keys }, slot) => {
    if (unknown.private_key_jwt === true || unknown.authentication_method === true) return 'unknown';
    const mine = keysOf(before).find((key) => kidOf(key) === keys[slot]);
    const method = after.authentication_method;
    if (!mine || (typeof method === 'string' && method !== 'private_key_jwt')) return 'removed';
    const later = keysOf(after);
    const isSame = ({ name, pem, algorithm }: Unchecked): boolean =>
      name === mine.name && isSameText(mine, pem) && (algorithm ?? 'RS256') === (mine.algorithm ?? 'RS256');
    const same = later.find(isSame);
    // Up to 1.55 a changed date of a key whose date came from its certificate is a removal and an addition.
    if (same && !(mine.parse_expiry_from_cert === true && same.expires_at !== mine.expires_at)) return 'stays';
    return later.some((key) => kidOf(key) === keys[slot]) ? 'put back' : 'removed';
  },
  keyIds: (values) => {
    const { authentication_method: method } = values;
    const other = typeof method === 'string' && !['', 'none', 'private_key_jwt'].includes(method) ? [method] : [];
    return [...keysOf(values).flatMap((key) => kidOf(key) ?? []), ...other];
  },
  values: () => [],
  slotOf: (attribute) => (attribute.startsWith('private_key_jwt') ? 'both' : undefined),
};

function keysOf({ private_key_jwt: block }: Unchecked): readonly Unchecked[] {
  return listOf(objectOf(listOf(block)[0]).credentials).map(objectOf);
}

/** Auth0 never shows a PEM: after an import the text is empty, and then the provider compares the keys themselves. */
function isSameText(before: Unchecked, pem: unknown): boolean {
  return (before.pem ?? '') === '' ? kidOf(before) === kidOf({ pem }) : before.pem === pem;
}

function kidOf({ key_id: keyId, pem }: Unchecked): string | undefined {
  if (typeof keyId === 'string') return keyId;
  try {
    return rfc7638(String(pem));
  } catch {
    return undefined;
  }
}
