import {
  InputError,
  type Kind,
  listOf,
  modulesOf,
  NEVER,
  normalizePublicKey,
  objectOf,
  type Unchecked,
} from '../../rotation';
import { algorithmOf, expiryOf, type LiveKey, nameOf } from './live-values';

const TYPE = 'auth0_client_credentials';
const OTHERS = [
  'tls_client_auth',
  'self_signed_tls_client_auth',
  'signed_request_object',
  'token_vault_privileged_access',
];

/**
 * The key in use as the state has it: for the provider, another text, algorithm or expiry of it would be another key.
 *
 * @throws InputError when the resource is not in the state, or holds what the set would take away
 */
export function auth0Key(text: string, address: string, kind: Kind): LiveKey {
  const values = valuesAt(text, address);
  const refuse = (rule: string, got: string, remedy: string): InputError =>
    new InputError(`${rule}, got ${address} with ${got}: ${remedy}`);
  const other = OTHERS.find((block) => listOf(values[block]).length > 0);
  if (other !== undefined) {
    throw refuse('a set owns its resource as a whole', other, 'such a client cannot be adopted; make a second one');
  }
  const keys = listOf(objectOf(listOf(values.private_key_jwt)[0]).credentials).map(objectOf);
  const [key] = keys;
  if (key === undefined) {
    throw refuse(
      'a client signs in with a key before it is adopted',
      `the method "${String(values.authentication_method)}"`,
      'a client secret and a first key are not valid together at Auth0; make a second client, and start it with "add"',
    );
  }
  if (keys.length > 1) {
    throw refuse(
      'one key is adopted',
      `${keys.length} keys`,
      'finish the rotation that is under way: remove the key that nobody uses, and apply',
    );
  }
  if (key.parse_expiry_from_cert === true) {
    throw refuse(
      'the expiry of a key is a literal',
      'parse_expiry_from_cert',
      `take it out, give expires_at = ${JSON.stringify(key.expires_at)}, and apply that first`,
    );
  }
  return liveKeyOf(key, address, kind);
}

function liveKeyOf(key: Unchecked, address: string, kind: Kind): LiveKey {
  const pem = String(key.pem ?? '');
  if (pem === '') {
    throw new InputError(
      `the state has the text of the key, got none at ${address}: write it into your resource and apply, or adopt it with --key-name`,
    );
  }
  const publicKey = normalizePublicKey(pem, kind.key?.accepts ?? [], kind.key?.types);
  const adopted = {
    name: nameOf(String(key.name ?? ''), 'the name of a key'),
    from: address,
    ...algorithmOf(String(key.algorithm ?? 'RS256')),
    ...(pem !== publicKey && { pem }),
  };
  const expires = String(key.expires_at ?? '');
  return { publicKey, adopted, expires: expires === '' ? NEVER : expiryOf(expires, 'the expiry of a key') };
}

function valuesAt(text: string, address: string): Unchecked {
  let document: Unchecked;
  try {
    document = objectOf(JSON.parse(text));
  } catch {
    throw new InputError('--applied is not JSON: give the output of "terraform show -json"');
  }
  const known = modulesOf(objectOf(document.values).root_module)
    .flatMap(({ resources }) => listOf(resources).map(objectOf))
    .filter(({ type }) => type === TYPE);
  const found = known.find((resource) => resource.address === address);
  if (found) return objectOf(found.values);
  const names = known.map((resource) => String(resource.address));
  throw new InputError(
    `--from is the address of an ${TYPE} in the state, got "${address}": ${names.length === 0 ? 'the state has none' : `it has ${names.slice(0, 10).join(', ')}`}`,
  );
}
