import type { TokenAnswer, Verdict } from './verdict';

/** What signing in needs to know of an identity provider. */
export interface IdentityProvider {
  /** As it stands in messages. */
  readonly name: string;
  /** Where a client secret goes: the header of HTTP Basic, or the form. */
  readonly secretIn: 'basic' | 'post';
  /** What an RSA key signs assertions with. */
  readonly rsa?: 'RS256' | 'PS256';
  /** What a client assertion names as its audience. */
  audience(tokenUrl: URL): string;
  /** What names the key in the header of an assertion. */
  keyHeader(publicKey: string, keyId: string): Readonly<Record<string, string>>;
  /** What its own words mean; undefined for what RFC 6749 says already. */
  judge(answer: TokenAnswer): Verdict | undefined;
}

/** What an answer means. Only an answer in the form of a token endpoint says anything of the credential. */
export function judge(provider: IdentityProvider, answer: TokenAnswer): Verdict {
  const { status, error, hasToken } = answer;
  if (hasToken) return { kind: 'accepted', token: 'given' };
  if (error === undefined || status < 400 || status >= 500 || status === 429) {
    return { kind: 'unclear', why: 'the answer is none of a token endpoint, or of one in trouble' };
  }
  return provider.judge(answer) ?? standard(error);
}

/** RFC 6749, section 5.2. */
function standard(error: string): Verdict {
  switch (error) {
    case 'invalid_client':
      return {
        kind: 'refused',
        what: 'either',
        why: 'the credential is wrong, or the application is absent or disabled',
      };
    case 'unauthorized_client':
    case 'unsupported_grant_type':
      return { kind: 'misasked', why: 'the application may not use client_credentials' };
    case 'invalid_scope':
      return { kind: 'misasked', why: 'the scope is not granted or unknown' };
    case 'invalid_request':
    case 'invalid_target':
      return { kind: 'misasked', why: 'the request lacks something, or names what is not there' };
    default:
      return { kind: 'unclear', why: 'the error is none that RFC 6749 knows' };
  }
}

/** RFC 7515: the key id stands in the header `kid`. */
export function byKid(_publicKey: string, kid: string): Readonly<Record<string, string>> {
  return { kid };
}

/** Any server that follows RFC 6749, and RFC 7523 for keys: the audience of assertions is the token endpoint. */
export const ANY_PROVIDER: IdentityProvider = {
  name: 'the identity provider',
  secretIn: 'basic',
  audience: ({ href }) => href,
  keyHeader: byKid,
  judge: () => undefined,
};
