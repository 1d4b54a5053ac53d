export { AUTH0 } from './auth0';
export { ENTRA } from './entra';
export { ANY_PROVIDER, type IdentityProvider, judge } from './identity-provider';
export { OKTA } from './okta';
export { TokenEndpoint, type SignInCredential, type SignInResult } from './token-endpoint';
export { UAA } from './uaa';
export type { TokenAnswer, Verdict } from './verdict';
