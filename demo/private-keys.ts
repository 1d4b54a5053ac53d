import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FindKey } from './application';

/** The private keys that the command line delivers to a folder, found by key id as an application does. */
export class PrivateKeys {
  /** For `--private-key-out`. */
  readonly file: string;
  private readonly known = new Map<string, KeyObject>();

  constructor(directory: string) {
    this.file = join(directory, 'keys', '{kid}.pem');
  }

  readonly find: FindKey = (keyId) => {
    const key = this.known.get(keyId) ?? createPrivateKey(readFileSync(this.file.replace('{kid}', keyId)));
    this.known.set(keyId, key);
    return key;
  };
}
