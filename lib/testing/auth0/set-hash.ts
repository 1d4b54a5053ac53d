import { crc32 } from 'node:zlib';
import type { CredentialBlock } from './credential-block';

/**
 * The identity of an element of `credentials`: CRC-32 of its text, as the provider's SDK makes it.
 * `parse_expiry_from_cert` is not part of it, so a change of that alone does nothing.
 */
export function setHash({ credentialType, pem, algorithm, name, expiresAt }: CredentialBlock): string {
  return String(crc32(`${credentialType}${pem}${algorithm}${name}${expiresAt}`));
}
