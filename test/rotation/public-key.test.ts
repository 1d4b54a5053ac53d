import { createHash, createPublicKey, generateKeyPair, type KeyObject, X509Certificate } from 'node:crypto';
import { promisify } from 'node:util';
import fc from 'fast-check';
import {
  certificateThumbprint,
  entraKeyId,
  InputError,
  type KeyForm,
  normalizePublicKey,
  notAfter,
  rfc7638,
} from '../../lib/rotation';
import { certificate, rsaKey, type TestKey } from '../support/keys';

const generate = promisify(generateKeyPair);
const EITHER: readonly KeyForm[] = ['public key', 'certificate'];

let key: TestKey;
let cert: TestKey;
let otherCert: TestKey;
beforeAll(async () => {
  [key, cert, otherCert] = await Promise.all([rsaKey(), certificate('one'), certificate('other')]);
});

function spki(publicKey: KeyObject): string {
  return publicKey.export({ type: 'spki', format: 'pem' }).toString();
}

function pem(label: string, der: Buffer): string {
  return `-----BEGIN ${label}-----\n${der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;
}

function messageOf(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message;
  }
  throw new Error('was not refused');
}

describe('normalizePublicKey', () => {
  const SHAPES: readonly (readonly [string, (pem: string) => string])[] = [
    ['as openssl writes it', (text) => text],
    ['with CRLF', (text) => text.replace(/\n/g, '\r\n')],
    ['with CR', (text) => text.replace(/\n/g, '\r')],
    ['with spaces and tabs at the ends of lines', (text) => text.replace(/\n/g, ' \t\n')],
    ['without the final line end', (text) => text.trimEnd()],
    ['with blank lines around it', (text) => `\n\r\n  ${text}\n\n`],
    ['with indented lines', (text) => text.replace(/\n(?=[A-Za-z0-9+/])/g, '\n    ')],
    ['in one long line', (text) => text.replace(/(?<=[A-Za-z0-9+/=])\n(?=[A-Za-z0-9+/=])/g, '')],
    ['in lines of 76', (text) => rewrapped(text, 76)],
  ];

  test.each(SHAPES)('gives one text for a public key %s', (_, shape) => {
    expect(shape(key.publicKey).length).toBeGreaterThan(400);
    expect(normalizePublicKey(shape(key.publicKey), ['public key'])).toBe(key.publicKey);
  });

  test.each(SHAPES)('gives one text for a certificate %s', (_, shape) => {
    expect(normalizePublicKey(shape(cert.publicKey), ['certificate'])).toBe(cert.publicKey);
  });

  test('gives one text for any line ends and indents', () => {
    const gap = fc.stringMatching(/^[ \t]{0,3}(\r\n|\n|\r)[ \t]{0,3}$/);
    const [head = '', ...body] = key.publicKey.trimEnd().split('\n');
    const gaps = fc.array(gap, { minLength: body.length - 1, maxLength: body.length - 1 });
    fc.assert(
      fc.property(gaps, (between) => {
        const text = `${head}\n${body.map((line, index) => line + (between[index] ?? '')).join('')}`;
        const spread = text.replace(/[ \t]+(?=-----END)/, '');
        expect(normalizePublicKey(spread, ['public key'])).toBe(key.publicKey);
      }),
    );
  });

  test('drops what stands behind the key within its block', () => {
    const der = createPublicKey(key.publicKey).export({ type: 'spki', format: 'der' });
    const padded = pem('PUBLIC KEY', Buffer.concat([der, Buffer.from('hidden')]));
    expect(normalizePublicKey(padded, ['public key'])).toBe(key.publicKey);
  });

  test('gives a PKCS #1 key in the form of the others', () => {
    const pkcs1 = createPublicKey(key.publicKey).export({ type: 'pkcs1', format: 'pem' }).toString();
    expect(pkcs1).toContain('BEGIN RSA PUBLIC KEY');
    expect(normalizePublicKey(pkcs1, ['public key'])).toBe(key.publicKey);
  });

  test('takes only the forms that a kind accepts', () => {
    expect(normalizePublicKey(key.publicKey, EITHER)).toBe(key.publicKey);
    expect(normalizePublicKey(cert.publicKey, EITHER)).toBe(cert.publicKey);
    expect(messageOf(() => normalizePublicKey(key.publicKey, ['certificate']))).toBe(
      'this kind takes a certificate, got a public key',
    );
    expect(messageOf(() => normalizePublicKey(cert.publicKey, ['public key']))).toBe(
      'this kind takes a public key, got a certificate',
    );
  });

  test.each<[string, (pem: string) => string, string]>([
    ['text before it', (text) => `subject=/CN=x\n${text}`, 'got 1 blocks or other text'],
    ['text behind it', (text) => `${text}# mine\n`, 'got 1 blocks or other text'],
    ['two blocks', (text) => text + text, 'got 2 blocks or other text'],
    ['no block', () => 'ssh-rsa AAAAB3NzaC1yc2E me@host', 'got 0 blocks or other text'],
    ['nothing', () => '', 'got 0 blocks or other text'],
    ['a block without its end', (text) => text.split('\n').slice(0, 4).join('\n'), 'got 0 blocks or other text'],
    ['another end', (text) => text.replace('END PUBLIC', 'END RSA PUBLIC'), 'got 0 blocks or other text'],
  ])('refuses %s', (_, shape, got) => {
    expect(messageOf(() => normalizePublicKey(shape(key.publicKey), EITHER))).toBe(
      `one PEM block with a public key or certificate is expected, ${got}`,
    );
  });

  test('refuses a block that holds no readable key', () => {
    const broken = key.publicKey.replace(/MIIB/, 'AAAA');
    expect(messageOf(() => normalizePublicKey(broken, EITHER))).toBe('the PEM does not hold a readable public key');
    expect(messageOf(() => normalizePublicKey(pem('CERTIFICATE', Buffer.from('x')), EITHER))).toBe(
      'the PEM does not hold a readable certificate',
    );
  });

  test('refuses a certificate whose key has an algorithm that nobody knows', () => {
    const { raw } = new X509Certificate(cert.publicKey);
    const rsaEncryption = raw.indexOf(Buffer.from('2a864886f70d010101', 'hex'));
    raw.writeUInt8(0x63, rsaEncryption + 8);
    expect(messageOf(() => normalizePublicKey(pem('CERTIFICATE', raw), EITHER))).toBe(
      'the PEM does not hold a readable certificate',
    );
  });

  test('refuses RSA keys of less than 2048 bits', async () => {
    const { publicKey } = await generate('rsa', { modulusLength: 2040 });
    expect(messageOf(() => normalizePublicKey(spki(publicKey), EITHER))).toBe(
      'an RSA key has at least 2048 bits, got 2040',
    );
  });

  test('refuses keys that are not RSA', async () => {
    const pairs = await Promise.all([
      generate('ec', { namedCurve: 'prime256v1' }),
      generate('ed25519', {}),
      generate('rsa-pss' as 'rsa', { modulusLength: 2048 }),
    ]);
    expect(pairs.map(({ publicKey }) => messageOf(() => normalizePublicKey(spki(publicKey), EITHER)))).toEqual([
      'the key must be RSA, got ec',
      'the key must be RSA, got ed25519',
      'the key must be RSA, got rsa-pss',
    ]);
  });

  test.each(['prime256v1', 'secp384r1', 'secp521r1'])(
    'takes an EC key on %s where the kind does',
    async (namedCurve) => {
      const text = spki((await generate('ec', { namedCurve })).publicKey);
      expect(normalizePublicKey(`${text}\n`, EITHER, ['rsa', 'ec'])).toBe(text);
    },
  );

  test('refuses an EC key on a curve that JSON Web Keys have no name for', async () => {
    const { publicKey } = await generate('ec', { namedCurve: 'secp224r1' });
    expect(messageOf(() => normalizePublicKey(spki(publicKey), EITHER, ['rsa', 'ec']))).toBe(
      'an EC key is on the curve P-256, P-384 or P-521, got secp224r1',
    );
  });

  test.each<[string, (key: KeyObject) => string]>([
    ['PKCS #8', (privateKey) => privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
    ['PKCS #1', (privateKey) => privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()],
    [
      'encrypted',
      (privateKey) =>
        privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }).toString(),
    ],
    [
      'under the name of a public key',
      (privateKey) =>
        privateKey
          .export({ type: 'pkcs8', format: 'pem' })
          .toString()
          .replace(/PRIVATE/g, 'PUBLIC'),
    ],
    [
      'with its public key before it',
      (privateKey) => key.publicKey + privateKey.export({ type: 'pkcs8', format: 'pem' }),
    ],
    ['cut short', (privateKey) => privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().slice(0, 700)],
  ])('refuses a private key (%s) and does not repeat it', (_, write) => {
    const text = write(key.privateKey);
    const message = messageOf(() => normalizePublicKey(text, EITHER));
    expect(message).toMatch(/a public key|one PEM block|readable public key/);
    expect(message).not.toMatch(/BEGIN|[A-Za-z0-9+/]{20}/);
  });

  test('says of a private key that the public part is wanted', () => {
    const text = key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(messageOf(() => normalizePublicKey(text, EITHER))).toBe(
      'a public key is expected here, got a private key: give the public part only',
    );
  });
});

