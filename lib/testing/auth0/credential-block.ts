import { isObject, type Value, type Values } from '../../plugin/value';
import { setHash } from './set-hash';

/** One element of `private_key_jwt.credentials` with its text attributes; what is not set or not known is empty. */
export interface CredentialBlock {
  readonly id: string;
  readonly name: string;
  readonly credentialType: string;
  readonly pem: string;
  readonly algorithm: string;
  readonly keyId: string;
  readonly expiresAt: string;
  readonly parsesExpiry: boolean;
  /** The element as Terraform has it. */
  readonly values: Values;
}

/** Whether `private_key_jwt` is there at all, with or without keys. */
export function declaresKeys({ private_key_jwt: blocks }: Values): boolean {
  return Array.isArray(blocks) && blocks.length > 0;
}

/** The keys in the order in which they are written. */
export function credentialBlocks({ private_key_jwt: blocks = null }: Values): readonly CredentialBlock[] {
  const [block] = list(blocks);
  const elements = isObject(block) ? list(block.credentials ?? null) : [];
  return elements.filter(isObject).map(credentialBlock);
}

/** The keys without doubles in the order in which the provider works on them: by the text of the hash. */
export function hashedBlocks(resource: Values): ReadonlyMap<string, CredentialBlock> {
  const entries = credentialBlocks(resource).map((block) => [setHash(block), block] as const);
  return new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The ids that a resource owns, in the same order. */
export function ownIds(state: Values): readonly string[] {
  return [...hashedBlocks(state).values()].map(({ id }) => id).filter((id) => id !== '');
}

function credentialBlock(values: Values): CredentialBlock {
  return {
    id: text(values.id),
    name: text(values.name),
    credentialType: text(values.credential_type),
    pem: text(values.pem),
    algorithm: text(values.algorithm) || 'RS256',
    keyId: text(values.key_id),
    expiresAt: text(values.expires_at),
    parsesExpiry: values.parse_expiry_from_cert === true,
    values,
  };
}

function list(value: Value): readonly Value[] {
  return Array.isArray(value) ? value : [];
}

function text(value: Value = null): string {
  return typeof value === 'string' ? value : '';
}
