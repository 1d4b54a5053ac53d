export { auth0Provider, type Auth0ProviderOptions } from './provider';
export type { CredentialChange } from './credential-change';
export { Auth0Model, type Auth0ModelOptions, type ForeignCredential, type PooledCredential } from './model';
