import { createPrivateKey, type KeyObject } from 'node:crypto';
import { InputError } from '../../rotation';

/** A service app of Okta that may call the management API. */
export interface ServiceApp {
  readonly clientId: string;
  readonly key: KeyObject;
  /** The `kid` under which Okta knows the key; needed once the app has several. */
  readonly keyId?: string;
}

const CURVES = ['prime256v1', 'secp384r1', 'secp521r1'];

/** @throws InputError when the text is no private key that Okta takes */
export function readSigningKey(pem: string): KeyObject {
  const key = tryKey(pem.replaceAll('\\n', '\n'));
  const curve = key?.asymmetricKeyDetails?.namedCurve;
  if (key?.asymmetricKeyType === 'rsa' || (curve !== undefined && CURVES.includes(curve))) return key as KeyObject;
  throw new InputError(
    'a service app of Okta signs with a private key in PEM, RSA or EC P-256, P-384 or P-521, got something else',
  );
}

function tryKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}
