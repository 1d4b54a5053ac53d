import { createHash, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { InputError } from './error';

export type KeyForm = 'public key' | 'certificate';

export type KeyType = 'rsa' | 'ec';

/** The public part of a key, as RFC 7517 writes it; nothing that says what the key is for. */
export type PublicJwk =
  | { readonly kty: 'RSA'; readonly n: string; readonly e: string }
  | { readonly kty: 'EC'; readonly crv: string; readonly x: string; readonly y: string };

const LEAST_BITS = 2048;

/** By the names that OpenSSL has for P-256, P-384 and P-521. */
const CURVES: readonly string[] = ['prime256v1', 'secp384r1', 'secp521r1'];
const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;

/** A synth asks for each key several times, and reading one takes about 0.15 ms. */
const READ = new Map<string, ParsedKey>();

interface ParsedKey {
  readonly form: KeyForm;
  readonly pem: string;
  readonly key: KeyObject;
  readonly certificate?: X509Certificate;
}

/**
 * Reads one public key or X.509 certificate and gives it back byte-stable, written anew: one key has one text.
 * Auth0 compares keys as text, so the same key with other white space would be replaced.
 *
 * @throws InputError when it is not exactly one block, a private key, of another type, an RSA key smaller than 2048
 * bits, or an EC key on another curve than P-256, P-384 and P-521
 */
export function normalizePublicKey(
  text: string,
  accepts: readonly KeyForm[],
  types: readonly KeyType[] = ['rsa'],
): string {
  const { pem, key } = parse(text, accepts);
  const type = key.asymmetricKeyType;
  if (!types.some((one) => one === type)) {
    const names = types.map((one) => one.toUpperCase()).join(' or ');
    throw new InputError(`the key must be ${names}, got ${type ?? 'an unknown type'}`);
  }
  const { modulusLength: bits = 0, namedCurve: curve = '' } = key.asymmetricKeyDetails ?? {};
  if (type === 'rsa' && bits < LEAST_BITS) {
    throw new InputError(`an RSA key has at least ${LEAST_BITS} bits, got ${bits}`);
  }
  if (type === 'ec' && !CURVES.includes(curve)) {
    throw new InputError(`an EC key is on the curve P-256, P-384 or P-521, got ${curve}`);
  }
  return pem;
}

/** When the certificate stops being valid; undefined for a bare public key. */
export function notAfter(pem: string): Date | undefined {
  const { certificate } = parse(pem, ['public key', 'certificate']);
  return certificate && new Date(certificate.validTo);
}

/** The RFC 7638 thumbprint of a key: what Auth0 shows as `kid`, whatever form the PEM had. */
export function rfc7638(pem: string): string {
  const members = Object.entries(publicJwk(pem)).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify(Object.fromEntries(members)))
    .digest('base64url');
}

export function publicJwk(pem: string): PublicJwk {
  return parse(pem, ['public key', 'certificate']).key.export({ format: 'jwk' }) as PublicJwk;
}

/**
 * The key id under which a certificate is stored at Entra: a UUID (RFC 9562 version 8) made of the certificate's
 * SHA-256 fingerprint, so that every generation has its own and a lost answer leaves no second copy.
 */
export function entraKeyId(pem: string): string {
  const bytes = fingerprint(pem).subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The base64url SHA-256 thumbprint of a certificate: `x5t#S256` of RFC 7515. */
export function certificateThumbprint(pem: string): string {
  return fingerprint(pem).toString('base64url');
}

function fingerprint(pem: string): Buffer {
  const { certificate } = parse(pem, ['certificate']);
  return createHash('sha256')
    .update((certificate as X509Certificate).raw)
    .digest();
}

function parse(text: string, accepts: readonly KeyForm[]): ParsedKey {
  const blocks = [...text.matchAll(BLOCK)];
  const [block] = blocks;
  const label = block?.[1];
  if (label?.includes('PRIVATE KEY')) {
    throw new InputError('a public key is expected here, got a private key: give the public part only');
  }
  if (!block || blocks.length !== 1 || text.replace(block[0], '').trim() !== '') {
    throw new InputError(
      `one PEM block with a ${accepts.join(' or ')} is expected, got ${blocks.length} blocks or other text`,
    );
  }
  const form: KeyForm = label === 'CERTIFICATE' ? 'certificate' : 'public key';
  if (!accepts.includes(form)) throw new InputError(`this kind takes a ${accepts.join(' or ')}, got a ${form}`);
  const known = READ.get(text);
  if (known) return known;
  const given = block[0].replace(/\r\n?/g, '\n').replace(/[ \t]+$/gm, '');
  const certificate = form === 'certificate' ? readable(form, () => new X509Certificate(given)) : undefined;
  const key = readable(form, () => certificate?.publicKey ?? createPublicKey(given));
  const pem = certificate?.toString() ?? key.export({ type: 'spki', format: 'pem' }).toString();
  const parsed = { form, pem, key, certificate };
  READ.set(text, parsed);
  return parsed;
}

function readable<Result>(form: KeyForm, read: () => Result): Result {
  try {
    return read();
  } catch {
    throw new InputError(`the PEM does not hold a readable ${form}`);
  }
}
