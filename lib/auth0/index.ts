export { Auth0ClientCredentials, type Auth0ClientCredentialsConfig, type Auth0Credential } from './client-credentials';
export { Auth0PrivateKeyJwt, type Auth0PrivateKeyJwtProps, type Auth0PrivateKeyJwtValues } from './private-key-jwt';
export { Auth0Provider, type Auth0ProviderConfig } from './provider';