describe('rfc7638', () => {
  test('is the thumbprint that RFC 7638 computes for its own example', () => {
    const n =
      '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw';
    const example = createPublicKey({ key: { kty: 'RSA', n, e: 'AQAB' }, format: 'jwk' });
    expect(rfc7638(spki(example))).toBe('NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs');
  });

  test('is the same for a key, its PKCS #1 form and a certificate of it', () => {
    const publicKey = createPublicKey(cert.privateKey);
    const pkcs1 = publicKey.export({ type: 'pkcs1', format: 'pem' }).toString();
    expect([rfc7638(spki(publicKey)), rfc7638(pkcs1)]).toEqual([rfc7638(cert.publicKey), rfc7638(cert.publicKey)]);
  });

  test('is what the modulus and exponent in the DER give', () => {
    const der = createPublicKey(key.publicKey).export({ type: 'pkcs1', format: 'der' });
    const [n, e] = integersOf(der);
    const jwk = `{"e":"${e}","kty":"RSA","n":"${n}"}`;
    expect(rfc7638(key.publicKey)).toBe(createHash('sha256').update(jwk).digest('base64url'));
  });

  test('of an EC key is what its curve and point in the DER give', async () => {
    const { publicKey } = await generate('ec', { namedCurve: 'prime256v1' });
    const point = publicKey.export({ type: 'spki', format: 'der' }).subarray(-64);
    const [x, y] = [point.subarray(0, 32), point.subarray(32)].map((half) => half.toString('base64url'));
    const jwk = `{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`;
    expect(rfc7638(spki(publicKey))).toBe(createHash('sha256').update(jwk).digest('base64url'));
  });

  test('differs from key to key', () => {
    expect(new Set([key, cert, otherCert].map(({ publicKey }) => rfc7638(publicKey))).size).toBe(3);
  });
});

