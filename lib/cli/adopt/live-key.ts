import { InputError, type Kind, normalizePublicKey, notAfter, timestamp } from '../../rotation';
import type { Context } from '../context';
import { readInput } from '../input';
import { auth0Key } from './auth0-state';
import type { LiveFlags } from './flags';
import { algorithmOf, expiryOf, type LiveKey, nameOf } from './live-values';

/** @throws InputError when the flags, the key or the state do not say enough, or it has expired */
export async function liveKey(
  way: 'moved' | 'import' | 'kid',
  kind: Kind,
  flags: LiveFlags,
  context: Context,
): Promise<LiveKey> {
  const key = await read(way, kind, flags, context);
  const now = timestamp(context.now());
  if (key.expires !== undefined && key.expires <= now) {
    throw new InputError(`a key that is in use has not expired, got one that expired at ${key.expires}`);
  }
  return key;
}

async function read(
  way: 'moved' | 'import' | 'kid',
  kind: Kind,
  { from = '', applied = '', keyName = '', kid = '', publicKey = '', algorithm = 'RS256', expires = '' }: LiveFlags,
  context: Context,
): Promise<LiveKey> {
  const pem = async (): Promise<string> =>
    normalizePublicKey(await readInput(publicKey, context), kind.key?.accepts ?? [], kind.key?.types);
  switch (way) {
    case 'moved':
      return auth0Key(await readInput(applied, context), from, kind);
    case 'import':
      return {
        publicKey: await pem(),
        adopted: { name: nameOf(keyName, '--key-name'), ...algorithmOf(algorithm) },
        expires: expiryOf(expires, '--expires'),
      };
    case 'kid': {
      const key = { publicKey: await pem(), adopted: { name: nameOf(kid, '--kid') } };
      const ends = ofCertificate(key.publicKey);
      const until = expires === '' ? ends : expiryOf(expires, '--expires');
      if (ends !== undefined && until !== undefined && until > ends) {
        throw new InputError(`nobody signs in with a certificate after its end, ${ends}, got --expires ${expires}`);
      }
      return { ...key, ...(until !== undefined && { expires: until }) };
    }
  }
}

function ofCertificate(pem: string): string | undefined {
  const ends = notAfter(pem);
  return ends && timestamp(ends);
}
