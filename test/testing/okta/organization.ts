import { createPublicKey, generateKeyPair, type JsonWebKey, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { clientAssertion, JWT_BEARER, type OktaJwk, type OktaModel, requestToken } from '../../../lib/testing';
import { rsaKey, type TestKey } from '../../support/keys';

const generate = promisify(generateKeyPair);

export async function ecKey(namedCurve = 'P-256'): Promise<TestKey> {
  const { publicKey, privateKey } = await generate('ec', { namedCurve });
  return { publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(), privateKey };
}

export async function key(type: 'RSA' | 'EC'): Promise<TestKey> {
  return type === 'RSA' ? rsaKey() : ecKey();
}

/** The public part, as the okta provider sends it: without a curve. */
export function jwk({ publicKey }: Pick<TestKey, 'publicKey'>, kid?: string): OktaJwk {
  const { crv: _, ...material } = createPublicKey(publicKey).export({ format: 'jwk' }) as JsonWebKey & { kty: string };
  return { ...material, ...(kid !== undefined && { kid }) };
}

export interface Answer {
  readonly status: number;
  readonly body: {
    readonly errorCode?: string;
    readonly errorSummary?: string;
    readonly errorCauses?: readonly { readonly errorSummary: string }[];
    readonly [name: string]: unknown;
  };
}

/** A call of the management API. */
export async function call(
  model: OktaModel,
  method: string,
  path: string,
  body?: object,
  authorization = `SSWS ${model.apiToken}`,
): Promise<Answer> {
  const response = await fetch(`${model.url}${path}`, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Answer['body'] };
}

/** Why a sign-in with a secret is refused, or undefined when it is not. */
export function signInWithSecret(model: OktaModel, clientId: string, secret: string): Promise<string | undefined> {
  return requestToken(model.tokenUrl, { client_id: clientId, client_secret: secret });
}

/** The same with a key. */
export function signInWithKey(
  model: OktaModel,
  clientId: string,
  privateKey: KeyObject,
  header: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const assertion = clientAssertion({ clientId, audience: model.tokenUrl, privateKey, header });
  return requestToken(model.tokenUrl, {
    client_id: clientId,
    client_assertion_type: JWT_BEARER,
    client_assertion: assertion,
  });
}
