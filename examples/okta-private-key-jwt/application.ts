import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Where `cdktf-rotation stage reports --private-key-out '/run/secrets/reports/{kid}.pem'` delivered the keys. */
const KEYS = process.env.KEY_FOLDER ?? '/run/secrets/reports';

/** The private key that belongs to what is published as current: found by its kid, so both may be there at once. */
export function currentKey(published: { readonly OKTA_KEY_ID: string }): KeyObject {
  return createPrivateKey(readFileSync(`${KEYS}/${published.OKTA_KEY_ID}.pem`));
}
