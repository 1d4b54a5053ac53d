import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { selfSigned } from '../../lib/cli/certificate';
import { type Kind, rfc7638 } from '../../lib/rotation';
import { iso } from './clock';

const generate = promisify(generateKeyPair);
const KEYS = 32;

interface Pair {
  readonly publicKey: string;
  readonly privateKey: string;
}

/**
 * Keys of the year. RSA keys take long to make, so all sets share a few of them, each set another one at every turn, as
 * `--public-key`; the command line makes the EC keys itself and delivers them to a folder.
 */
export class KeyPool {
  private static readonly pairs = new Map<number, Promise<Pair>>();

  private readonly known = new Map<string, KeyObject>();
  private readonly turns = new Map<string, number>();

  constructor(private readonly folder: string) {}

  /** For `--private-key-out`. */
  get out(): string {
    return join(this.folder, '{kid}.pem');
  }

  /** For `--public-key`. */
  get file(): string {
    return join(this.folder, '{set}.pub.pem');
  }

  /** Puts the set's next RSA key in its file; the certificate outlasts every policy. */
  async lay(set: string, kind: Kind, now: number): Promise<void> {
    const turn = (this.turns.get(set) ?? offsetOf(set)) + 1;
    this.turns.set(set, turn);
    const made = KeyPool.pairs.get(turn % KEYS) ?? rsa();
    KeyPool.pairs.set(turn % KEYS, made);
    const pair = await made;
    const wantsCertificate = kind.key?.accepts.includes('public key') === false;
    const day = 86_400_000;
    const pem = wantsCertificate
      ? await selfSigned(pair, { commonName: set, notBefore: iso(now), notAfter: iso(now + 500 * day) })
      : pair.publicKey;
    writeFileSync(this.file.replace('{set}', set), pem);
    this.known.set(keyIdOf(pem, kind), createPrivateKey(pair.privateKey));
  }

  /** Finds the private key by the published key id, as an application does. */
  readonly find = (keyId: string): KeyObject => {
    const found = this.known.get(keyId);
    if (found) return found;
    const path = this.out.replace('{kid}', keyId);
    if (!existsSync(path)) throw new Error(`the application has no private key ${keyId}`);
    const key = createPrivateKey(readFileSync(path));
    this.known.set(keyId, key);
    return key;
  };
}

function rsa(): Promise<Pair> {
  return generate('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

function keyIdOf(pem: string, kind: Kind): string {
  return kind.key?.keyId(pem, 0) ?? rfc7638(createPublicKey(pem).export({ type: 'spki', format: 'pem' }).toString());
}

function offsetOf(set: string): number {
  return [...set].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % KEYS;
}
