import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Where `cdktf-rotation stage payroll --private-key-out '/run/secrets/payroll/{kid}.pem'` delivered the keys. */
const KEYS = process.env.KEY_FOLDER ?? '/run/secrets/payroll';

/** The private key that belongs to what is published as current: found by its key id, so both may be there at once. */
export function currentKey(published: { readonly AZURE_KEY_ID: string }): KeyObject {
  return createPrivateKey(readFileSync(`${KEYS}/${published.AZURE_KEY_ID}.pem`));
}