describe('entraKeyId', () => {
  test('is a UUID of version 8 made of the SHA-256 fingerprint', () => {
    const id = entraKeyId(cert.publicKey);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const fingerprint = new X509Certificate(cert.publicKey).fingerprint256.replaceAll(':', '').toLowerCase();
    const masked = (text: string): string => [...text].map((c, index) => ([12, 16].includes(index) ? '.' : c)).join('');
    expect(masked(id.replaceAll('-', ''))).toBe(masked(fingerprint.slice(0, 32)));
  });

  test('is the same each time, and another for another certificate', () => {
    expect(entraKeyId(cert.publicKey)).toBe(entraKeyId(cert.publicKey.replace(/\n/g, '\r\n')));
    expect(entraKeyId(cert.publicKey)).not.toBe(entraKeyId(otherCert.publicKey));
  });

  test('needs a certificate', () => {
    expect(messageOf(() => entraKeyId(key.publicKey))).toBe('this kind takes a certificate, got a public key');
  });
});

describe('certificateThumbprint', () => {
  test('is the SHA-256 fingerprint in base64url, as x5t#S256 has it', () => {
    const hex = new X509Certificate(cert.publicKey).fingerprint256.replaceAll(':', '');
    expect(certificateThumbprint(cert.publicKey)).toBe(Buffer.from(hex, 'hex').toString('base64url'));
  });
});

describe('notAfter', () => {
  test('is the end of a certificate', async () => {
    const { publicKey } = await certificate('short', '2031-02-03T04:05:06Z');
    expect(notAfter(publicKey)).toEqual(new Date('2031-02-03T04:05:06Z'));
  });

  test('is unknown for a bare public key', () => {
    expect(notAfter(key.publicKey)).toBeUndefined();
  });
});

function rewrapped(text: string, width: number): string {
  const [head, ...rest] = text.trimEnd().split('\n');
  const body =
    rest
      .slice(0, -1)
      .join('')
      .match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
  return [head, ...body, rest.at(-1), ''].join('\n');
}

/** The INTEGERs of a PKCS #1 public key, SEQUENCE { n, e }, as a JWK writes them. */
function integersOf(der: Buffer): readonly string[] {
  const found: string[] = [];
  let at = header(der, 0).end;
  while (at < der.length) {
    const { length, end } = header(der, at);
    const bytes = der.subarray(end, end + length);
    found.push((bytes[0] === 0 ? bytes.subarray(1) : bytes).toString('base64url'));
    at = end + length;
  }
  return found;
}

function header(der: Buffer, at: number): { length: number; end: number } {
  const first = der.readUInt8(at + 1);
  if (first < 0x80) return { length: first, end: at + 2 };
  const size = first & 0x7f;
  return { length: der.readUIntBE(at + 2, size), end: at + 2 + size };
}
