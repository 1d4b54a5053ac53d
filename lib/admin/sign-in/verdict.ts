/** What an identity provider thinks of a sign-in, no more precise than its answer is. */
export type Verdict =
  /** The credential is right; a client that may not use the grant gets no token for it. */
  | { readonly kind: 'accepted'; readonly token: 'given' | 'withheld' }
  /** The credential or the application is not taken. */
  | { readonly kind: 'refused'; readonly what: 'credential' | 'application' | 'either'; readonly why: string }
  /** The request itself cannot be granted: its scope, audience, grant type or tenant. */
  | { readonly kind: 'misasked'; readonly why: string }
  /** An answer that says nothing of the credential. */
  | { readonly kind: 'unclear'; readonly why: string }
  /** No answer came. */
  | { readonly kind: 'unreachable'; readonly why: string };

/** An answer of a token endpoint, as RFC 6749 and the providers write it. */
export interface TokenAnswer {
  readonly status: number;
  readonly hasToken: boolean;
  /** The name of the error, such as `invalid_client`. */
  readonly error?: string;
  /** The provider's own words, as they came. */
  readonly description: string;
  /** Entra's numbers of the error. */
  readonly codes: readonly number[];
}
